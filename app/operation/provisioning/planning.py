"""The whole workbook: what it would change, that it is done, and the same written out."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import BinaryIO

from flask_babel import force_locale, gettext
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.actors import Actor
from app.accounts.models import Agency
from app.core import audit
from app.core.db import db
from app.core.tables.writing import write_sheets
from app.core.translated import FIRST
from app.operation.provisioning import agencies, catalogue, contacts, officials, routing
from app.operation.provisioning.layout import (
    AGENCIES,
    HOTLINES,
    LINKS,
    OFFICIALS,
    ROUTING,
    SHEETS,
    Sheet,
)
from app.operation.provisioning.plans import Plan
from app.operation.provisioning.reading import Read, Row
from app.operation.provisioning.world import World
from app.places.contacts import HOTLINE, LINK

Look = Callable[[Sequence[Row], World, Plan], None]
Cells = dict[str, str]


def plan(read: Read, actor: Actor) -> Plan:
    """Look at all rows of a workbook, for ``actor``, and change nothing."""
    world, found = World(actor), Plan(problems=read.problems)
    for sheet in SHEETS:
        rows = read.rows.get(sheet.name)
        if rows:
            _LOOKS[sheet.name](rows, world, found)
    order = {str(sheet.title): place for place, sheet in enumerate(SHEETS)}
    found.problems.sort(key=lambda each: (order.get(each.sheet, -1), each.row))
    return found


def carry_out(plan: Plan, actor: Actor, now: datetime) -> None:
    """Do all of it, in the caller's transaction; raises ``DomainError`` where a rule says no."""
    for do in plan.acts:
        do(actor, now)
    db.session.flush()
    what = {"sheets": plan.counts, "proposed": plan.proposed, "taken": plan.taken}
    audit.record(actor.reference, "province.import", "province", now=now, after=what)


def write(file: str | BinaryIO, *, with_officials: bool) -> None:
    """Write the province as a workbook that would change nothing when it is read back."""
    with force_locale(FIRST):
        guide = [[str(sheet.title), str(sheet.about)] for sheet in SHEETS]
        heads = [gettext("Sheet"), gettext("What stands in it")]
        sheets = [(gettext("Guide"), heads, guide)]
        for sheet in SHEETS:
            shown = with_officials or sheet is not OFFICIALS
            cells = _ROWS[sheet.name]() if shown else []
            sheets.append((str(sheet.title), _heads(sheet), _table(sheet, cells)))
        write_sheets(file, sheets)


def _heads(sheet: Sheet) -> list[str]:
    return [str(field.label) for field in sheet.fields]


def _table(sheet: Sheet, cells: Sequence[Cells]) -> list[list[str]]:
    return [[row[field.name] for field in sheet.fields] for row in cells]


def _agency_rows() -> list[Cells]:
    statement = select(Agency).options(
        selectinload(Agency.texts), joinedload(Agency.place), joinedload(Agency.parent)
    )
    found = db.session.scalars(statement.order_by(Agency.path)).unique()
    return [agencies.cells(each) for each in found]


def _looks(kind: catalogue.Kind) -> Look:
    return lambda rows, world, plan: catalogue.plan(kind, rows, world, plan)


def _writes(kind: catalogue.Kind) -> Callable[[], list[Cells]]:
    return lambda: catalogue.rows(kind)


_LOOKS: dict[str, Look] = {
    **{kind.sheet.name: _looks(kind) for kind in catalogue.KINDS},
    AGENCIES.name: agencies.plan,
    OFFICIALS.name: officials.plan,
    ROUTING.name: routing.plan,
    HOTLINES.name: lambda rows, world, plan: contacts.plan(HOTLINE, rows, world, plan),
    LINKS.name: lambda rows, world, plan: contacts.plan(LINK, rows, world, plan),
}
_ROWS: dict[str, Callable[[], list[Cells]]] = {
    **{kind.sheet.name: _writes(kind) for kind in catalogue.KINDS},
    AGENCIES.name: _agency_rows,
    OFFICIALS.name: officials.rows,
    ROUTING.name: routing.rows,
    HOTLINES.name: lambda: contacts.rows(HOTLINE),
    LINKS.name: lambda: contacts.rows(LINK),
}
