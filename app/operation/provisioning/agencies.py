"""The sheet of agencies: what a row says, what it would change, how one is written out."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts import agency_editing
from app.accounts.actors import Actor
from app.accounts.agency_editing import ENGLISH, Said
from app.accounts.models import Agency
from app.accounts.models.agency import KINDS
from app.core.errors import DomainError
from app.core.text import line
from app.core.translated import FIRST
from app.operation.provisioning.plans import CHANGED, NEW, Do, Plan, details, once
from app.operation.provisioning.reading import Row
from app.operation.provisioning.words import Words, as_yes, said_yes, with_zero
from app.operation.provisioning.world import World

KIND = Words(KINDS)
CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
MOST = {"code": 60, "name": 200, "short_name": 80, "name_en": 200, "short_name_en": 80, "phone": 30}
Fresh = tuple[str, Said, str]
"""A new agency: its code, what is said of it, the code of the one above."""
NO_CODE = _l("Small letters, digits and hyphens only.")
NO_AGENCY = _l("There is no agency with this code.")
NO_PLACE = _l("There is no commune or village with this code or name.")
TWICE = _l("The same stands in row %(row)s.")
NOT_YOURS = _l("This agency is not yours to administer.")
TOO_LONG = _l("At most %(max)d characters.")


def cells(agency: Agency) -> dict[str, str]:
    name, short_name = agency.names_in(FIRST)
    name_en, short_name_en = agency.names_in(ENGLISH)
    return {
        "code": agency.code,
        "name": name,
        "short_name": short_name,
        "name_en": name_en,
        "short_name_en": short_name_en,
        "kind": KIND.write(agency.kind),
        "parent": agency.parent.code if agency.parent else "",
        "place": agency.place.code if agency.place else "",
        "phone": agency.phone,
        "sign_off": said_yes(agency.sign_off),
        "is_closed": said_yes(agency.is_closed),
    }


def plan(rows: Sequence[Row], world: World, plan: Plan) -> None:
    """Look at the rows; what they would add is known to the sheets behind."""
    kept = once(rows, lambda row: row.text("code"), "code", TWICE)
    kept = [row for row in kept if _has_code(row)]
    _learn(kept, world)
    by_depth: dict[int, list[Row]] = {}
    for row in kept:
        by_depth.setdefault(_depth(row.text("code"), world.parents), []).append(row)
    for depth in sorted(by_depth):  # what stands above is there first
        fresh: list[Fresh] = []
        plan.acts.append(_making(fresh, world))
        for row in by_depth[depth]:
            _plan_row(row, world, plan, fresh)


def _making(fresh: Sequence[Fresh], world: World) -> Do:
    def do(actor: Actor, now: datetime) -> None:
        several = [(code, said, world.agencies.get(parent)) for code, said, parent in fresh]
        for agency in agency_editing.create_all(several, actor, now):
            world.agencies[agency.code] = agency

    return do


def _has_code(row: Row) -> bool:
    code = row.text("code")
    if CODE.fullmatch(code) and len(code) <= MOST["code"]:
        return True
    row.refuse("code", NO_CODE)
    return False


def _learn(rows: Sequence[Row], world: World) -> None:
    """Have the world know what stands below what, and what it is, once the rows are done."""
    for row in rows:
        world.parents.setdefault(row.text("code"), "")
    for row in rows:
        code = row.text("code")
        if row.has("parent"):
            world.parents[code] = world.agency_code(row.text("parent")) or ""
        world.kinds[code] = row.read("kind", KIND.read, "")
        closed = row.read("is_closed", as_yes, False) if row.has("is_closed") else None
        if closed:
            world.closed.add(code)
        elif closed is not None:
            world.closed.discard(code)


def _depth(code: str, parents: dict[str, str]) -> int:
    """Give how far below the top it will stand; a circle has an end too."""
    depth, seen = 0, set[str]()
    while code and code not in seen:
        seen.add(code)
        code, depth = parents.get(code, ""), depth + 1
    return depth


def _is_in_circle(code: str, parents: dict[str, str]) -> bool:
    above, seen = parents.get(code, ""), set[str]()
    while above and above not in seen:
        if above == code:
            return True
        seen.add(above)
        above = parents.get(above, "")
    return False


def _plan_row(row: Row, world: World, plan: Plan, fresh: list[Fresh]) -> None:
    code = row.text("code")
    known = world.agencies.get(code)
    said = _said(row, world, known)
    if not _may_stand(row, world, known) or said is None:
        return
    parent = world.parents[code]
    before = cells(known) if known else {}
    after = {name: text for name, text in _cells(code, said, parent).items() if row.has(name)}
    changes = details(before, after)
    if known is None:
        fresh.append((code, said, parent))
        plan.will(row, NEW, said.name, changes)
    elif not changes:
        plan.same(row)
    elif _is_allowed(row, known, said, world):
        plan.will(row, CHANGED, said.name, changes, _changing(known, said, parent, world))


def _changing(known: Agency, said: Said, parent: str, world: World) -> Do:
    def do(actor: Actor, now: datetime) -> None:
        agency_editing.update(known, said, world.agencies.get(parent), actor, now)

    return do


def _said(row: Row, world: World, known: Agency | None) -> Said | None:
    """Read a row; a column that the sheet does not have stays as it is. None for a bad one."""
    kind = world.kinds[row.text("code")]
    name, short_name = known.names_in(FIRST) if known else ("", "")
    name_en, short_name_en = known.names_in(ENGLISH) if known else ("", "")
    kept = Said(
        name, kind, short_name, name_en, short_name_en, known.place if known else None,
        known.phone if known else "", bool(known and known.sign_off),
        bool(known and known.is_closed),
    )  # fmt: skip
    good = bool(kind)
    typed = {}
    for field, most in MOST.items():
        if field == "code" or not row.has(field):
            continue
        typed[field] = line(row.text(field), most + 1)
        if len(typed[field]) > most:
            row.refuse(field, TOO_LONG % {"max": most})
            good = False
    if "phone" in typed:
        typed["phone"] = with_zero(typed["phone"])
    if row.has("place") and row.text("place"):
        place = world.place(row.text("place"))
        if place is None:
            row.refuse("place", NO_PLACE)
            good = False
    else:
        place = None if row.has("place") else kept.place
    sign_off = row.read("sign_off", as_yes) if row.has("sign_off") else kept.sign_off
    closed = row.text("code") in world.closed
    if not good or sign_off is None:
        return None
    return replace(kept, place=place, sign_off=sign_off, is_closed=closed, **typed)


def _cells(code: str, said: Said, parent: str) -> dict[str, str]:
    return {
        "code": code,
        "name": said.name,
        "short_name": said.short_name,
        "name_en": said.name_en,
        "short_name_en": said.short_name_en,
        "kind": KIND.write(said.kind),
        "parent": parent,
        "place": said.place.code if said.place else "",
        "phone": said.phone,
        "sign_off": said_yes(said.sign_off),
        "is_closed": said_yes(said.is_closed),
    }


def _may_stand(row: Row, world: World, known: Agency | None) -> bool:
    code, typed = row.text("code"), row.text("parent")
    if typed and world.agency_code(typed) is None:
        row.refuse("parent", NO_AGENCY)
        return False
    if _is_in_circle(code, world.parents):
        row.refuse("parent", _l("An agency cannot stand below itself."))
        return False
    if not world.parents[code] and not _is_top(code, world, known):
        row.refuse("parent", _l("Write the code of the agency above: there is one top already."))
        return False
    if not world.administers(code) or (known and not world.administers(known.code)):
        row.refuse(None, NOT_YOURS)
        return False
    return True


def _is_top(code: str, world: World, known: Agency | None) -> bool:
    if known is not None:
        return known.parent is None
    if world.agencies:
        return False
    return next(each for each, above in world.parents.items() if not above) == code


def _is_allowed(row: Row, known: Agency, said: Said, world: World) -> bool:
    """Ask the rules by which no rights grow by one person's word."""
    code = row.text("code")
    above = known.parent
    if world.parents[code] != (above.code if above else ""):
        above = world.nearest(world.parents[code])
    try:
        agency_editing.check(known, said, above, world.actor)
    except DomainError as error:
        row.refuse(error.field, error.message)
        return False
    return True
