"""Following one's commune: what is told, the tap that begins it and the tap that ends it."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts.present import person
from app.accounts.viewer import Viewer
from app.core import clock
from app.core.access import SIGNED_IN, access
from app.core.act import acts
from app.places import queries as places
from app.places.models import COMMUNE, Place
from app.service_requests.blueprint import service_requests
from app.service_requests.following import communes


def commune(_viewer: Viewer, code: str) -> Place | None:
    """Load a commune that is there today."""
    place = places.by_code(code)
    found = place is not None and place.kind == COMMUNE
    return next(iter(places.current(place)), None) if place is not None and found else None


@service_requests.get("/ket-qua/xa/<code>/theo-doi")
@access(SIGNED_IN, load=commune)
def commune_page(place: Place) -> ResponseReturnValue:
    """Show last week, and begin or end to be told of it."""
    return render_template(
        "service_requests/following/commune.html",
        place=place,
        follows=communes.follows(person(), place),
        week=communes.week_before(place, communes.monday(clock.now())),
    )


@service_requests.post("/ket-qua/xa/<code>/theo-doi")
@access(SIGNED_IN, load=commune)
@acts(said=_l("You are told once a week, when something happened."))
def follow_commune(place: Place) -> str:
    communes.follow(person(), place, clock.now())
    return url_for(".commune_page", code=place.code)


@service_requests.post("/ket-qua/xa/<code>/thoi-theo-doi")
@access(SIGNED_IN, load=commune)
@acts(said=_l("You are told no more."))
def unfollow_commune(place: Place) -> str:
    communes.unfollow(person(), place)
    return url_for(".commune_page", code=place.code)
