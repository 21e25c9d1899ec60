"""Who may do what, agency by agency: a table with a row for each official and a column a right."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.accounts import queries
from app.accounts.models import Agency, Right, RightProposal, User
from app.accounts.permissions import HANDLE, LEAD, SHORT
from app.core.db import db
from app.core.text import name_sort_key, words

AGENCIES = 20
"""On a page."""


@dataclass(frozen=True)
class Row:
    """An official with what they hold in exactly this agency, and what waits to be confirmed."""

    user: User
    held: frozenset[str]
    waiting: frozenset[str]


@dataclass(frozen=True)
class Office:
    """An agency with its officials; ``lacks`` are rights that somebody should hold there."""

    agency: Agency
    rows: Sequence[Row]
    lacks: Sequence[str]


@dataclass(frozen=True)
class Page:
    """``columns`` are the rights that somebody of the page holds, in their order."""

    offices: Sequence[Office]
    columns: Sequence[str]
    after: str | None


def page(tops: Iterable[Agency], typed: str, after: str) -> Page:
    """Give a page of agencies in the order of the tree; ``after``: the code of the last before."""
    wanted = words(typed)
    found = [each for each in queries.agencies(within=tops) if _is_called(each, wanted)]
    start = next((at + 1 for at, each in enumerate(found) if each.code == after), 0)
    shown = found[start : start + AGENCIES]
    offices = _offices(shown)
    used = {each for office in offices for row in office.rows for each in row.held | row.waiting}
    columns = [each for each in SHORT if each in used]
    return Page(offices, columns, shown[-1].code if len(found) > start + AGENCIES else None)


def _is_called(agency: Agency, wanted: Sequence[str]) -> bool:
    known = words(f"{agency.name} {agency.code}") if wanted else []
    return all(any(each.startswith(word) for each in known) for word in wanted)


def _offices(agencies: Sequence[Agency]) -> list[Office]:
    ids = [each.id for each in agencies]
    held = _by_agency(ids)
    waiting = _waiting(ids)
    return [_office(each, held.get(each.id, {}), waiting.get(each.id, {})) for each in agencies]


Held = dict[int, tuple[User, set[str]]]


def _by_agency(ids: Sequence[int]) -> dict[int, Held]:
    statement = select(Right).where(Right.agency_id.in_(ids)).options(selectinload(Right.user))
    found: dict[int, Held] = {}
    for right in db.session.scalars(statement):
        if right.user.is_active:
            people = found.setdefault(right.agency_id, {})
            people.setdefault(right.user_id, (right.user, set()))[1].add(right.permission)
    return found


def _waiting(ids: Sequence[int]) -> dict[int, Held]:
    statement = (
        select(RightProposal)
        .where(RightProposal.agency_id.in_(ids), RightProposal.decided_at.is_(None))
        .options(selectinload(RightProposal.user))
    )
    found: dict[int, Held] = {}
    for row in db.session.scalars(statement):
        people = found.setdefault(row.agency_id, {})
        people.setdefault(row.user_id, (row.user, set()))[1].add(row.permission)
    return found


def _office(agency: Agency, held: Held, waiting: Held) -> Office:
    people = {number: user for number, (user, _) in {**waiting, **held}.items()}
    rows = [
        Row(user, frozenset(held[number][1] if number in held else ()),
            frozenset(waiting[number][1] if number in waiting else ()))
        for number, user in people.items()
    ]  # fmt: skip
    rows.sort(key=lambda row: name_sort_key(row.user.name))
    there = {each for row in rows for each in row.held}
    lacks = [each for each in (HANDLE, LEAD) if each not in there]
    return Office(agency, rows, lacks)
