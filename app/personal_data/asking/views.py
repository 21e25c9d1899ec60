"""A citizen asks and sees what becomes of it; the office answers what is due first."""

from datetime import date, datetime, time
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts.viewer import Viewer
from app.core import clock
from app.core.access import PROVED, SIGNED_IN, access, current_viewer
from app.core.act import FRESH, acts
from app.core.clock import VIETNAM
from app.core.forms import Line, Read, Words, takes
from app.core.listing import ways
from app.core.tables.values import as_date
from app.core.text import whole
from app.personal_data.asking import actions, queries
from app.personal_data.asking.models import KINDS, LIFE, DataRequest
from app.personal_data.blueprint import personal_data
from app.personal_data.rights import may_act, may_protect, protector

WORDS = actions.MAX_WORDS
ACTS = {"tra-loi": "answer", "xong": "finish", "gia-han": "extend", "tu-choi": "refuse"}
"""The verbs by how an address calls them, in the order they are offered."""


def is_own(viewer: Viewer, row: DataRequest) -> bool:
    return row.user_id is not None and row.user_id == viewer.user_id


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
@acts(again=lambda **refused: _mine(**refused), said=_l("We have your request."))
@takes(kind=Line(12), words=Words(WORDS))
def ask(kind: str, words: str) -> str:
    row = actions.ask(current_viewer().user, kind, words, clock.now())
    return url_for("personal_data.one_of_mine", code=row.code)


@personal_data.get("/tai-khoan/yeu-cau/<code>")
@access(is_own, load=queries.own, asks=PROVED)
def one_of_mine(row: DataRequest) -> ResponseReturnValue:
    return render_template(
        "personal_data/asking/one_of_mine.html", row=row, may_withdraw=LIFE.may(row, "withdraw")
    )


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
    return datetime.combine(day, time(7, 30), VIETNAM)


def _mine(**refused: Any) -> str:
    return render_template(
        "personal_data/asking/mine.html",
        rows=queries.all_own(current_viewer()), kinds=KINDS.items(), most=WORDS,
        **{**FRESH, **refused},
    )  # fmt: skip


def _new(**refused: Any) -> str:
    return render_template(
        "personal_data/asking/new.html", kinds=KINDS.items(), most=WORDS, **{**FRESH, **refused}
    )


def _one(row: DataRequest, **refused: Any) -> str:
    acts_now = [(act, verb) for act, verb in ACTS.items() if LIFE.may(row, verb)]
    return render_template(
        "personal_data/asking/one.html",
        row=row, acts_now=acts_now, now=clock.now(),
        **{**FRESH, **refused},
    )  # fmt: skip
