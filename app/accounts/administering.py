"""What administrators do with officials: invite, give and take rights, close, open again."""

from collections.abc import Iterable
from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts import (
    code_queries,
    duties,
    limits,
    passwords,
    permissions,
    proposing,
    queries,
    sessions,
)
from app.accounts.actors import Actor
from app.accounts.askers import Asker
from app.accounts.models import Activation, Agency, OneTimeCode, Right, RightProposal, User
from app.accounts.models.one_time_code import ACTIVATE
from app.core import audit
from app.core.db import db
from app.core.errors import Conflict, DomainError


def invite(
    phone: str, name: str, agency: Agency, wanted: Iterable[str], actor: Actor, now: datetime
) -> tuple[User, str | None]:
    """Make ``phone`` (E.164) an official of ``agency``; give the person and a code to hand over.

    A citizen's account becomes the official's too; its name stays. Who can sign in as an
    official already gets no new code.

    Raises:
        DomainError: when no permission is wanted.
    """
    if not set(wanted) & permissions.ALL:
        raise DomainError(_l("Tick at least one right."), field="permissions")
    user = queries.user_by_phone(phone) or User.register(phone, now, name)
    if not user.is_active:
        raise Conflict(_l("This account is closed. Open it again first."))
    if not user.name:
        user.rename(name)
    for permission in wanted:
        give_or_propose(user, permission, agency, actor, now)
    return user, None if user.is_official else new_activation(user, actor, now)


def give_or_propose(
    user: User, permission: str, agency: Agency, actor: Actor, now: datetime
) -> Right | RightProposal | None:
    """Let ``user`` do ``permission``; a grave right is proposed to a second administrator.

    None where they may already.

    Raises:
        DomainError: there is no such permission, or it would be the actor's own.
    """
    if user.id == actor.user_id:
        raise DomainError(proposing.OWN, field="permissions")
    known = any(r.permission == permission and r.agency_id == agency.id for r in user.rights)
    if permission in permissions.GRAVE and not known:
        return proposing.propose(user, permission, agency, actor, now)
    return give_right(user, permission, agency, actor, now)


def give_right(
    user: User, permission: str, agency: Agency, actor: Actor, now: datetime
) -> Right | None:
    """Let ``user`` do ``permission`` in ``agency`` and below; None where they may already.

    Whether one administrator is enough, ``give_or_propose`` has seen to.

    Raises:
        DomainError: there is no such permission.
    """
    if permission not in permissions.ALL:
        raise DomainError(_l("There is no such right."), field="permissions")
    if any(r.permission == permission and r.agency_id == agency.id for r in user.rights):
        return None
    right = Right(user=user, permission=permission, agency=agency, granted_at=now)
    right.granted_by_id = actor.user_id
    db.session.add(right)
    _record(actor, "right.give", user, now, permission, agency)
    return right


def take_right(right: Right, actor: Actor, now: datetime) -> None:
    """Take a right away; it no longer counts from the next request on."""
    _record(actor, "right.take", right.user, now, right.permission, right.agency)
    right.user.rights.remove(right)


def new_activation(user: User, actor: Actor, now: datetime) -> str:
    """Give a code to choose a password with, for a new official or a forgotten password.

    Password and second factor so far no longer count, and all sessions end.
    """
    user.password_hash = None
    user.set_totp_secret(None)
    sessions.end_all(user, now)
    audit.record(actor.reference, "official.activation", user.reference, now=now)
    return Activation.issue(user, now)[1]


def activate(row: OneTimeCode, code: str, password: str, now: datetime) -> User | None:
    """Set the first password of whose phone ``row`` proved; None for a wrong or used code.

    The caller commits, right or wrong.

    Raises:
        DomainError: the password will not do; Conflict: the proof is too old.
    """
    if row.purpose != ACTIVATE or not row.is_proved(now):
        raise Conflict(_l("Too much time has passed. Begin again with your phone number."))
    passwords.check_new(password, row.phone)
    user = queries.user_by_phone(row.phone)
    activation = code_queries.newest_activation(user) if user else None
    if user is None or activation is None or not activation.check(code, now):
        return None
    user.password_hash = passwords.hashed(password)
    audit.record(user.reference, "official.activate", user.reference, now=now)
    return user


def change_password(user: User, old: str, new: str, who: Asker, now: datetime) -> None:
    """Change a password after checking the present one; the caller commits, refused or not.

    Raises:
        DomainError: the present one is wrong, or the new one will not do; TooMany: after too
            many wrong ones in this browser.
    """
    tries = limits.passwords_of(user.phone or "", who)
    fits = passwords.fits(user.password_hash, old)
    spent = None if fits else limits.count(now, *tries)
    if spent is not None:
        raise limits.too_many(spent)
    if not fits:
        raise DomainError(_l("The present password is not right."), field="present_password")
    passwords.check_new(new, user.phone or "", old)
    user.password_hash = passwords.hashed(new)
    audit.record(user.reference, "official.change_password", user.reference, now=now)


def move(user: User, agency: Agency, actor: Actor, now: datetime) -> None:
    """Let somebody do in ``agency`` what they did elsewhere, and there no longer.

    A grave right waits for a second administrator again. All sessions end.

    Raises:
        DomainError: they would be the actor's own rights, or it is there that they work.
    """
    if user.id == actor.user_id:
        raise DomainError(proposing.OWN, field="to")
    leaves = [right for right in user.rights if right.agency_id != agency.id]
    if not leaves:
        raise DomainError(_l("This is where they work already."), field="to")
    for right in leaves:
        take_right(right, actor, now)
    for permission in dict.fromkeys(right.permission for right in leaves):
        give_or_propose(user, permission, agency, actor, now)
    sessions.end_all(user, now)


def sign_out_everywhere(user: User, actor: Actor, now: datetime) -> None:
    """End all sessions of somebody, on whose phone or computer somebody else may be."""
    count = sessions.end_all(user, now)
    what = {"sessions": count}
    audit.record(actor.reference, "official.sign_out", user.reference, now=now, after=what)


def rename(user: User, name: str, actor: Actor, now: datetime) -> None:
    """Write an official's name as their office has it; the same again changes nothing."""
    if user.name != name:
        user.rename(name)
        audit.record(actor.reference, "official.rename", user.reference, now=now)


def disable(user: User, actor: Actor, now: datetime) -> None:
    """Close the account and end all its sessions at once.

    Raises:
        Conflict: open work is still in their hands.
    """
    duties.refuse_open_work(user)
    user.disable(now)
    db.session.flush()  # the account first, as everywhere (core/locks), then what it is reached by
    for session in queries.unended_sessions(user):  # none of a closed account counts as open
        sessions.end(session, now)
    audit.record(actor.reference, "official.disable", user.reference, now=now)


def enable(user: User, actor: Actor, now: datetime) -> None:
    """Open a closed account again; rights are as they were."""
    user.enable()
    audit.record(actor.reference, "official.enable", user.reference, now=now)


def _record(
    actor: Actor, verb: str, user: User, now: datetime, permission: str, agency: Agency
) -> None:
    what = {"permission": permission, "agency": agency.id}
    audit.record(actor.reference, verb, user.reference, now=now, after=what)
