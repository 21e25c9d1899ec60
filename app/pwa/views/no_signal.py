"""Where there is no signal, for the operator."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts.permissions import OPERATE
from app.accounts.viewer import Viewer
from app.core.access import access
from app.core.navigation import Link
from app.pwa.blueprint import pwa
from app.pwa.queries import FEWEST_PEOPLE, villages_without_signal


def may_see(viewer: Viewer) -> bool:
    """Tell whether the viewer oversees the whole province."""
    return viewer.has(OPERATE)


LINK = Link("pwa.no_signal", _l("No signal"), "telecom", order=70, shown_to=may_see)


@pwa.get("/can-bo/noi-mat-song")
@access(may_see)
def no_signal() -> ResponseReturnValue:
    """Show how long reports had to wait for a signal, by village; nothing of one person."""
    return render_template(
        "pwa/no_signal.html", rows=villages_without_signal(), fewest=FEWEST_PEOPLE
    )
