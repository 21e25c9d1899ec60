"""The officials' front page: their inbox, what else waits, and the way to administration."""

from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.policies import is_official, may_administer
from app.accounts.viewer import Viewer
from app.core import clock
from app.core.access import access, current_viewer
from app.core.htmx import htmx
from app.core.navigation import Inbox, registry, shown
from app.desk.blueprint import desk
from app.desk.waiting import waiting


@desk.get("/can-bo")
@access(is_official)
def index() -> ResponseReturnValue:
    """Show the viewer's inbox as its address says, or go where it leads.

    Whoever has none goes on to the first page of their own work.
    """
    viewer = current_viewer()
    inbox = next((each for each in registry().inboxes if each.shown_to(viewer)), None)
    if inbox is None:
        return redirect(url_for(_own_start(viewer)), 303)
    found = inbox.read(viewer)
    if isinstance(found, str):
        return redirect(found, 303)
    return _part(inbox, found) if htmx.partial else _page(inbox, found, viewer)


@desk.get("/can-bo/quan-tri")
@access(may_administer)
def administration() -> ResponseReturnValue:
    """Show what can be administered: a branch, or what holds for the whole province too."""
    cards = shown(registry().administration, current_viewer())
    return render_template("desk/administration.html", cards=cards)


def _own_start(viewer: Viewer) -> str:
    if may_administer(viewer):
        return "desk.administration"
    return shown(registry().desk_tabs, viewer)[0].endpoint


def _part(inbox: Inbox, found: dict[str, Any]) -> str:
    return render_template(inbox.template, **found)


def _page(inbox: Inbox, found: dict[str, Any], viewer: Viewer) -> str:
    return render_template(
        "desk/index.html", inbox=inbox, lines=waiting(viewer, clock.now()), **found
    )
