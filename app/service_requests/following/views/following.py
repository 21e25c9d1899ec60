"""Following a report, "me too": one tap each, one for each account or proved phone."""

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.viewer import Viewer
from app.core import clock
from app.core.access import PUBLIC, access, current_viewer
from app.core.act import Done, runs, said_at
from app.core.forms import Line, Tick, takes
from app.service_requests import loading
from app.service_requests.blueprint import service_requests
from app.service_requests.following import follow_queries
from app.service_requests.following import follows as acts
from app.service_requests.record import ServiceRequest

AFFECTED, FOLLOW, STOP = "affected", "follow", "stop"


def listed(viewer: Viewer, code: str) -> ServiceRequest | None:
    """Load a report that everybody may know of."""
    found = loading.by_code(viewer, code)
    return found if found is not None and found.is_listed else None


def is_known(viewer: Viewer) -> bool:
    """Tell whether one person can be counted once: by an account, or a phone that was proved."""
    return viewer.proved_phone_index is not None or viewer.is_signed_in


@service_requests.get("/phan-anh/<code>/theo-doi")
@access(PUBLIC, load=listed)
def follow_page(service_request: ServiceRequest) -> ResponseReturnValue:
    """Ask what the viewer wants to do; a stranger first who they are, by account or phone."""
    viewer = current_viewer()
    return render_template(
        "service_requests/following/follow.html",
        report=service_request,
        known=is_known(viewer),
        follow=follow_queries.own(viewer, service_request),
    )


@service_requests.post("/phan-anh/<code>/theo-doi")
@access(PUBLIC, load=listed)
@runs(refused=said_at(lambda report: url_for(".show", code=report.code)), counts=True)
@takes(act=Line(), draft=Tick())
def follow(service_request: ServiceRequest, act: str, draft: bool) -> Done:
    """Follow, say "me too", or stop; ``act`` says which. ``draft``: the form is given up for it."""
    viewer, code = current_viewer(), service_request.code
    if act not in (AFFECTED, FOLLOW, STOP):
        abort(404)
    if not is_known(viewer):
        return Done(url_for(".follow_page", code=code))
    _do(act, service_request, viewer)
    url = url_for(".show", code=code, bo="1" if draft else None, _anchor="theo-doi")
    return Done(url, _said(act))


def _do(act: str, service_request: ServiceRequest, viewer: Viewer) -> None:
    now = clock.now()
    if act == STOP:
        acts.unfollow(service_request, viewer, now)
    else:
        acts.follow(service_request, viewer, now, affected=act == AFFECTED)


def _said(act: str) -> str:
    if act == STOP:
        return _("You no longer follow this report.")
    if act == FOLLOW:
        return _("You follow this report: you are told what becomes of it.")
    return _("You are counted. You are told what becomes of this report.")
