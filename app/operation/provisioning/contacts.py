"""The sheets of hotlines and links."""

from collections.abc import Sequence
from datetime import date, datetime

from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.core import clock
from app.core.errors import DomainError
from app.core.tables.errors import BadValue
from app.core.text import line, whole
from app.operation.provisioning.agencies import CODE, NO_CODE, NO_PLACE, TOO_LONG, TWICE
from app.operation.provisioning.plans import CHANGED, NEW, Plan, details, once
from app.operation.provisioning.reading import Row
from app.operation.provisioning.words import with_zero
from app.operation.provisioning.world import World
from app.places import contacts
from app.places.contacts import HOTLINE, MOST_ABOUT, MOST_CODE, MOST_NAME, MOST_VALUE, Contact, Said

MOST = {"value": MOST_VALUE, "name": MOST_NAME, "name_en": MOST_NAME, "about": MOST_ABOUT,
        "about_en": MOST_ABOUT, "basis": 200}  # fmt: skip
POSITION = 100


def rows(kind: str) -> list[dict[str, str]]:
    """Give a row for each that counts today."""
    found = contacts.counting(kind, _today())
    return [cells(row.code, said_of(row)) for row in found]


def said_of(row: Contact) -> Said:
    words = {name: getattr(row, name) for name in contacts.WORDS}
    return Said(value=row.value, place=row.place, **words)


def cells(code: str, said: Said) -> dict[str, str]:
    words = {name: str(getattr(said, name)) for name in contacts.WORDS}
    place = said.place.code if said.place else ""
    return {"code": code, "value": said.value, "place": place, **words}


def plan(kind: str, given: Sequence[Row], world: World, plan: Plan) -> None:
    present = {row.code: row for row in contacts.counting(kind, _today())}
    for row in once(given, lambda row: row.text("code"), "code", TWICE):
        known = present.get(row.text("code"))
        said = _said(kind, row, world, said_of(known) if known else None)
        if said is not None:
            _plan_row(kind, row, known, said, plan)


def _plan_row(kind: str, row: Row, known: Contact | None, said: Said, plan: Plan) -> None:
    code = row.text("code")
    before = cells(code, said_of(known)) if known is not None else {}
    changes = details(before, cells(code, said))
    if known is not None and not changes:
        plan.same(row)
        return

    def do(actor: Actor, now: datetime) -> None:
        contacts.write(kind, code, said, clock.local(now).date(), actor.reference, now)

    plan.will(row, CHANGED if known is not None else NEW, said.name, changes, do)


def _said(kind: str, row: Row, world: World, kept: Said | None) -> Said | None:
    """Read a row; a column that the sheet does not have stays as it is. None for a bad one."""
    good = _has_code(row)
    words = {}
    for name, most in MOST.items():
        old = getattr(kept, name) if kept else ""
        words[name] = line(row.text(name), most + 1) if row.has(name) else old
        if len(words[name]) > most:
            row.refuse(name, TOO_LONG % {"max": most})
            good = False
    if kind == HOTLINE:
        words["value"] = with_zero(words["value"])
    place = kept.place if kept and not row.has("place") else None
    if row.text("place"):
        place = world.place(row.text("place"))
        if place is None:
            row.refuse("place", NO_PLACE)
            good = False
    place = contacts.whose(place)
    old = kept.position if kept and not row.has("position") else POSITION
    position = row.read("position", lambda text: _number(text, old))
    if not good or position is None:
        return None
    said = Said(place=place, position=position, **words)
    try:
        contacts.check(kind, said)
    except DomainError as error:
        row.refuse(error.field, error.message)
        return None
    return said


def _has_code(row: Row) -> bool:
    code = row.text("code")
    if CODE.fullmatch(code) and len(code) <= MOST_CODE:
        return True
    row.refuse("code", NO_CODE)
    return False


def _number(text: str, instead: int) -> int:
    found = whole(text, 5) if text else instead
    if found is None:
        raise BadValue(_l("A whole number, such as 100."))
    return found


def _today() -> date:
    return clock.local(clock.now()).date()
