"""Which communes and villages a survey is for, chosen at the desk a commune at a time."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts.present import viewer
from app.core import clock
from app.core.access import access
from app.core.act import FRESH, acts
from app.core.forms import Line, Several, takes
from app.places import queries as places
from app.places.models import COMMUNE, Place
from app.surveys import making, queries
from app.surveys.blueprint import surveys
from app.surveys.models import Survey
from app.surveys.rights import area_of, may_write


@surveys.get("/can-bo/khao-sat/<code>/noi")
@access(may_write, load=queries.any_of)
def choose(survey: Survey) -> ResponseReturnValue:
    return _places(survey)


@surveys.post("/can-bo/khao-sat/<code>/noi")
@access(may_write, load=queries.any_of)
@acts(again=lambda survey, **refused: _places(survey, **refused), said=_l("Saved."))
@takes(chosen=Several(30, name="noi"), commune=Line(20, name="xa"))
def set_places(survey: Survey, chosen: tuple[str, ...], commune: str) -> str:
    """Say which communes and villages it is for: those of one commune, the others stay."""
    shown = {each.code for each in _offered(_commune(survey, commune))}
    kept = [each.place for each in survey.places if each.place.code not in shown]
    added = [place for each in chosen if each in shown and (place := places.by_code(each))]
    by = viewer().actor(survey.agency)
    making.choose_places(survey, [*kept, *added], by, clock.now())
    return url_for(".desk_show", code=survey.code)


def _commune(survey: Survey, code: str) -> Place | None:
    """Give the commune whose villages are shown, within the office's area."""
    area = area_of(survey.agency)
    if area is not None:
        return area if area.kind == COMMUNE else area.parent
    found = places.by_code(code) if code else None
    return found if found is not None and found.kind == COMMUNE else None


def _offered(commune: Place | None) -> list[Place]:
    return [commune, *places.villages_of(commune)] if commune is not None else []


def _places(survey: Survey, **refused: Any) -> str:
    typed = refused.get("typed", {})
    chosen = _commune(survey, typed.get("xa", "") or request.args.get("xa", ""))
    everywhere = area_of(survey.agency) is None
    return render_template(
        "surveys/places.html", survey=survey, chosen=chosen, offered=_offered(chosen),
        held={each.place.code for each in survey.places},
        communes=[(each.code, each.title) for each in places.communes()] if everywhere else [],
        **{**FRESH, **refused},
    )  # fmt: skip
