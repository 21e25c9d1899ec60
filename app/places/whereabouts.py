"""Where it is: from what the phone measured and what the citizen chose to one present place.

The choice counts. A point only proposes, and decides alone where it is exact and lies for
certain in one commune. A point that contradicts the choice is the phone's place, not the
matter's, and is dropped.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import lazy_gettext as _l

from app.core import sent
from app.core.errors import DomainError
from app.core.preferences import preferences
from app.places import forms as place_forms
from app.places import points
from app.places import queries as places
from app.places.forms import Coordinates
from app.places.models import COMMUNE, VILLAGE, Place

EXACT_METRES = 100
"""A wider circle leaves the commune to the citizen."""
MOST_FOUND = 8
UNKNOWN = _l("Choose the commune from the list.")
WHERE = _l("Where is it? Choose the commune.")
UNSURE = _l("Please choose the right commune: the position alone does not tell.")
NONE_FOUND = _l("No commune of this name. Try a shorter part of it, or the old name.")


@dataclass(frozen=True)
class Located(sent.Value):
    """What a form says of the place, as ``components/report.html``'s ``where`` sends it."""

    place: str = sent.line()
    village: str = sent.line()
    tim: str = sent.line()
    """What a place is looked for by, without a script."""
    lat: str = sent.line()
    long: str = sent.line()
    accuracy: str = sent.line()
    searches: bool = sent.by(lambda form, _name: "tim-xa" in form, default=False)
    """The button that only looks for a place was pressed."""


@dataclass(frozen=True)
class Choice:
    """A place offered; ``was`` is the former unit whose name was meant."""

    place: Place
    was: Place | None = None


@dataclass
class Whereabouts:
    """What the form says of the place, judged.

    ``place`` is the commune or village it comes to; None while that is not clear, with
    ``error`` saying what to do. ``choices`` are offered in the form, ``chosen`` among them is
    ticked there.
    """

    place: Place | None = None
    point: Coordinates | None = None
    near: points.Answer = field(default_factory=lambda: points.Answer((), certain=False))
    """What the point says."""
    error: Any = None
    chosen: Place | None = None
    choices: list[Choice] = field(default_factory=list)
    villages: Sequence[Place] = ()

    def offer(self, choices: Iterable[Choice]) -> None:
        """Add choices that are not among those offered yet."""
        there = {choice.place.id for choice in self.choices}
        for choice in choices:
            if choice.place.id not in there:
                there.add(choice.place.id)
                self.choices.append(choice)

    @property
    def commune(self) -> Place | None:
        return commune_of(self.chosen)


def at_start() -> Whereabouts:
    """Give what an empty form offers: where the person lives, not ticked."""
    found = Whereabouts()
    _offer_home(found)
    return found


def find(form: Located) -> Whereabouts:
    """Judge what a sent form says of the place."""
    found = Whereabouts()
    _read_point(found, form)
    _read_choice(found, form)
    if found.chosen is None and found.error is None:
        _propose(found)
    if form.searches and form.tim:
        _search(found, form.tim)
    _read_village(found, form)
    _offer_home(found)
    return found


def commune_of(place: Place | None) -> Place | None:
    """Give the commune of a commune or village; None for none."""
    if place is None or place.kind == COMMUNE:
        return place
    return places.get(place.parent_id)


def _read_point(found: Whereabouts, form: Located) -> None:
    if not (form.lat and form.long):
        return
    try:
        point = place_forms.coordinates(form.lat, form.long, form.accuracy)
    except DomainError as error:
        found.error = error.message
        return
    near = points.at_point(point.lat, point.long, point.accuracy)
    if not near.inside:
        found.error = place_forms.OUTSIDE
    else:
        found.point, found.near = point, near


def _read_choice(found: Whereabouts, form: Located) -> None:
    if not form.place:
        return
    place = places.by_code(form.place)
    if place is None or place.kind not in (COMMUNE, VILLAGE):
        found.error = UNKNOWN
    elif place.is_current:
        _choose(found, place)
    else:
        _replace_former(found, place)


def _choose(found: Whereabouts, place: Place) -> None:
    found.chosen = found.place = place
    found.error = None
    found.offer([Choice(place)])
    if found.point is not None and commune_of(place) not in found.near.places:
        found.point = None


def _replace_former(found: Whereabouts, former: Place) -> None:
    now = places.current(former)
    found.offer(Choice(place, former) for place in now)
    if len(now) == 1:
        found.chosen = now[0]
    found.error = _l(
        "%(place)s no longer exists. Choose what it is now, then send again.", place=former.title
    )


def _propose(found: Whereabouts) -> None:
    """Let the point decide where it can; else offer what is near."""
    if found.point is None:
        found.error = WHERE
        return
    answer = found.near
    found.offer(Choice(place) for place in answer.places)
    if answer.certain and found.point.accuracy <= EXACT_METRES:
        found.chosen = found.place = answer.places[0]
    else:
        found.error = UNSURE


def _read_village(found: Whereabouts, form: Located) -> None:
    """Offer the villages of the chosen commune; keep the one that was chosen among them."""
    commune = found.commune
    if commune is None:
        return
    found.villages = places.villages_of(commune)
    village = next((each for each in found.villages if each.code == form.village), None)
    if village is not None and found.place is not None:
        found.place = village


def _search(found: Whereabouts, typed: str) -> None:
    matches = places.search(typed, limit=MOST_FOUND)
    fitting = [match for match in matches if match.place.kind in (COMMUNE, VILLAGE)]
    found.choices = [choice for choice in found.choices if choice.place == found.chosen]
    found.offer(Choice(match.place, match.was) for match in fitting)
    found.error = None if fitting else NONE_FOUND
    if len(found.choices) == 1 and found.chosen is None:
        found.chosen = found.choices[0].place  # the only one that can be meant


def _offer_home(found: Whereabouts) -> None:
    chosen = preferences()
    home = (places.get(chosen.village_id), places.get(chosen.commune_id))
    found.offer(Choice(place) for place in home if place is not None and place.is_current)
