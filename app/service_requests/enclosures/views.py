"""A report's photos, voices and documents: served by the report's own rule."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import url_for
from flask.typing import ResponseReturnValue

from app.accounts.viewer import Viewer
from app.core.access import PUBLIC, access
from app.media.models import Recording, Staged
from app.media.serving import serve
from app.service_requests import loading
from app.service_requests.blueprint import service_requests
from app.service_requests.enclosures.queries import by_code
from app.service_requests.enclosures.rights import is_public, may_see
from app.service_requests.history import Link, RequestPaper, RequestPhoto, RequestRecording
from app.service_requests.record import ServiceRequest


@dataclass(frozen=True)
class Asked:
    """What the viewer may see, which part of it, its name, and whether everybody may see it."""

    thing: Staged
    part: str
    public: bool
    name: str = ""


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
    return _serve(asked)


@service_requests.get("/phan-anh/<code>/loi-noi/<recording>.<kind>")
@access(PUBLIC, load=load_voice)
def voice(asked: Asked) -> ResponseReturnValue:
    """Serve one file of a recording; only an agency's public reply may be kept by anybody."""
    return _serve(asked)


@service_requests.get("/phan-anh/<code>/van-ban/<paper>.pdf")
@access(PUBLIC, load=load_paper)
def paper(asked: Asked) -> ResponseReturnValue:
    """Serve a document as a download; only a public one may be kept by anybody."""
    return _serve(asked)


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


def _asked(viewer: Viewer, code: str, kind: type[Link], wanted: str, part: str) -> Asked | None:
    report = loading.by_code(viewer, code)
    link = by_code(kind, report.id, wanted) if report is not None else None
    if report is None or link is None or link.thing is None:
        return None
    if not may_see(viewer, report, link):
        return None
    name = f"van-ban-{link.name}" if isinstance(link, RequestPaper) else ""
    return Asked(link.thing, part, is_public(report, link), name)


def _serve(asked: Asked) -> ResponseReturnValue:
    return serve(asked.thing, asked.part, public=asked.public, name=asked.name)
