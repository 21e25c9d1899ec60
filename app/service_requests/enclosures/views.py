"""A report's photos, voices and documents: served by the report's own rule."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.viewer import Viewer
from app.core import page_cache
from app.core.access import PUBLIC, access, current_viewer
from app.media.models import Photo, Recording
from app.media.serving import Asked, serve
from app.service_requests import loading
from app.service_requests.blueprint import service_requests
from app.service_requests.enclosures.queries import by_code, every_photo
from app.service_requests.enclosures.rights import is_public, may_see
from app.service_requests.history import (
    RequestAttachment,
    RequestPaper,
    RequestPhoto,
    RequestRecording,
)
from app.service_requests.record import ServiceRequest
from app.service_requests.rights import is_owner, may_handle

FRESH_SECONDS = 10


@dataclass(frozen=True)
class Shown:
    """One of a report's photos, at its place among those the viewer may see."""

    report: ServiceRequest
    links: Sequence[RequestPhoto]
    at: int

    @property
    def photo(self) -> Photo:
        return self.links[self.at].photo

    @property
    def before(self) -> Photo | None:
        return self.links[self.at - 1].photo if self.at else None

    @property
    def after(self) -> Photo | None:
        return self.links[self.at + 1].photo if self.at + 1 < len(self.links) else None


def load_photo(viewer: Viewer, code: str, photo: str, size: str) -> Asked | None:
    return _asked(viewer, code, RequestPhoto, photo, size)


def load_voice(viewer: Viewer, code: str, recording: str, kind: str) -> Asked | None:
    """Give one file of a recording, where the viewer may hear it."""
    return _asked(viewer, code, RequestRecording, recording, kind)


def load_paper(viewer: Viewer, code: str, paper: str) -> Asked | None:
    """Give a document, where the viewer may read it."""
    return _asked(viewer, code, RequestPaper, paper, "pdf")


@service_requests.get("/phan-anh/<code>/anh/<photo>-<size>.webp")
@access(PUBLIC, load=load_photo)
def photo(asked: Asked) -> ResponseReturnValue:
    """Serve one size of a photo; only a public one may be kept by anybody."""
    return serve(asked)


@service_requests.get("/phan-anh/<code>/loi-noi/<recording>.<kind>")
@access(PUBLIC, load=load_voice)
def voice(asked: Asked) -> ResponseReturnValue:
    """Serve one file of a recording; only an agency's public reply may be kept by anybody."""
    return serve(asked)


@service_requests.get("/phan-anh/<code>/van-ban/<paper>.pdf")
@access(PUBLIC, load=load_paper)
def paper(asked: Asked) -> ResponseReturnValue:
    """Serve a document as a download; only a public one may be kept by anybody."""
    return serve(asked)


def load_shown(viewer: Viewer, code: str, photo: str) -> Shown | None:
    """Give a photo and those beside it that the viewer may see."""
    report = loading.by_code(viewer, code)
    links = every_photo(report) if report is not None else []
    seen = [link for link in links if report and may_see(viewer, report, link)]
    at = next((n for n, link in enumerate(seen) if link.photo.code == photo), None)
    return Shown(report, seen, at) if report is not None and at is not None else None


@service_requests.get("/phan-anh/<code>/anh/<photo>")
@access(PUBLIC, load=load_shown)
@page_cache.for_strangers(FRESH_SECONDS)
def photo_page(shown: Shown) -> ResponseReturnValue:
    """Show one photo large, with the way back to its report and to the photos beside it."""
    report, viewer = shown.report, current_viewer()
    works_on_it = may_handle(viewer, report) and not is_owner(viewer, report)
    back = "handle" if works_on_it else "show"
    return render_template(
        "service_requests/enclosures/photo.html",
        shown=shown,
        back=url_for(f"service_requests.{back}", code=report.code),
        photo_url=photo_url(report),
    )


def photo_url(service_request: ServiceRequest) -> Callable[..., str]:
    """Give what makes the address of a size of a photo of the report; without one, of its page."""
    code = service_request.code

    def url(photo: Photo, size: str = "") -> str:
        if not size:
            return url_for("service_requests.photo_page", code=code, photo=photo.code)
        return url_for("service_requests.photo", code=code, photo=photo.code, size=size)

    return url


def voice_url(service_request: ServiceRequest) -> Callable[[Recording, str], str]:
    """Give what makes the address of one file of a recording of the report."""
    code = service_request.code
    return lambda recording, kind: url_for(
        "service_requests.voice", code=code, recording=recording.code, kind=kind
    )


def paper_url(service_request: ServiceRequest) -> Callable[[RequestPaper], str]:
    """Give what makes the address of a document of the report; empty once its file is gone."""
    code = service_request.code

    def url(link: RequestPaper) -> str:
        if link.paper is None:
            return ""
        return url_for("service_requests.paper", code=code, paper=link.paper.code)

    return url


def _asked(
    viewer: Viewer, code: str, kind: type[RequestAttachment], wanted: str, part: str
) -> Asked | None:
    report = loading.by_code(viewer, code)
    link = by_code(kind, report.id, wanted) if report is not None else None
    if report is None or link is None or link.thing is None:
        return None
    if not may_see(viewer, report, link):
        return None
    name = f"van-ban-{link.name}" if isinstance(link, RequestPaper) else ""
    return Asked(link.thing, part, is_public(report, link), name)
