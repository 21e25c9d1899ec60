"""A report's recordings: served by the report's own rule, whole or in ranges."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import url_for
from flask.typing import ResponseReturnValue

from app.accounts.viewer import Viewer
from app.core.access import PUBLIC, access
from app.media.models import Recording
from app.media.serving import serve
from app.service_requests import loading
from app.service_requests.blueprint import service_requests
from app.service_requests.enclosures.queries import recording_by_code
from app.service_requests.enclosures.rights import is_public_recording, may_hear
from app.service_requests.record import ServiceRequest


def voice_url(service_request: ServiceRequest) -> Callable[[Recording, str], str]:
    """Give what makes the address of one file of a recording of the report."""
    code = service_request.code
    return lambda recording, kind: url_for(
        "service_requests.voice", code=code, recording=recording.code, kind=kind
    )


@dataclass(frozen=True)
class Asked:
    """A recording that the viewer may hear, the kind of file, and whether everybody may."""

    recording: Recording
    kind: str
    public: bool


def load_voice(viewer: Viewer, code: str, recording: str, kind: str) -> Asked | None:
    """Give what is asked for, where the viewer may hear it."""
    found = loading.by_code(viewer, code)
    link = recording_by_code(found.id, recording) if found is not None else None
    if found is None or link is None or not may_hear(viewer, found, link):
        return None
    return Asked(link.recording, kind, is_public_recording(found, link))


@service_requests.get("/phan-anh/<code>/loi-noi/<recording>.<kind>")
@access(PUBLIC, load=load_voice)
def voice(asked: Asked) -> ResponseReturnValue:
    """Serve one file of a recording; only an agency's public reply may be kept by anybody."""
    return serve(asked.recording, asked.kind, public=asked.public)
