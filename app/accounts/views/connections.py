"""My sign-ins: with whom my account is connected, and taking that back."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts.provider import joining
from app.accounts.provider.joining import OFFICIALS
from app.accounts.viewer import Viewer
from app.accounts.views.common import accounts, person, viewer
from app.accounts.views.through import connectable
from app.core import clock
from app.core.access import SIGNED_IN, access, again
from app.core.act import acts
from app.core.config import settings
from app.core.providers import Provider


def offered(viewer: Viewer) -> list[Provider] | None:
    """Load the providers with which the viewer's account can be connected; None for none."""
    found = [each for each in settings().providers if each.kind != OFFICIALS or viewer.is_official]
    return found or None


@accounts.get("/tai-khoan/ket-noi")
@access(SIGNED_IN, load=offered)
def connections(providers: list[Provider]) -> ResponseReturnValue:
    """Show through whom the person can sign in, and what is kept of it."""
    rows = {row.kind: row for row in joining.of_user(person())}
    return render_template(
        "accounts/connections.html",
        connections=[(each, rows.get(each.kind)) for each in providers],
        back_to=url_for("accounts.desk" if viewer().is_official else "accounts.show"),
    )


@accounts.post("/tai-khoan/ket-noi/<kind>/bo")
@access(SIGNED_IN, load=connectable, asks=again("accounts.ask_to_disconnect"))
@acts(said=_l("Disconnected. Nothing of it is kept."))
def disconnect(provider: Provider) -> str:
    joining.disconnect(person(), provider.kind, clock.now())
    return url_for("accounts.connections")


@accounts.get("/tai-khoan/ket-noi/<kind>/bo")
@access(SIGNED_IN, load=connectable, asks=again("accounts.ask_to_disconnect"))
def ask_to_disconnect(provider: Provider) -> ResponseReturnValue:
    """Say what disconnecting means, once it is sure who is there."""
    return render_template("accounts/disconnect.html", provider=provider)
