"""An official's choice of mails, and what the link in each mail leads to."""

import re
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, abort, make_response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts import limits, policies
from app.accounts.limits import Limit
from app.accounts.models import User
from app.accounts.present import person
from app.core import audit, clock
from app.core.access import PUBLIC, access, current_viewer
from app.core.act import FRESH, Done, acts
from app.core.config import settings
from app.core.db import db
from app.core.errors import DomainError, TooMany
from app.core.forms import Line, Tick, takes
from app.core.security import csrf
from app.notifications.mail import sending
from app.notifications.mail.models import MailAddress, by_token, of_owner, of_user

mail = Blueprint("mail", __name__)
SHAPE = re.compile(
    r"(?=.{1,64}@)[A-Za-z0-9_+%'-]+(\.[A-Za-z0-9_+%'-]+)*@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+"
)
"""What every mail server takes; for other letters it would have to know SMTPUTF8."""
LONGEST = 120
NO_ADDRESS = _l("Write a whole mail address: a name, @, and where the mailbox is.")
ONE_CLICK = "List-Unsubscribe"
"""The field that a mail program posts, and the page's form likewise."""
PER_OFFICIAL = Limit(
    "mail-confirm", 6, timedelta(days=1), _l("Mail addresses to confirm: an official")
)


@mail.get("/can-bo/thu")
@access(policies.is_official)
def choose() -> ResponseReturnValue:
    return _page()


def _page(**refused: Any) -> str:
    viewer = current_viewer()
    return render_template(
        "notifications/mail/choose.html",
        mine=of_user(viewer.user_id),
        offered=sending.is_offered(settings()),
        **{**FRESH, **refused},
    )


@mail.post("/can-bo/thu")
@access(policies.is_official)
@acts(again=_page, counts=True)
@takes(address=Line(LONGEST), morning=Tick(), late=Tick())
def set_choice(address: str, morning: bool, late: bool) -> Done:
    """Keep which mails are wanted, and where; a new address gets a mail to confirm it."""
    user = person()
    if not sending.is_offered(settings()):
        raise DomainError(_l("No mail server is set here."))
    if not address:
        return _end(user)
    if not SHAPE.fullmatch(address):
        raise DomainError(NO_ADDRESS, field="address")
    known = of_owner(user)
    found = known if known is not None else MailAddress(user=user)
    now, changed = clock.now(), known is None or known.address != address
    if changed:
        spent = limits.count(now, (PER_OFFICIAL, user.id))
        if spent is not None:
            raise TooMany(_l("Too many addresses were tried."), until=spent)
        found.change(address, now)
    found.morning, found.late = morning, late
    db.session.add(found)
    db.session.flush()
    if changed:
        audit.record(user.reference, "mail_address.set", user.reference, now=now)
        sending.write(found, sending.CONFIRM, now)
        return Done(url_for("mail.choose"), _l("Saved. Open the mail that was sent and confirm."))
    return Done(url_for("mail.choose"), _l("Saved."))


def _end(user: User) -> Done:
    found = of_owner(user)
    if found is not None:
        db.session.delete(found)
        audit.record(user.reference, "mail_address.end", user.reference, now=clock.now())
    return Done(url_for("mail.choose"), _l("No mails will come any more."))


@mail.get("/thu/<token>")
@access(PUBLIC, load=by_token)
def opened(address: MailAddress) -> ResponseReturnValue:
    """Ask whether to confirm the address, or to get no more mails."""
    return _opened(address)


@mail.post("/thu/<token>/xac-nhan")
@access(PUBLIC, load=by_token)
@acts()
def confirm(address: MailAddress) -> Done:
    """Confirm the address: whoever holds the secret reads its mails."""
    if address.confirmed_at is None:
        address.confirmed_at, user = clock.now(), address.user.reference
        audit.record(user, "mail_address.confirm", user, now=clock.now())
    return Done(url_for("mail.opened", token=address.token), _l("The address is confirmed."))


@mail.post("/thu/<token>")
@access(PUBLIC)
@acts()
@takes(one_click=Line(20, name=ONE_CLICK))
def leave(token: str, one_click: str) -> Response:
    """End the mails: from the page, or by a mail program's one click (RFC 8058).

    The secret in the address stands in for a form's token: a mail program has none.
    """
    if one_click != "One-Click":
        abort(400)
    address = by_token(None, token) or abort(404)
    if address.morning or address.late:
        address.morning, address.late, user = False, False, address.user.reference
        audit.record(user, "mail_address.leave", user, now=clock.now())
    return make_response(_opened(address))


csrf.exempt(leave)


def _opened(address: MailAddress) -> str:
    return render_template(
        "notifications/mail/opened.html",
        address=address,
        token=address.token,
        left=not (address.morning or address.late),
        one_click=ONE_CLICK,
    )
