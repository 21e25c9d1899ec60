"""What others reported already, shown to whoever is about to report the same."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Request, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts.viewer import Viewer
from app.core import clock
from app.core.access import PUBLIC, access, current_viewer
from app.core.errors import DomainError, TooMany
from app.media.models import Photo
from app.places import forms as place_forms
from app.places import queries as places
from app.places.limits import Window
from app.places.models import VILLAGE
from app.service_requests.blueprint import service_requests
from app.service_requests.catalogue.queries import service_by_code
from app.service_requests.enclosures.queries import photos_of
from app.service_requests.enclosures.rights import is_public
from app.service_requests.filing import similar
from app.service_requests.filing.similar import Likely
from app.service_requests.filing.similarity import Spot
from app.service_requests.history import RequestPhoto
from app.service_requests.record import ServiceRequest
from app.service_requests.rights import is_owner

looks = Window(limit=1_500, seconds=60)


@dataclass(frozen=True)
class Shown:
    """One of them with what everybody may see of it; ``is_mine``: there is nothing to follow."""

    report: ServiceRequest
    metres: int | None
    photo: Photo | None
    is_mine: bool

    @property
    def thumb(self) -> str:
        """Give the address of its small photo."""
        code = self.photo.code if self.photo else ""
        return url_for("service_requests.photo", code=self.report.code, photo=code, size="thumb")


@service_requests.get("/phan-anh/da-co")
@access(PUBLIC)
def already_there() -> ResponseReturnValue:
    """Give the form's script what may be the same, as HTML; the words written are not asked."""
    if not looks.allows(request.remote_addr or ""):
        raise TooMany(_l("Too many look-ups from here."), until=looks.ends())
    service, viewer = service_by_code(request.args.get("service", "")), current_viewer()
    found: list[Likely] = []
    if service is not None and service.active:
        found = similar.public_ones(service, _spot(request), None, clock.now())
    shown = shown_similar(found, viewer)
    html = render_template("service_requests/filing/_similar.html", similar=shown)
    return jsonify(count=len(found), html=html)


def shown_similar(found: Sequence[Likely], viewer: Viewer) -> list[Shown]:
    """Give what is shown of each, with the first photo that is public."""
    photos = photos_of([likely.service_request for likely in found])
    return [_shown(likely, photos[likely.service_request.id], viewer) for likely in found]


def _shown(likely: Likely, links: Sequence[RequestPhoto], viewer: Viewer) -> Shown:
    report = likely.service_request
    public = (link.photo for link in links if is_public(report, link))
    ready = next((photo for photo in public if photo.is_ready), None)
    return Shown(report, likely.metres, ready, is_owner(viewer, report))


def _spot(asked: Request) -> Spot:
    """Read the point and the village."""
    given = {name: asked.args.get(name, "")[:40] for name in ("lat", "long", "village")}
    village = places.by_code(given["village"]) if given["village"] else None
    village_id = village.id if village is not None and village.kind == VILLAGE else None
    try:
        point = place_forms.coordinates(given["lat"], given["long"])
    except DomainError:
        return Spot(village_id=village_id)
    return Spot(point.lat, point.long, village_id)
