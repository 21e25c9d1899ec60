"""An official or a village's head writes down what somebody without a phone answers."""

from typing import Any

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.present import viewer
from app.accounts.viewer import Viewer
from app.core import clock, codes, offline, receipts
from app.core.access import access
from app.core.act import FRESH, Done, acts
from app.core.error_pages import wants_json
from app.core.listing import ways
from app.surveys import answering, queries
from app.surveys.blueprint import surveys
from app.surveys.forms import AnswerForm, shown
from app.surveys.models import Survey
from app.surveys.rights import helped_places, helps


def may_help(viewer: Viewer, _survey: Survey) -> bool:
    return helps(viewer)


@surveys.get("/can-bo/ghi-giup-khao-sat")
@access(helps)
def help_index() -> ResponseReturnValue:
    """List what is open, to write answers down for people without a phone."""
    page = queries.helped_page(request.args.get("truoc"))
    links = ways(".help_index", page, "truoc")
    return render_template("surveys/help_index.html", rows=page.rows, **links)


@surveys.get("/can-bo/ghi-giup-khao-sat/<code>")
@access(may_help, load=queries.helped)
def help_form(survey: Survey) -> ResponseReturnValue:
    """Show the form to whoever helps. Kept on the phone: villages are out of signal."""
    offline.keep()
    return _form(survey)


@surveys.post("/can-bo/ghi-giup-khao-sat/<code>")
@access(may_help, load=queries.helped)
@acts(again=lambda survey, **refused: _form(survey, AnswerForm.read(), **refused))
def help_answer(survey: Survey) -> Done | Response:
    """Take somebody's answer in, marked as written down by another."""
    form, now = AnswerForm.read(), clock.now()
    held = helped_places(viewer())
    place = next((each for each in held if each.code == form.place), held[0] if held else None)
    by = viewer().actor((viewer().rights[0]).agency)
    taker = answering.of_helped(survey, place, form.helped(now), by)
    first = answering.answer(survey, taker, form.answers, now, form.kept_at(now))
    here = url_for(".help_form", code=survey.code)
    if wants_json():
        return receipts.receipt(survey.code, here)
    if not first:
        return Done(here, _("This person or household has answered: the first answer counts."),
                    "info")  # fmt: skip
    return Done(here, _("Written down. The next one?"))


def _form(survey: Survey, form: AnswerForm | None = None, **refused: Any) -> str:
    held = helped_places(viewer())
    return render_template(
        "surveys/help.html",
        survey=survey,
        places=[(each.code, each.label) for each in held],
        key=codes.random_token(),
        filled=shown(form),
        sent=form,
        **{**FRESH, **refused},
    )
