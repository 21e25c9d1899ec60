"""An official or a village's head writes down what somebody without a phone answers."""

from typing import Any

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.accounts.present import viewer
from app.accounts.viewer import Viewer
from app.core import clock, codes, offline, receipts
from app.core.access import access
from app.core.act import FRESH, Done, acts
from app.core.error_pages import wants_json
from app.core.errors import DomainError
from app.core.listing import ways
from app.core.text import whole
from app.places.models import Place
from app.surveys import answering, doors, drawing, queries, speaking, takers
from app.surveys.blueprint import surveys
from app.surveys.forms import AnswerForm, shown
from app.surveys.models import Survey
from app.surveys.rights import helped_places, helps
from app.surveys.sampled import OUTCOMES, SurveyDrawn
from app.villages.rights import may_head


def may_help(viewer: Viewer, _survey: Survey) -> bool:
    return helps(viewer)


@surveys.get("/can-bo/ghi-giup-khao-sat")
@access(helps)
def help_index() -> ResponseReturnValue:
    """List what is open, to write answers down for people without a phone."""
    page = queries.helped_page(request.args.get("truoc"), clock.now())
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
    speaking.check(survey, form, is_helped=True)
    held = helped_places(viewer())
    place = next((each for each in held if each.code == form.place), held[0] if held else None)
    by = viewer().actor((viewer().rights[0]).agency)
    here = url_for(".help_form", code=survey.code)
    if survey.sample is not None and form.outcome in OUTCOMES:
        return _not_met(survey, place, form, by, here)
    taker = takers.of_helped(survey, place, form.helped(now), by)
    first = answering.answer(survey, taker, form.answers, now, form.kept_at(now))
    if wants_json():
        return receipts.receipt(survey.code, here)
    if not first:
        return Done(here, _("This person or household has answered: the first answer counts."),
                    "info")  # fmt: skip
    return Done(here, _("Written down. The next one?"))


def _not_met(
    survey: Survey, place: Place | None, form: AnswerForm, by: Actor, here: str
) -> Done | Response:
    """Write down that nobody answered at a door that was drawn."""
    if place is None:
        raise DomainError(_l("This survey is for people of other places than yours."))
    drawn = doors.at(survey, place, whole(form.number))
    doors.not_met(survey, drawn, form.outcome, by, clock.now())
    if wants_json():
        return receipts.receipt(survey.code, here)
    said = _("Number %(number)s: %(what)s", number=drawn.number, what=OUTCOMES[form.outcome])
    return Done(here, said)


def _asked(survey: Survey, held: list[Place]) -> dict[str, Any]:
    """Give whom the draw came to in the villages of the viewer; a head sees names."""
    if survey.sample is None:
        return {"outcomes": ()}
    drawn = doors.drawn_of(survey, *held)
    return {
        "outcomes": [("", _("Answers the questions below")), *OUTCOMES.items()],
        "labels": OUTCOMES,
        "drawn": [(each, *_named(each)) for each in drawn],
        "answered": drawing.states(survey, drawn),
    }


def _named(drawn: SurveyDrawn) -> tuple[str, str]:
    """Give the name and the address of whoever was drawn, to the head of their village."""
    if not may_head(viewer(), drawn.place):
        return "", ""
    if drawn.household is not None:
        home = drawn.household.opened()
        return home.head, home.address
    person = drawn.person.opened() if drawn.person is not None else None
    return (person.name, person.address) if person is not None else ("", "")


def _form(survey: Survey, form: AnswerForm | None = None, **refused: Any) -> str:
    held = helped_places(viewer())
    return render_template(
        "surveys/help.html",
        survey=survey,
        places=[(each.code, each.label) for each in held],
        key=codes.random_token(),
        filled=shown(form),
        sent=form,
        **_asked(survey, held),
        **{**FRESH, **refused},
    )
