"""Planning a change of units, looking whether it can be done, and doing it on its day."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import structlog
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.core import audit, clock, jobs
from app.core.db import db, for_change
from app.core.errors import DomainError
from app.core.text import clean
from app.operation.units import moving
from app.places import changes, queries
from app.places.changes import MERGE, RENAME, SPLIT, UnitChange
from app.places.models import PROVINCE, VILLAGE, Place

log = structlog.get_logger()

MOST = 100
MAX_NAME = 80


def plan_rename(
    code: str, unit_type: str, name: str, day: date, basis: str, by: str, now: datetime
) -> UnitChange:
    """Call a unit otherwise from ``day`` on: a commune that becomes a ward, a new name.

    This and the two below do it at once where the day has come; they raise ``DomainError`` for
    units that are none, names left out, a day before the unit's own.
    """
    place = _present(code, "code")
    what = {"code": place.code, **_named(unit_type, name)}
    return _plan(RENAME, what, day, basis, by, now)


def plan_merge(
    codes: Sequence[str], unit_type: str, name: str, day: date, basis: str, by: str, now: datetime
) -> UnitChange:
    """Let units go into the first of them, which is called ``name`` from ``day`` on."""
    units = [_present(code, "codes") for code in codes]
    if len({unit.id for unit in units}) < 2 or len({unit.kind for unit in units}) != 1:
        raise DomainError(_l("Write two units or more, of one kind."), field="codes")
    if units[0].kind == PROVINCE:
        raise DomainError(_l("A province that merges is another installation."), field="codes")
    what = {"codes": [unit.code for unit in units], **_named(unit_type, name)}
    return _plan(MERGE, what, day, basis, by, now)


def plan_split(
    code: str, parts: Sequence[Sequence[str]], day: date, basis: str, by: str, now: datetime
) -> UnitChange:
    """Split a unit: each part is (type, name, code, villages by a comma).

    The first part keeps offices, rules and homes, and the code.
    """
    place = _present(code, "code")
    if len(parts) < 2 or place.kind in (PROVINCE, VILLAGE):
        raise DomainError(_l("Write two parts or more of a commune, a line each."), field="parts")
    read = [_part(place, index, part) for index, part in enumerate(parts)]
    _refuse_twice([part["code"] for part in read])
    _refuse_twice([village for part in read for village in part["villages"]])
    return _plan(SPLIT, {"code": place.code, "parts": read}, day, basis, by, now)


def drop(change: UnitChange, by: str, now: datetime) -> None:
    """Take back what has not been done yet; a second tap changes nothing."""
    if change.is_waiting:
        change.dropped_at = now
        audit.record(by, "unit_change.drop", change.reference, now=now)


def listed() -> Sequence[UnitChange]:
    """Give the changes, the latest days in front."""
    newest = select(UnitChange).order_by(UnitChange.day.desc(), UnitChange.id.desc())
    return db.session.scalars(newest.limit(MOST)).all()


def by_id(number: int) -> UnitChange | None:
    return db.session.get(UnitChange, number)


@jobs.every(timedelta(minutes=10))
def apply_due_now() -> None:
    """Do what counts from today on; one that can no longer be done is logged and waits."""
    now = clock.now()
    due = select(UnitChange).where(
        UnitChange.applied_at.is_(None), UnitChange.dropped_at.is_(None),
        UnitChange.day <= clock.local(now).date(),
    )  # fmt: skip
    for change in db.session.scalars(for_change(due.order_by(UnitChange.day, UnitChange.id))).all():
        try:
            with db.session.begin_nested():
                apply(change, now)
        except DomainError as error:
            log.warning("units.not_changed", change=change.id, reason=str(error.message))
    db.session.commit()


def apply(change: UnitChange, now: datetime) -> None:
    """Change the rows; raises ``DomainError`` where units are no longer as they were."""
    {RENAME: _rename, MERGE: _merge, SPLIT: _split}[change.kind](change)
    change.applied_at = now
    audit.record("system", "unit_change.apply", change.reference, now=now, after=change.what)


def _plan(
    kind: str, what: dict[str, Any], day: date, basis: str, by: str, now: datetime
) -> UnitChange:
    if not basis:
        raise DomainError(_l("Write which document says so."), field="basis")
    change = UnitChange(kind=kind, day=day, what=what, basis=basis, made_at=now, made_by=by,
                        checked_on=clock.local(now).date())  # fmt: skip
    db.session.add(change)
    db.session.flush()
    audit.record(by, "unit_change.plan", change.reference, now=now, after={**what, "day": f"{day}"})
    if day <= clock.local(now).date():
        apply(change, now)
    return change


def _rename(change: UnitChange) -> None:
    what = change.what
    place = _present(what["code"], "code")
    changes.rename(place, what["unit_type"], what["name"], change.day)


def _merge(change: UnitChange) -> None:
    what = change.what
    survivor, *others = [_present(code, "codes") for code in what["codes"]]
    changes.rename(survivor, what["unit_type"], what["name"], change.day)
    for other in others:
        changes.end_into(other, survivor, change.day)
        moving.move_all(other, survivor)


def _split(change: UnitChange) -> None:
    place = _present(change.what["code"], "code")
    first, *others = change.what["parts"]
    former = changes.rename(place, first["unit_type"], first["name"], change.day)
    made = []
    for part in others:
        _refuse_taken(part["code"])
        unit = changes.found(place, part["unit_type"], part["name"], part["code"], change.day)
        for code in part["villages"]:
            village = _present(code, "parts")
            if village.parent_id != place.id:
                raise DomainError(_l("%(name)s is no village here.", name=village.title))
            changes.move_village(village, unit)
            moving.follow_village(village, unit)
        made.append(unit)
    changes.succeed(former, *made)


def _present(code: str, field: str) -> Place:
    place = queries.by_code(code.strip())
    if place is None or not place.is_current:
        raise DomainError(
            _l("There is no unit with the code %(code)s today.", code=code.strip() or "?"),
            field=field,
        )
    return place


def _refuse_taken(code: str) -> None:
    if queries.by_code(code) is not None:
        raise DomainError(_l("The code %(code)s is taken.", code=code), field="parts")


def _refuse_twice(codes: Sequence[str]) -> None:
    twice = next((code for code in codes if codes.count(code) > 1), None)
    if twice is not None:
        raise DomainError(_l("%(code)s is written twice.", code=twice), field="parts")


def _named(unit_type: str, name: str) -> dict[str, str]:
    typed = {"unit_type": clean(unit_type, 40), "name": clean(name, MAX_NAME)}
    for field, value in typed.items():
        if not value:
            raise DomainError(_l("Write type and name: Phường, Hoa Ban."), field=field)
    return typed


def _part(place: Place, index: int, part: Sequence[str]) -> dict[str, Any]:
    """Read a part; villages are named by their codes or names."""
    unit_type, name, code, villages = [*(each.strip() for each in part), "", "", "", ""][:4]
    if not (unit_type and name and (code or index == 0)):
        raise DomainError(
            _l("Line %(line)s: type, name, code, and its villages.", line=index + 1), field="parts"
        )
    if index:
        _refuse_taken(code)
    wanted = [each.strip() for each in villages.split(",") if each.strip()]
    known = {key: village.code for village in queries.villages_of(place)
             for key in (village.code, village.title, village.name)}  # fmt: skip
    missing = [each for each in wanted if each not in known]
    if missing:
        raise DomainError(
            _l("Line %(line)s: no village %(name)s here.", line=index + 1, name=missing[0]),
            field="parts",
        )
    return {"unit_type": unit_type, "name": name, "code": code or place.code,
            "villages": [known[each] for each in wanted] if index else []}  # fmt: skip
