"""Everybody reads what is asked and what came out; whom it is for answers once."""

from collections.abc import Callable
from typing import Any

from flask import Response, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.present import person
from app.accounts.viewer import Viewer
from app.core import clock, codes, offline, receipts
from app.core.access import PUBLIC, SIGNED_IN, access, current_viewer
from app.core.act import FRESH, Done, acts
from app.core.error_pages import wants_json
from app.core.errors import DomainError
from app.core.listing import ways
from app.core.private_numbers import without
from app.core.text import whole
from app.media.models import Attachment
from app.media.serving import Asked, serve
from app.surveys import answering, queries, results, speaking, takers
from app.surveys.blueprint import surveys
from app.surveys.forms import AnswerForm, shown
from app.surveys.models import OPEN, TOLD, Survey
from app.surveys.rights import may_write


@surveys.get("/khao-sat")
@access(PUBLIC)
def index() -> ResponseReturnValue:
    """List what is open, and what came out before."""
    now = clock.now()
    page = queries.told_page(request.args.get("truoc"))
    return render_template(
        "surveys/index.html", rows=queries.open_now(now), told=page.rows,
        **ways(".index", page, "truoc"),
    )  # fmt: skip


@surveys.get("/khao-sat/<code>")
@access(PUBLIC, load=queries.public)
def show(survey: Survey) -> ResponseReturnValue:
    """Show the form to whom it is for; once it is over what came out."""
    return _show(survey)


@surveys.post("/khao-sat/<code>")
@access(SIGNED_IN, load=queries.public)
@acts(again=lambda survey, **refused: _show(survey, AnswerForm.read(), **refused))
def answer(survey: Survey) -> Done | Response:
    """Take one's answer in, once; whoever has answered is told so, and nothing changes.

    Refused, what was said waits under the form's key.
    """
    form, now = AnswerForm.read(), clock.now()
    speaking.check(survey, form)
    taker = takers.of_person(survey, person(), now, is_another=form.is_another)
    voices = speaking.take(survey, form, now)
    if form.brings:  # the lock was given back meanwhile
        survey = _again(survey.code)
    first = answering.answer(survey, taker, form.answers, now, form.kept_at(now), voices)
    speaking.drop_unheld(voices)
    here = url_for(".show", code=survey.code)
    if wants_json():
        return receipts.receipt(survey.code, here)
    if not first:
        return Done(here, _("An answer is there already: the first one counts."), "info")
    return Done(here, _("Thank you. Your answer is counted."))


def load_file(viewer: Viewer, code: str, thing: str, part: str) -> Asked | None:
    """Give what was said to a part: to whoever said it, and once it is counted to the office."""
    survey = queries.public(viewer, code)
    link = queries.spoken(survey, thing) if survey is not None else None
    if survey is None or link is None:
        return None
    own = viewer.user_id is not None and link.reply.user_id == viewer.user_id
    hears = survey.results is not None and may_write(viewer, survey)
    return Asked(link.thing, part, False) if own or hears else None


@surveys.get("/khao-sat/<code>/tep/<thing>-<part>")
@access(PUBLIC, load=load_file)
def file(asked: Asked) -> ResponseReturnValue:
    """Serve what was said to a part; nobody may keep it."""
    return serve(asked)


def file_url(survey: Survey) -> Callable[[Attachment, str], str]:
    """Give what makes the address of what was said."""
    return lambda thing, part: url_for(
        "surveys.file", code=survey.code, thing=thing.code, part=part
    )


@surveys.get("/khao-sat/<code>/ket-qua.xlsx")
@access(PUBLIC, load=queries.told)
def sheet(survey: Survey) -> ResponseReturnValue:
    """Give what came out as a workbook: numbers alone."""
    return results.workbook(survey, [])


def _again(code: str) -> Survey:
    """Load it anew, locked."""
    found = queries.public(current_viewer(), code)
    return found if found is not None else abort(404)


def _show(survey: Survey, form: AnswerForm | None = None, **refused: Any) -> str:
    now, viewer = clock.now(), current_viewer()
    state, reason = _state(survey, now)
    if state == "form":
        offline.keep()
    told = survey.status == TOLD
    page = queries.public_points(survey, whole(request.args.get("sau", ""))) if told else None
    return render_template(
        "surveys/show.html",
        survey=survey,
        state=state,
        reason=reason,
        is_begun=survey.is_open(now),
        viewer=viewer,
        key=form.key if form and form.key else codes.random_token(),
        in_words=speaking.in_words(survey),
        spoken=speaking.came_along(survey, form),
        own=queries.own_voices(survey, viewer),
        file_url=file_url(survey),
        filled=shown(form),
        sent=form,
        results=results.told(survey) if told else [],
        by_place=results.by_place(survey) if told else ([], 0),
        points=page.rows if page else [],
        plain=without,
        **(ways(".show", page, "sau", code=survey.code) if page else {}),
        **{**FRESH, **refused},
    )


def _state(survey: Survey, now: Any) -> tuple[str, Any]:
    """Give what the page offers: the form, signing in, or why not."""
    if not survey.is_open(now):
        early = survey.status == OPEN and survey.starts_at is not None and now < survey.starts_at
        return ("early" if early else "closed"), None
    if current_viewer().user is None:
        return "sign-in", None
    try:
        taker = takers.of_person(survey, person(), now)
    except DomainError as error:
        return "others", error.message
    return ("answered", None) if answering.has_answered(survey, taker.who) else ("form", None)
