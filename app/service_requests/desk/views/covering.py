"""The page on which an official draws boxes over a photo, and what becomes of them."""

from dataclasses import dataclass

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts.viewer import Viewer
from app.core import clock
from app.core.access import access, current_viewer
from app.core.act import FRESH, acts
from app.core.db import commit_and_go_on
from app.core.errors import DomainError
from app.core.forms import Words, takes
from app.media import actions as media
from app.service_requests.blueprint import service_requests
from app.service_requests.desk import covering
from app.service_requests.enclosures.queries import by_code
from app.service_requests.enclosures.views import photo_url
from app.service_requests.history import RequestPhoto
from app.service_requests.loading import handled
from app.service_requests.record import ServiceRequest
from app.service_requests.rights import may_handle, official


@dataclass(frozen=True)
class Photographed:
    """A report and one of its sender's photos."""

    report: ServiceRequest
    link: RequestPhoto


def load_photographed(viewer: Viewer, code: str, photo: str) -> Photographed | None:
    """Give a sender's own photo, no covered copy, to whoever works on the report."""
    report = handled(viewer, code)
    link = by_code(RequestPhoto, report.id, photo) if report is not None else None
    if report is None or link is None or link.role not in RequestPhoto.OF_CITIZEN:
        return None
    return Photographed(report, link) if link.covers_id is None else None


def may_cover(viewer: Viewer, shown: Photographed) -> bool:
    return may_handle(viewer, shown.report)


@service_requests.get("/can-bo/phan-anh/<code>/anh/<photo>/che")
@access(may_cover, load=load_photographed)
def draw_over(shown: Photographed) -> ResponseReturnValue:
    return _page(shown)


@service_requests.post("/can-bo/phan-anh/<code>/anh/<photo>/che")
@access(may_cover, load=load_photographed)
@acts(
    again=lambda shown, **refused: _page(shown, **refused),
    said=_l("Covered. The public sees the covered copy."),
    counts=True,
)
@takes(boxes=Words(2_000))
def cover_photo(shown: Photographed, boxes: str) -> str:
    """Paint without the write lock, then put the copy in the original's place for the public."""
    drawn = covering.read(boxes)
    code, photo = shown.report.code, shown.link.photo
    commit_and_go_on()
    copy = media.cover(photo, drawn)
    if copy is None:
        raise DomainError(_l("The photo is being prepared: try again in a minute."), field="boxes")
    viewer = current_viewer()
    found = load_photographed(viewer, code, photo.code)
    if found is None:
        copy.drop()
        abort(404)
    now, actor = clock.now(), official(viewer, found.report)
    covering.cover(found.report, found.link, copy, actor, now)
    return url_for(".handle", code=code, _anchor="act")


def _page(shown: Photographed, **refused: object) -> str:
    return render_template(
        "service_requests/desk/cover.html",
        report=shown.report,
        photo=shown.link.photo,
        photo_url=photo_url(shown.report),
        **(refused or FRESH),
    )
