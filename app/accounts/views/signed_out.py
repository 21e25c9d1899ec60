"""Signing out through a provider: it tells that somebody did there, and is offered here."""

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from app.accounts.provider import client, joining
from app.accounts.provider.asking import NotProved, ProviderSilent
from app.accounts.views.common import FRONT, accounts
from app.accounts.views.through import MAX_TOKEN, configured
from app.core import clock
from app.core.access import PUBLIC, access
from app.core.bodies import at_most
from app.core.config import settings
from app.core.db import db, release
from app.core.forms import Raw, takes
from app.core.providers import Provider
from app.core.security import csrf


@accounts.post("/tai-khoan/qua/<kind>/dang-xuat")
@access(PUBLIC, load=configured)
@at_most(MAX_TOKEN)
@takes(logout_token=Raw(MAX_TOKEN))
def signed_out_there(provider: Provider, logout_token: str) -> ResponseReturnValue:
    """End what the provider says is over: its own signature stands in for a form's token."""
    release()
    try:
        subject, session, at = client.logout(provider, logout_token)
    except ProviderSilent:
        return {"error": "temporarily_unavailable"}, 503
    except NotProved:
        return {"error": "invalid_request"}, 400
    joining.end_told(provider, subject, session, at, clock.now())
    db.session.commit()
    return Response(mimetype="text/plain")


csrf.exempt(signed_out_there)


@accounts.get("/tai-khoan/da-dang-xuat/<kind>")
@access(PUBLIC, load=configured)
def signed_out(provider: Provider) -> ResponseReturnValue:
    """Offer to sign out at the provider too: on a shared phone the next one would be let in."""
    release()
    leave = client.leaving(provider, settings().base_url.rstrip("/") + FRONT)
    return render_template("accounts/signed_out.html", provider=provider, leave=leave)
