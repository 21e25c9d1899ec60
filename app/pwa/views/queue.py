"""What the phone's queue asks and shows: who looks now, what waits, a shared photo."""

from flask import jsonify, render_template
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError, generate_csrf

from app.core import offline
from app.core.access import PUBLIC, access, current_viewer
from app.pwa.blueprint import pwa


@pwa.get("/phien.json")
@access(PUBLIC)
def session() -> ResponseReturnValue:
    """Tell the phone's own script who is signed in, and give a fresh form token.

    Other sites cannot read it (no CORS), nor does it say anything that they could use.
    """
    viewer = current_viewer()
    sender = viewer.user.code if viewer.user else ""
    return jsonify(viewer=viewer.pseudonym, sender=sender, csrf=generate_csrf())


@pwa.get("/cho-gui")
@access(PUBLIC)
@offline.kept_offline
def queue() -> ResponseReturnValue:
    """Show what waits on this phone; the list itself is the phone's own."""
    return render_template("pwa/queue.html")


@pwa.post("/chia-se")
@access(PUBLIC)
def share() -> ResponseReturnValue:
    """Answer a share that no service worker took: nothing is stored, and the page says so."""
    return _not_taken()


@pwa.errorhandler(CSRFError)
def without_token(error: CSRFError) -> ResponseReturnValue:
    """Answer the phone's share sheet, which cannot carry a form's token."""
    return _not_taken()


def _not_taken() -> ResponseReturnValue:
    return render_template("pwa/not_shared.html"), 400
