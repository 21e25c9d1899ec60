"""Anybody asks whoever runs the app, and reads the answer; the operators answer."""

from collections.abc import Callable
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts import sending
from app.accounts.permissions import OPERATE
from app.accounts.viewer import Viewer
from app.core import clock, codes
from app.core.access import PUBLIC, access, current_viewer
from app.core.act import FRESH, Done, acts
from app.core.forms import Read, Words, takes
from app.core.listing import ways
from app.core.text import whole
from app.enquiries import actions, queries
from app.enquiries.actions import AskForm
from app.enquiries.blueprint import enquiries
from app.enquiries.models import KINDS, LIFE, Enquiry
from app.media.models import Attachment
from app.media.saying import came_along
from app.media.serving import Asked, asked_of, serve


def may_answer_it(viewer: Viewer, _row: Enquiry) -> bool:
    return queries.may_answer(viewer)


def load_file(viewer: Viewer, code: str, thing: str, part: str) -> Asked | None:
    """Give a part of what came along, to whoever sent it and the operators."""
    row = queries.readable(viewer, code)
    return asked_of(row.links, thing, part) if row is not None else None


# --- whoever asks


@enquiries.get("/lien-he")
@access(PUBLIC)
def new() -> ResponseReturnValue:
    return _new()


@enquiries.post("/lien-he")
@access(PUBLIC)
@acts(again=lambda **refused: _new(AskForm.read(), **refused), counts=True)
def ask() -> Done:
    """Take a question in; refused, what came along waits under the form's key."""
    form = AskForm.read()
    sending.spend(sending.ENQUIRIES, clock.now())
    sending.count_files(form.files, form.voices)
    code = actions.ask(form, form.prepare(), current_viewer(), clock.now())
    thanks = _("Thank you. The answer comes to your notifications.")
    return Done(url_for(".one", code=code), thanks, code=code)


@enquiries.get("/lien-he/<code>")
@access(PUBLIC, load=queries.own)
def one(row: Enquiry) -> ResponseReturnValue:
    """Show what was asked and the answer, to whoever asked."""
    return render_template("enquiries/one.html", row=row, file_url=file_url(row))


@enquiries.get("/lien-he/<code>/tep/<thing>-<part>")
@access(PUBLIC, load=load_file)
def file(asked: Asked) -> ResponseReturnValue:
    """Serve a photo or a voice that came along; nobody may keep it."""
    return serve(asked)


# --- the operators


@enquiries.get("/can-bo/lien-he")
@access(queries.may_answer)
def desk() -> ResponseReturnValue:
    over = request.args.get("xem") == "xong"
    page = queries.listed(over, request.args.get("sau"))
    given = {"xem": "xong"} if over else {}
    links = ways(".desk", page, "sau", **given)
    return render_template("enquiries/desk.html", rows=page.rows, over=over, **links)


@enquiries.get("/can-bo/lien-he/<code>")
@access(may_answer_it, load=queries.any_of)
def show(row: Enquiry) -> ResponseReturnValue:
    return _show(row)


@enquiries.post("/can-bo/lien-he/<code>")
@access(may_answer_it, load=queries.any_of)
@acts(again=lambda row, **refused: _show(row, **refused), said=_l("Answered, and told."))
@takes(version=Read(whole), words=Words(actions.MAX_WORDS))
def answer(row: Enquiry, version: int | None, words: str) -> str:
    row.check_version(version)
    viewer: Viewer = current_viewer()
    actions.answer(row, words, viewer.actor(viewer.agencies(OPERATE)[0]), clock.now())
    return url_for(".desk")


def file_url(row: Enquiry) -> Callable[[Attachment, str], str]:
    """Give what makes the address of a part of what came along."""
    return lambda thing, part: url_for(".file", code=row.code, thing=thing.code, part=part)


def _new(form: AskForm | None = None, **refused: Any) -> str:
    key = form.key if form and form.key else codes.random_token()
    return render_template(
        "enquiries/new.html",
        kinds=KINDS.items(), key=key, rows=queries.all_own(current_viewer()),
        **came_along(form), **(refused or FRESH),
    )  # fmt: skip


def _show(row: Enquiry, **refused: Any) -> str:
    return render_template(
        "enquiries/show.html",
        row=row, file_url=file_url(row), may_answer=LIFE.may(row, "answer"),
        **{**FRESH, **refused},
    )  # fmt: skip
