"""Documents that came with answers: served by the report's own rule, always as a download."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import url_for
from flask.typing import ResponseReturnValue

from app.accounts.viewer import Viewer
from app.core.access import PUBLIC, access
from app.media.models import Paper
from app.media.serving import serve
from app.service_requests import loading
from app.service_requests.blueprint import service_requests
from app.service_requests.enclosures.queries import paper_by_code
from app.service_requests.enclosures.rights import is_public_paper, may_read_paper
from app.service_requests.history import RequestPaper
from app.service_requests.record import ServiceRequest


def paper_url(service_request: ServiceRequest) -> Callable[[RequestPaper], str]:
    """Give what makes the address of a document of the report; empty once its file is gone."""
    code = service_request.code

    def url(link: RequestPaper) -> str:
        if link.paper is None:
            return ""
        return url_for("service_requests.paper", code=code, paper=link.paper.code)

    return url


@dataclass(frozen=True)
class Asked:
    """A document that the viewer may read, the name of its file, and whether everybody may."""

    paper: Paper
    name: str
    public: bool


def load_paper(viewer: Viewer, code: str, paper: str) -> Asked | None:
    """Give what is asked for, where the viewer may read it."""
    found = loading.by_code(viewer, code)
    link = paper_by_code(found.id, paper) if found is not None else None
    if found is None or link is None or link.paper is None:
        return None
    if not may_read_paper(viewer, found, link):
        return None
    public = is_public_paper(found, link)
    return Asked(link.paper, f"van-ban-{link.name}", public)


@service_requests.get("/phan-anh/<code>/van-ban/<paper>.pdf")
@access(PUBLIC, load=load_paper)
def paper(asked: Asked) -> ResponseReturnValue:
    """Serve a document; only a public one may be kept by anybody."""
    return serve(asked.paper, "pdf", public=asked.public, name=asked.name)
