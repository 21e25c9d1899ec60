"""The desk's page of a sample: how many are asked, how the draw was made, how far it is."""

from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts.present import viewer
from app.core import clock
from app.core.access import access
from app.core.act import FRESH, acts
from app.core.errors import DomainError
from app.core.forms import Line, takes
from app.core.text import whole
from app.surveys import audience, doors, drawing, queries
from app.surveys.blueprint import surveys
from app.surveys.models import DRAFT, Survey
from app.surveys.rights import may_write
from app.surveys.sampled import LABELS


@surveys.get("/can-bo/khao-sat/<code>/mau")
@access(may_write, load=queries.any_of)
def sample(survey: Survey) -> ResponseReturnValue:
    return _sample(survey)


@surveys.post("/can-bo/khao-sat/<code>/mau")
@access(may_write, load=queries.any_of)
@acts(again=lambda survey, **refused: _sample(survey, **refused), said=_l("Saved."))
@takes(size=Line(8, name="so_mau"))
def set_sample(survey: Survey, size: str) -> str:
    """Say how many are drawn by lot; nothing: everybody is asked."""
    number = whole(size)
    if size and number is None:
        raise DomainError(_l("Write how many are to be asked, such as 120."), field="so_mau")
    drawing.choose_size(survey, number, viewer().actor(survey.agency), clock.now())
    return url_for(".sample", code=survey.code)


def _sample(survey: Survey, **refused: Any) -> str:
    held = doors.drawn_of(survey)
    answered = drawing.states(survey, held)
    states = ["answered" if answered[each.id] else each.outcome for each in held]
    is_drawn = survey.sample is not None and survey.sample.seed is not None
    return render_template(
        "surveys/sample.html",
        survey=survey,
        writes=survey.status == DRAFT,
        many=len(drawing.listed(survey)) if survey.status == DRAFT else 0,
        villages=audience.places_of(survey),
        progress=[(label, states.count(each)) for each, label in STATES],
        held=held,
        again=drawing.draw_again(survey) if is_drawn else (False, False),
        **{**FRESH, **refused},
    )


STATES = (("answered", _l("Answered")), *LABELS.items())
