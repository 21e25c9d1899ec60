"""From a proved phone to a signed-in person; from a password to its second factor."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts import grants, limits, passwords, queries, second_factor, sessions, sms, terms
from app.accounts.askers import Asker
from app.accounts.models import OneTimeCode, Session, User
from app.accounts.models.one_time_code import SIGN_IN
from app.accounts.present import viewer
from app.core import audit, clock, events
from app.core.config import settings
from app.core.errors import Conflict, DomainError, TooMany
from app.core.preferences import preferences

HELPER = "helper"
SAME_TAP = timedelta(minutes=1)
AGED = _l("An account is for people aged 14 and over.")
AGREED = _l("Please read the terms and agree to them.")


class Closed(DomainError):
    """The account of a proved phone was closed by an administrator."""

    def __init__(self) -> None:
        super().__init__(_l("This account is closed. Ask at the commune's office."))


def sign_in_proved(row: OneTimeCode, how: str, now: datetime) -> Session | None:
    """Sign in whose phone ``row`` proved; None where the phone has no account yet.

    A helper's code says less than the phone itself: it opens no official's account, and
    nothing of a citizen's from before. What was sent here while the phone was not proved
    becomes the person's when it is.

    Raises:
        Closed: the account is disabled.
    """
    user = queries.user_by_phone(row.phone)
    if user is None:
        return None
    if not user.is_active or (how == HELPER and user.is_official):
        raise Closed
    session = _enter(user, how == HELPER, now)
    audit.record(user.reference, f"account.sign_in_by_{how}", user.reference, now=now)
    return session


def prove(session: Session, now: datetime) -> None:
    """Note that the phone of the session's person was proved; what was sent here is theirs."""
    user = session.user
    assert user is not None
    if session.unproved_from(now, sessions.idle_limit()) is None:
        session.proved_at = now
        return
    sent = queries.grants_made_in(session)
    sessions.prove(session, now)
    _join(user, sent, now)
    audit.record(user.reference, "account.prove_phone", user.reference, now=now)


def sign_up(row: OneTimeCode, name: str, agreed: bool, aged_14: bool, now: datetime) -> Session:
    """Make the account of the phone that ``row`` proved, and sign in.

    Raises:
        DomainError: without consent or below 14; Conflict: the proof is too old or was used.
    """
    if row.purpose != SIGN_IN or not row.is_proved(now):
        raise Conflict(_l("Too much time has passed. Begin again with your phone number."))
    made = queries.user_by_phone(row.phone)
    if made is not None:
        return _sent_twice(made, row.by_helper, now)
    if not aged_14:
        raise DomainError(AGED, field="aged_14")
    if not agreed:
        raise DomainError(AGREED, field="agreed")
    user = User.register(row.phone, now, name)
    user.agree(terms.VERSION, now)
    chosen = preferences()
    user.language, user.text_size = chosen.language, chosen.text
    user.home_commune_id, user.home_village_id = chosen.commune_id, chosen.village_id
    audit.record(user.reference, "account.sign_up", user.reference, now=now)
    return _enter(user, row.by_helper, now)


def _sent_twice(user: User, by_helper: bool, now: datetime) -> Session:
    """Sign in whom a first tap has just signed up; later the proof no longer counts."""
    if not clock.lasts(user.created_at, SAME_TAP, now):
        raise Conflict(_l("This number already has an account. Sign in with it."))
    return sessions.sign_in(user, now, proved=not by_helper)


def _enter(user: User, by_helper: bool, now: datetime) -> Session:
    """Begin the session; the owner hears of one that a helper's code opened."""
    before = viewer().session
    is_same = before is not None and before.user_id == user.id
    session = sessions.sign_in(user, now, proved=not by_helper)
    if by_helper:
        _tell_of_helper(user, now)
        events.signed_in_by_helper.send(session, now=now)
    elif before is not None and is_same:
        _join(user, queries.grants_made_in(before), now)
    return session


def _join(user: User, grant_ids: Iterable[int], now: datetime) -> None:
    grants.claim(user, queries.grants_by_ids(grant_ids), now)


def official_by_password(phone: str, password: str, who: Asker, now: datetime) -> User | None:
    """Give the official whose phone (E.164) and password these are; None for any other reason.

    Unknown phones cost the same time. The caller commits, right or wrong.

    Raises:
        TooMany: after too many wrong ones from there, for known and unknown phones alike.
    """
    tries = limits.passwords_of(phone, who)
    spent = limits.count(now, *tries)
    user = queries.user_by_phone(phone)
    fits = passwords.fits(user.password_hash if user else None, password)
    if spent is not None:
        raise TooMany(_refusal(phone, who), until=spent)
    if not fits or user is None or not user.is_active:
        return None
    limits.give_back(now, *tries)
    return user


def _refusal(phone: str, who: Asker) -> Any:
    """Say what holds; a stranger's browser gets in at once where it can prove the phone."""
    if who.knows(phone):
        return _l("Too many wrong passwords on this device.")
    return _l(
        "Too many wrong passwords for this number from here. It is yours? Sign in as a citizen "
        "with a texted code on this device first, then come back here: you need not wait."
    )


def check_factor(user: User, code: str, who: Asker, now: datetime) -> bool:
    """Tell whether the second factor is right. The caller commits, right or wrong.

    Raises:
        TooMany: after too many wrong ones from there.
    """
    tries = limits.factors_of(user.phone or "", who)
    spent = limits.count(now, *tries)
    if spent is not None:
        raise limits.too_many(spent)
    if not second_factor.check(user, code, now):
        return False
    limits.give_back(now, *tries)
    return True


def both_factors(user: User, password: str, code: str, who: Asker, now: datetime) -> bool:
    """Tell whether password and second factor of who is signed in are right.

    The caller commits, right or wrong.

    Raises:
        TooMany: after too many wrong ones in this browser.
    """
    fits = passwords.fits(user.password_hash, password)
    tries = limits.factors_of(user.phone or "", who)
    spent = limits.count(now, *tries)
    if spent is not None:
        raise limits.too_many(spent)
    if not (second_factor.check(user, code, now) and fits):
        return False
    limits.give_back(now, *tries)
    return True


def _tell_of_helper(user: User, now: datetime) -> None:
    if user.phone:
        site = settings().site_name
        with force_locale(user.language):
            words = _(
                "%(site)s: somebody signed in with your number and a helper's code.", site=site
            )
        sms.send(user.phone, words, now)
