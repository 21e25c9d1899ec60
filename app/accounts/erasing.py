"""Erasing a person for good, and handing out what is known of them.

Law 91/2025/QH15 on personal data gives a person both: a copy on request, and erasure.
"""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts import cleaning, consents, queries, sessions
from app.accounts.models import Consent, Identity, User
from app.accounts.provider import joining
from app.core import audit, events, retention, scrubbing
from app.core.db import db, for_change
from app.core.errors import Conflict, DomainError

Section = tuple[str, list[dict[str, Any]]]


def erase(user: User, now: datetime, by: str | None = None) -> None:
    """Erase the person, once: every room erases or detaches its part, the key is destroyed.

    The caller commits, then empties the log with ``scrubbing.scrub``; the worker does so too.

    ``by`` did it where it was not the person themselves.

    Whether something is held is asked once all is locked: a hold that comes now waits, and holds
    what is left.

    Raises:
        DomainError: for an official who still has rights: an administrator ends them first.
        Conflict: somebody holds a report or an order of theirs (``core.holding``).
    """
    if user.rights:
        raise DomainError(_l("Ask your administrator to end your rights as an official first."))
    same = for_change(select(User).where(User.id == user.id), User)
    db.session.scalar(same.execution_options(populate_existing=True))
    if user.erased_at is not None:
        return
    things = retention.things_of(user.id)
    events.person_erased.send(user, now=now)
    if any(retention.held_among(name, ids) for name, ids in things):
        raise Conflict(
            _l(
                "Something you sent has to be kept for now, as the law demands: your account"
                " cannot be erased yet. Send a request at “Ask about my data”, and you are told"
                " why."
            )
        )
    for session in queries.unended_sessions(user):
        sessions.end(session, now)
    cleaning.forget_phone(user)
    joining.forget(user)
    audit.record(by or user.reference, "account.erase", user.reference, now=now)
    user.erase(now)
    scrubbing.ask()


def export(user: User, now: datetime) -> dict[str, list[dict[str, Any]]]:
    """Give all that is known of the person, a list of rows for each section.

    Rooms answer ``events.person_exported`` with their own sections.
    """
    sections: list[Section] = [
        ("account", [_account(user)]),
        ("consents", [_consent(each) for each in consents.of_user(user)]),
        ("connections", [_connection(each) for each in joining.of_user(user)]),
        ("sessions", [_session(each) for each in queries.open_sessions(user, now)]),
    ]
    sections += [answer for _receiver, answer in events.person_exported.send(user) if answer]
    return dict(sections)


def _account(user: User) -> dict[str, Any]:
    plain = (
        "code", "name", "phone", "language", "text_size", "quiet_from", "quiet_to",
        "text_messages", "consent_version", "aged_14",
    )  # fmt: skip
    homes = {"commune": user.home_commune, "village": user.home_village}
    return {
        **{name: getattr(user, name) for name in plain},
        **{name: place.title if place else None for name, place in homes.items()},
        "consent_at": _iso(user.consent_at),
        "last_used_at": _iso(user.last_used_at),
        "idle_told_at": _iso(user.idle_told_at),
        "created_at": _iso(user.created_at),
        "rights": [f"{right.permission} · {right.agency.name}" for right in user.rights],
    }


def _consent(row: Consent) -> dict[str, Any]:
    moments = {"given_at": row.given_at, "withdrawn_at": row.withdrawn_at}
    said = {"purpose": row.purpose, "version": row.version, "subject": row.subject}
    return {**said, **{name: _iso(at) for name, at in moments.items()}}


def _connection(row: Identity) -> dict[str, Any]:
    provider = joining.provider_of(row.kind)
    moments = {"linked_at": row.linked_at, "last_used_at": row.last_used_at}
    known = {"through": provider.name if provider else row.kind, "level": row.level or None}
    return {**known, **{name: _iso(at) for name, at in moments.items()}}


def _session(session: Any) -> dict[str, Any]:
    moments = {"created_at": session.created_at, "last_seen_at": session.last_seen_at}
    provider = joining.provider_of(session.provider or "")
    said = {"device": session.device, "through": provider.name if provider else session.provider}
    return {**said, **{name: _iso(at) for name, at in moments.items()}}


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
