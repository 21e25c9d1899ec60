"""A citizen asks and sees what becomes of it; the office answers what is due first."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts import sending
from app.accounts.viewer import Viewer
from app.core import clock, codes
from app.core.access import PROVED, PUBLIC, SIGNED_IN, access, current_viewer
from app.core.act import FRESH, Done, acts
from app.core.forms import Line, Read, Words, takes
from app.core.listing import ways
from app.core.tables.values import as_date
from app.core.text import whole
from app.media.models import Attachment
from app.media.saying import came_along
from app.media.serving import Asked, asked_of, serve
from app.personal_data.asking import actions, queries
from app.personal_data.asking.actions import AskForm
from app.personal_data.asking.models import KINDS, LIFE, DataRequest
from app.personal_data.blueprint import personal_data
from app.personal_data.rights import may_act, may_protect, protector

WORDS = actions.MAX_WORDS
ACTS = {"tra-loi": "answer", "xong": "finish", "gia-han": "extend", "tu-choi": "refuse"}
"""The verbs by how an address calls them, in the order they are offered."""


def is_own(viewer: Viewer, row: DataRequest) -> bool:
    return row.user_id is not None and row.user_id == viewer.user_id


def load_file(viewer: Viewer, code: str, thing: str, part: str) -> Asked | None:
    """Give a part of what came along, to whoever sent it and who answers."""
    row = queries.any_of(viewer, code)
    if row is None or not (is_own(viewer, row) or may_act(viewer, row)):
        return None
    return asked_of(row.links, thing, part)


def file_url(row: DataRequest) -> Callable[[Attachment, str], str]:
    """Give what makes the address of a part of what came along."""
    return lambda thing, part: url_for(
        "personal_data.request_file", code=row.code, thing=thing.code, part=part
    )


def load_with_act(viewer: Viewer, code: str, act: str) -> tuple[DataRequest, str] | None:
    row = queries.any_of(viewer, code) if act in ACTS else None
    return (row, ACTS[act]) if row is not None else None


# --- the citizen's


@personal_data.get("/tai-khoan/yeu-cau")
@access(SIGNED_IN)
def mine() -> ResponseReturnValue:
    return _mine()


@personal_data.post("/tai-khoan/yeu-cau")
@access(SIGNED_IN)
@acts(again=lambda **refused: _mine(AskForm.read(), **refused), counts=True)
def ask() -> Done:
    """Take a request in; refused, what came along waits under the form's key."""
    form = AskForm.read()
    sending.count_files(form.files, form.voices)
    code = actions.ask_once(form, form.prepare(), current_viewer().user, clock.now())
    here = url_for("personal_data.one_of_mine", code=code)
    return Done(here, _("We have your request."), code=code)


@personal_data.get("/tai-khoan/yeu-cau/<code>")
@access(is_own, load=queries.own, asks=PROVED)
def one_of_mine(row: DataRequest) -> ResponseReturnValue:
    return render_template(
        "personal_data/asking/one_of_mine.html",
        row=row, may_withdraw=LIFE.may(row, "withdraw"), file_url=file_url(row),
    )  # fmt: skip


@personal_data.get("/tai-khoan/yeu-cau/<code>/tep/<thing>-<part>")
@access(PUBLIC, load=load_file, asks=PROVED)
def request_file(asked: Asked) -> ResponseReturnValue:
    """Serve a photo or a voice that came along; nobody may keep it."""
    return serve(asked)


@personal_data.post("/tai-khoan/yeu-cau/<code>/rut")
@access(is_own, load=queries.own, asks=PROVED)
@acts(said=_l("Your request is withdrawn."))
def withdraw(row: DataRequest) -> str:
    actions.withdraw(row, current_viewer().user, clock.now())
    return url_for("personal_data.mine")


# --- the office's


@personal_data.get("/can-bo/du-lieu/yeu-cau")
@access(may_protect)
def requests() -> ResponseReturnValue:
    after, over = request.args.get("sau"), request.args.get("xem") == "xong"
    page = queries.over(after) if over else queries.waiting(after)
    given = {"xem": "xong"} if over else {}
    return render_template(
        "personal_data/asking/requests.html",
        rows=page.rows, over=over, now=clock.now(),
        **ways(".requests", page, "sau", **given),
    )  # fmt: skip


@personal_data.get("/can-bo/du-lieu/yeu-cau/moi")
@access(may_protect)
def new_request() -> ResponseReturnValue:
    return _new()


@personal_data.post("/can-bo/du-lieu/yeu-cau/moi")
@access(may_protect)
@acts(again=lambda **refused: _new(**refused), said=_l("Taken in: the clock runs."))
@takes(
    kind=Line(12), words=Words(WORDS), name=Line(80), contact=Line(120),
    day=Read(as_date, empty=None),
)  # fmt: skip
def take_in(kind: str, words: str, name: str, contact: str, day: Any) -> str:
    now = clock.now()
    asked_at = now if day in (None, clock.local(now).date()) else _morning(day)
    row = actions.take_in(kind, words, name, contact, asked_at, protector(), now)
    return url_for("personal_data.one_request", code=row.code)


@personal_data.get("/can-bo/du-lieu/yeu-cau/<code>")
@access(may_act, load=queries.any_of)
def one_request(row: DataRequest) -> ResponseReturnValue:
    return _one(row)


@personal_data.post("/can-bo/du-lieu/yeu-cau/<code>/<act>")
@access(may_act, load=load_with_act)
@acts(again=lambda thing, **refused: _one(thing[0], **refused), said=_l("Saved, and told."))
@takes(version=Read(whole), words=Words(WORDS))
def act_on_request(thing: tuple[DataRequest, str], version: int | None, words: str) -> str:
    row, verb = thing
    row.check_version(version)
    actions.act(row, verb, words, protector(), clock.now())
    return url_for("personal_data.one_request", code=row.code)


def _morning(day: date) -> datetime:
    return clock.at(day, time(7, 30))


def _mine(form: AskForm | None = None, **refused: Any) -> str:
    key = form.key if form and form.key else codes.random_token()
    return render_template(
        "personal_data/asking/mine.html",
        rows=queries.all_own(current_viewer()), kinds=KINDS.items(), key=key,
        **came_along(form), **(refused or FRESH),
    )  # fmt: skip


def _new(**refused: Any) -> str:
    return render_template(
        "personal_data/asking/new.html", kinds=KINDS.items(), most=WORDS, **{**FRESH, **refused}
    )


def _one(row: DataRequest, **refused: Any) -> str:
    acts_now = [(act, verb) for act, verb in ACTS.items() if LIFE.may(row, verb)]
    return render_template(
        "personal_data/asking/one.html",
        row=row, acts_now=acts_now, now=clock.now(), file_url=file_url(row),
        **{**FRESH, **refused},
    )  # fmt: skip
