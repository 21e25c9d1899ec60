"""Opening a list, joining it with consent, being done, leaving; closing it lets all names go."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts import consents, grants, sending, sessions
from app.accounts.models import User
from app.accounts.models.consent import CLASS
from app.accounts.viewer import Viewer
from app.core import audit, idempotency, personal
from app.core.db import db
from app.core.errors import DomainError
from app.directory.classes import queries
from app.directory.classes.models import (
    MOST_LISTS,
    MOST_MEMBERS,
    SUBJECT,
    GuideClass,
    GuideClassMember,
)
from app.directory.guides.models import Guide


@dataclass(frozen=True)
class Of:
    """What a list is opened for: a guide, or another room's matter by ``kind`` and ``about``."""

    guide: Guide | None = None
    kind: str | None = None
    about: str | None = None


def open_list(of: Of, by: User, title: str, name: str, now: datetime) -> GuideClass:
    """Open a list; whoever joins reads ``title``, and ``name`` as whose it is.

    Raises:
        DomainError: the person has very many already.
    """
    if queries.count_of(by.id) >= MOST_LISTS:
        raise DomainError(_l("You have %(most)s lists. Close one first.", most=MOST_LISTS))
    made = GuideClass(guide=of.guide, kind=of.kind, about=of.about, user=by, title=title,
                      opened_at=now, members=[])  # fmt: skip
    made.name_sealed = personal.encrypt(by.person_key, name)
    db.session.add(made)
    db.session.flush()
    audit.record(by.reference, "class.open", made.reference, now=now)
    return made


@dataclass(frozen=True)
class Joining:
    """Who wants to be on a list: ``key`` is the form's own, the same however often it is sent."""

    name: str
    agrees: bool
    key: str


def join(found: GuideClass, viewer: Viewer, said: Joining, now: datetime) -> None:
    """Put the viewer on the list by the name they chose; who stands on it stays as they are.

    Sent again, a guest's form gives the browser that has the answer the same place on the list.

    The caller commits, refused too.

    Raises:
        DomainError: they do not agree, or the list is full. TooMany: very much was sent from there.
    """
    if queries.place_on(viewer, found) is not None:
        return
    claim = idempotency.claim(viewer.reference, said.key, _fingerprint(found, said), now)
    if claim.answer:
        _hold_again(viewer, int(claim.answer), now)
        return
    try:
        made = _put_on(found, viewer, said, now)
    except DomainError:
        db.session.delete(claim)  # a mended form may come back under its key
        raise
    claim.answer = str(made.id)


def _fingerprint(found: GuideClass, said: Joining) -> str:
    return idempotency.fingerprint([found.code, said.name, said.agrees])


def _hold_again(viewer: Viewer, member_id: int, now: datetime) -> None:
    """Let a browser that lost the first answer hold the place; the form's key proves it."""
    if viewer.user is None and db.session.get(GuideClassMember, member_id) is not None:
        grants.make(sessions.ensure(now), SUBJECT, member_id, now)


def _put_on(found: GuideClass, viewer: Viewer, said: Joining, now: datetime) -> GuideClassMember:
    if not said.agrees:
        raise DomainError(_l("Tick that they may see your name."), field="dong_y")
    if len(found.members) >= MOST_MEMBERS:
        raise DomainError(_l("This list is full. Tell whoever opened it."))
    sending.spend(sending.CLASSES, now)
    key = personal.new_key()
    made = GuideClassMember(user_id=viewer.user_id, person_key=key, joined_at=now)
    made.name_sealed = personal.encrypt(key, said.name)
    found.members.append(made)
    db.session.flush()
    consents.give(CLASS, viewer.user, now, made.reference)
    if viewer.user is None:
        grants.make(sessions.ensure(now), SUBJECT, made.id, now)
    return made


def set_done(member: GuideClassMember, now: datetime | None) -> None:
    """Say since when one is done; None: not yet."""
    if now is None or member.done_at is None:
        member.done_at = now


def remove(member: GuideClassMember) -> None:
    """Take somebody off a list: the name is unreadable from now on, in every copy."""
    _forget(member)
    db.session.delete(member)


def close(found: GuideClass, by: str, now: datetime) -> None:
    """Close a list; all names on it go."""
    audit.record(by, "class.close", found.reference, now=now, after={"members": len(found.members)})
    for member in found.members:
        _forget(member)
    db.session.delete(found)


def _forget(member: GuideClassMember) -> None:
    consents.forget([member.reference])
    personal.destroy(member.person_key)
