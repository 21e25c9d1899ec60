"""My devices: where I am signed in, another device for a guest, and a guest's links claimed."""

from typing import Any

from flask import Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts import devices as described
from app.accounts import grants, queries, sessions, transfers
from app.accounts.askers import asker
from app.accounts.models import Session
from app.accounts.viewer import Viewer
from app.accounts.views.common import FRONT, accounts, person, shown, viewer
from app.core import clock
from app.core.access import PROVED, PUBLIC, SIGNED_IN, access
from app.core.act import Done, acts
from app.core.errors import DomainError
from app.core.forms import Read, takes
from app.core.text import digits


@accounts.get("/tai-khoan/thiet-bi")
@access(SIGNED_IN)
def devices() -> ResponseReturnValue:
    found = queries.open_sessions(person(), clock.now())
    return render_template("accounts/devices.html", sessions=found, here=viewer().session)


def own_session(viewer: Viewer, code: str) -> Session | None:
    """Load one of the viewer's own open sessions."""
    user = viewer.user
    return queries.open_session_by_code(user, code, clock.now()) if user else None


def is_own(viewer: Viewer, session: Session) -> bool:
    return viewer.user is not None and session.user_id == viewer.user.id


def once_own_session(viewer: Viewer, code: str) -> Session | None:
    """Load one of the viewer's own sessions, ended or not."""
    return queries.session_of(viewer.user, code) if viewer.user else None


@accounts.get("/tai-khoan/thiet-bi/<code>")
@access(is_own, load=once_own_session, asks=PROVED)
def one_session(session: Session) -> ResponseReturnValue:
    """Show one device, to sign it out with one tap: where the owner is told of it."""
    return render_template(
        "accounts/one_device.html", session=session, is_open=session.is_open(clock.now())
    )


@accounts.post("/tai-khoan/thiet-bi/<code>/ket-thuc")
@access(is_own, load=own_session, asks=PROVED)
@acts()
def end_session(session: Session) -> Done:
    now = clock.now()
    if viewer().session is session:
        sessions.sign_out(now)
        return Done(FRONT)
    sessions.end(session, now)
    return Done(url_for("accounts.devices"), _("That device is signed out."))


@accounts.post("/tai-khoan/thiet-bi/ket-thuc-het")
@access(SIGNED_IN)
@acts()
def end_other_sessions() -> Done:
    count = sessions.end_all(person(), clock.now(), but=viewer().session)
    said = ngettext("%(num)s device is signed out.", "%(num)s devices are signed out.", count)
    return Done(url_for("accounts.devices"), said)


@accounts.get("/tai-khoan/may-khac")
@access(PUBLIC)
def other_device() -> ResponseReturnValue:
    """Offer a code for another device, and take one."""
    return _transfer_page()


def _transfer_page(code: str | None = None, **refused: Any) -> str:
    app = described.chat_app(request.user_agent.string)
    return shown("accounts/other_device.html", held=_held(), code=code, chat_app=app, **refused)


@accounts.post("/tai-khoan/may-khac")
@access(PUBLIC)
@acts(again=_transfer_page, counts=True)
def offer_transfer() -> str | Response:
    """Show a code that carries this browser's links to another."""
    session = viewer().session
    if session is None or not _held():
        return url_for("accounts.other_device")
    return make_response(_transfer_page(transfers.offer(session, asker(), clock.now())))


@accounts.post("/tai-khoan/may-khac/nhap")
@access(PUBLIC)
@acts(again=_transfer_page, counts=True)
@takes(code=Read(digits))
def take_transfer(code: str) -> Done:
    """Take the code that another browser shows."""
    count = transfers.take(code, asker(), clock.now())
    if count is None:
        raise DomainError(_("This code is not right or no longer counts."), field="code")
    said = ngettext("%(num)s report is now here too.", "%(num)s reports are now here too.", count)
    return Done(FRONT, said)


@accounts.post("/tai-khoan/nhan-phan-anh")
@access(SIGNED_IN)
@acts()
def claim_grants() -> Done:
    """Make what was sent from this browser as a guest the account's."""
    session, now = viewer().session, clock.now()
    found = queries.unclaimed_grants(session) if session else []
    count = len(grants.claim(person(), found, now))
    said = ngettext(
        "%(num)s report is now in your account.", "%(num)s reports are now in your account.", count
    )
    return Done(url_for("accounts.show"), said)


def _held() -> int:
    return len(viewer().grant_ids)
