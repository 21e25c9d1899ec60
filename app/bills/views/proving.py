"""Proof that one may see a code's bills: by words on the bill, or a code to the phone on file."""

from flask import flash, redirect, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import development
from app.accounts.askers import asker
from app.bills import queries
from app.bills.actions import proving
from app.bills.models import Subscription
from app.bills.policies import may_follow
from app.bills.views.common import bills, person, viewer
from app.bills.views.mine import render_code
from app.core import clock
from app.core.access import PROVED, access
from app.core.act import refusal
from app.core.db import db
from app.core.errors import DomainError, TooMany
from app.core.filters import among
from app.core.forms import Line, Read, takes
from app.core.text import digits

TOKEN = "bill-code"  # noqa: S105 - the name of a cookie's entry


@bills.post("/hoa-don/ma/<code>/chung-minh")
@access(may_follow, load=queries.my_subscription, asks=PROVED)
@takes(how=Read(among(proving.NAME, proving.AMOUNT)), answer=Line())
def prove(subscription: Subscription, how: str, answer: str) -> ResponseReturnValue:
    """Try the name on the bill, or the last amount paid."""
    how = how or proving.NAME
    right = proving.prove_by_words(subscription, how, answer, person(), clock.now())
    wrong = DomainError(
        _("This does not fit the bill. Compare it letter by letter."), field="answer"
    )
    return _answer(subscription, right, wrong)


@bills.post("/hoa-don/ma/<code>/so-cua-toi")
@access(may_follow, load=queries.my_subscription, asks=PROVED)
def prove_by_own_phone(subscription: Subscription) -> ResponseReturnValue:
    """The account's own phone is the one the biller has on file."""
    right = proving.holds_phone(subscription, person())
    if right:
        proving.accept(subscription, proving.PHONE, clock.now())
    return _answer(subscription, right, DomainError(_("The biller has another phone on file.")))


@bills.post("/hoa-don/ma/<code>/gui-ma")
@access(may_follow, load=queries.my_subscription, asks=PROVED)
def send_code(subscription: Subscription) -> ResponseReturnValue:
    """Text a code to the phone on file, whoever's that is."""
    proving.count_try(subscription, person(), clock.now())
    asked = proving.send_code(subscription, person(), asker(), clock.now())
    url = url_for("bills.code", code=subscription.code)
    db.session.commit()
    if asked is None:
        raise DomainError(_("No code can be sent here. Use the name or the last amount."))
    if asked.again is not None:
        sentence = _("No code could be sent now. Use the name or the last amount.")
        raise TooMany(sentence, until=asked.again)
    cookie[TOKEN] = asked.token
    development.show(asked.code)
    flash(_("If the biller has a phone on file, a code was sent to it."), "info")
    return redirect(url, 303)


@bills.post("/hoa-don/ma/<code>/nhap-ma")
@access(may_follow, load=queries.my_subscription, asks=PROVED)
@takes(otp=Read(digits))
def check_code(subscription: Subscription, otp: str) -> ResponseReturnValue:
    """Try the code that was texted to the phone on file."""
    token = cookie.get(TOKEN, "")
    right = proving.check_code(subscription, token, otp, asker(), clock.now())
    return _answer(subscription, right, DomainError(_("This code is not right."), field="otp"))


def _answer(subscription: Subscription, right: bool, wrong: DomainError) -> ResponseReturnValue:
    code = subscription.code
    db.session.commit()
    if right:
        cookie.pop(TOKEN, None)
        return redirect(url_for("bills.code", code=code), 303)
    found = queries.my_subscription(viewer(), code)
    assert found is not None
    return render_code(found, **refusal(wrong)), wrong.status
