"""Everybody reads what is asked and what came out; whom it is for answers once."""

from typing import Any

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.present import person
from app.core import clock, codes, offline, receipts
from app.core.access import PUBLIC, SIGNED_IN, access, current_viewer
from app.core.act import FRESH, Done, acts
from app.core.error_pages import wants_json
from app.core.errors import DomainError
from app.core.listing import ways
from app.core.private_numbers import without
from app.core.text import whole
from app.surveys import answering, queries, results
from app.surveys.blueprint import surveys
from app.surveys.forms import AnswerForm, shown
from app.surveys.models import OPEN, TOLD, Survey


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
    """Take one's answer in, once; whoever has answered is told so, and nothing changes."""
    form, now = AnswerForm.read(), clock.now()
    taker = answering.of_person(survey, person(), now)
    first = answering.answer(survey, taker, form.answers, now, form.kept_at(now))
    here = url_for(".show", code=survey.code)
    if wants_json():
        return receipts.receipt(survey.code, here)
    if not first:
        return Done(here, _("An answer is there already: the first one counts."), "info")
    return Done(here, _("Thank you. Your answer is counted."))


@surveys.get("/khao-sat/<code>/ket-qua.xlsx")
@access(PUBLIC, load=queries.told)
def sheet(survey: Survey) -> ResponseReturnValue:
    """Give what came out as a workbook: numbers alone."""
    return results.workbook(survey, [])


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
        key=codes.random_token(),
        filled=shown(form),
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
        taker = answering.of_person(survey, person(), now)
    except DomainError as error:
        return "others", error.message
    return ("answered", None) if answering.has_answered(survey, taker.who) else ("form", None)
