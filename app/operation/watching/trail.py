"""The audit log to be read: narrowed, a page at a time, in words, and as a file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload

from app.accounts import permissions
from app.accounts.models import Agency, Right, User
from app.accounts.policies import administers_all
from app.accounts.queries import user_by_code
from app.accounts.viewer import Viewer
from app.core import clock, filters, text
from app.core.audit import AuditEntry
from app.core.db import db
from app.core.filters import asks, line
from app.core.listing import Listing, Page, id_of
from app.operation.watching import verbs
from app.service_requests.record import ServiceRequest
from app.sheets.out.asking import MOST_ROWS
from app.sheets.out.kinds import ExportKind, Rows, register
from app.sheets.out.models import Export

NEWEST = Listing(AuditEntry.id, newest_first=True, most=50)
PIECE = NEWEST.at_most(500)
REPORT, USER, AGENCY = "service_request", "user", "agency"
ROLES: dict[str, Any] = {
    "citizen": _l("Citizen"),
    "guest": _l("Guest, not signed in"),
    "system": _l("The system itself"),
}


def _day(typed: str) -> str:
    found = text.day(typed)
    return found.isoformat() if found else ""


@dataclass(frozen=True)
class Asked(filters.Filters):
    """The names are those of the address."""

    who: str = asks("ai", line(40))
    verb: str = asks("viec", line(80))
    about: str = asks("ve", line(60))
    first: str = asks("tu", _day)
    last: str = asks("den", _day)

    def statement(self) -> Select[Any]:
        """Select what fits. Whom nobody is called like did nothing."""
        found = select(AuditEntry)
        if self.who:
            found = found.where(AuditEntry.actor == _actor(self.who))
        if self.verb:
            found = found.where(_verb(self.verb))
        if self.about:
            found = found.where(AuditEntry.subject == _subject(self.about))
        if self.first:
            found = found.where(AuditEntry.at >= _begins(self.first))
        if self.last:
            end = clock.at(date.fromisoformat(self.last), time.max)
            found = found.where(AuditEntry.at <= end)
        return found


@dataclass(frozen=True)
class Line:
    """One entry as it is shown."""

    entry: AuditEntry
    actor: str
    role: str
    subject: str
    report: str = ""
    """The code of the report it is about."""

    @property
    def act(self) -> str:
        return verbs.of(self.entry.verb)


def page(asked: Asked, after: int | None) -> Page[AuditEntry]:
    found: Page[AuditEntry] = NEWEST.page(asked.statement(), after, id_of)
    return found


def lines(entries: Sequence[AuditEntry]) -> list[Line]:
    """Give entries with names instead of numbers, in a statement for each kind of thing."""
    named = [*(each.actor for each in entries), *(each.subject for each in entries)]
    people, agencies, reports = _people(named), _agencies(named), _reports(named)
    found = []
    for each in entries:
        kind, _colon, _number = each.subject.partition(":")
        report = reports.get(each.subject, "") if kind == REPORT else ""
        known = report or people.get(each.subject) or agencies.get(each.subject) or each.subject
        actor = people.get(each.actor) or str(ROLES.get(each.actor, each.actor))
        found.append(Line(each, actor, role_in_words(each), known, report))
    return found


def role_in_words(entry: AuditEntry) -> str:
    """Give from which rights it was done, as they were then; nothing where none was kept."""
    if not entry.role:
        return str(ROLES["system"]) if entry.actor == "system" else ""
    if entry.role in ROLES:
        return str(ROLES[entry.role])
    held = [each.strip().partition("@") for each in entry.role.split(",")]
    return ", ".join(
        f"{permissions.LABELS.get(name, name)} ({agency})" for name, _at, agency in held if agency
    )


def total(export: Export, _viewer: Viewer) -> int:
    most = _asked(export).statement().limit(MOST_ROWS + 1).subquery()
    return int(db.session.scalar(select(func.count()).select_from(most)) or 0)


def rows(export: Export, _viewer: Viewer) -> tuple[Rows, str | None]:
    """Read the next entries, the newest first, of those that were there when it was asked for."""
    wanted = _asked(export).statement().where(AuditEntry.at <= export.created_at)
    found = PIECE.page(wanted, text.whole(export.after, 15), id_of)
    cells = [
        [
            f"{clock.local(each.entry.at):%Y-%m-%d %H:%M:%S}", each.actor, each.entry.actor,
            each.role, each.act, each.entry.verb, each.subject, str(each.entry.before or ""),
            str(each.entry.after or ""),
        ]
        for each in lines(found.rows)
    ]  # fmt: skip
    return cells, None if found.after is None else str(found.after)


def heads(_export: Export) -> Sequence[str]:
    return [_("When"), _("Who"), _("Number in the log"), _("From which role"), _("Act"),
            _("Act in the log"), _("To what"), _("Before"), _("After")]  # fmt: skip


KIND = register(
    ExportKind(
        name="nhat-ky", heads=heads, total=total, page=rows,
        still=lambda _export, viewer: administers_all(viewer), endpoint="watching.trail_page",
    )
)  # fmt: skip


def _asked(export: Export) -> Asked:
    return Asked.read({name: str(value) for name, value in export.parameters.items()})


def _verb(typed: str) -> ColumnElement[bool]:
    """Say which entries are of the act that was typed, in words or as the log writes it."""
    # As the log writes it, from its beginning, so that an index is walked.
    written = AuditEntry.verb.startswith(typed, autoescape=True)
    return or_(AuditEntry.verb.in_(verbs.meant(typed)), written)


def _actor(typed: str) -> str:
    found = user_by_code(typed) or user_by_code(typed.upper())
    return found.reference if found else typed


def _subject(typed: str) -> str:
    code = select(ServiceRequest.id).where(ServiceRequest.code == typed.upper())
    number = db.session.scalar(code)
    if number is not None:
        return f"{REPORT}:{number}"
    found = user_by_code(typed)
    return found.reference if found else typed


def _begins(day: str) -> datetime:
    return clock.at(date.fromisoformat(day))


def _numbers(named: Iterable[str], kind: str) -> set[int]:
    found = [each.partition(":") for each in named]
    numbers = {text.whole(number, 15) for name, _colon, number in found if name == kind}
    return {number for number in numbers if number is not None}


def _people(named: Iterable[str]) -> dict[str, str]:
    """Give officials by name, everybody else by the code that stands for them."""
    wanted = _numbers(named, USER)
    if not wanted:
        return {}
    statement = select(User).where(User.id.in_(wanted))
    statement = statement.options(joinedload(User.person_key, innerjoin=False))
    officials = set(db.session.scalars(select(Right.user_id).where(Right.user_id.in_(wanted))))
    return {
        each.reference: (each.name if each.password_hash or each.id in officials else "")
        or each.code
        for each in db.session.scalars(statement)
    }


def _agencies(named: Iterable[str]) -> dict[str, str]:
    wanted = _numbers(named, AGENCY)
    if not wanted:
        return {}
    found = db.session.scalars(select(Agency).where(Agency.id.in_(wanted)))
    return {f"{AGENCY}:{each.id}": each.name for each in found}


def _reports(named: Iterable[str]) -> dict[str, str]:
    wanted = _numbers(named, REPORT)
    if not wanted:
        return {}
    statement = select(ServiceRequest.id, ServiceRequest.code).where(ServiceRequest.id.in_(wanted))
    return {f"{REPORT}:{number}": code for number, code in db.session.execute(statement)}
