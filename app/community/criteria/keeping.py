"""Sets are begun, versions written and enacted; the examples to begin with."""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.community.criteria import queries
from app.community.criteria.models import (
    LIFE,
    MOST_CRITERIA,
    MOST_SETS,
    PAPER,
    CriteriaSet,
    CriteriaVersion,
    Criterion,
)
from app.core import audit
from app.core.db import db
from app.core.errors import DomainError

FILE = Path(__file__).parent.parent / "data" / "criteria.toml"
COPIED = ("position", "group", "title", "way", "measure", "target", "is_graded", "tenths",
          "is_needed")  # fmt: skip


@dataclass(frozen=True)
class Head:
    """What a version says of itself; ``needed`` in tenths of a point."""

    decision: str = ""
    decided_on: date | None = None
    valid_from: date | None = None
    needed: int = 0
    is_example: bool = False


@dataclass(frozen=True)
class Said:
    """What a criterion says; ``target`` in per cent, ``tenths`` of a point."""

    title: str
    way: str
    tenths: int
    group: str = ""
    measure: str = ""
    target: int = 0
    is_graded: bool = False
    is_needed: bool = False

    @property
    def fields(self) -> dict[str, Any]:
        """Give what is kept: a document has no share to reach."""
        if self.way == PAPER:
            return {**vars(self), "measure": "", "target": 0, "is_graded": False}
        return vars(self)


def begin_set(kind: str, title: str, by: Actor, now: datetime) -> CriteriaVersion:
    """Begin a set with an empty draft.

    Raises:
        DomainError: its name is taken, or there are too many.
    """
    there = queries.sets()
    if any(each.title.casefold() == title.casefold() for each in there):
        raise DomainError(_l("There is a set of this name already."), field="ten")
    if len(there) >= MOST_SETS:
        raise DomainError(_l("At most %(most)s sets.", most=MOST_SETS), field="ten")
    made = CriteriaSet(kind=kind, title=title, created_at=now)
    db.session.add(made)
    db.session.flush()
    return _draft(made, 1, by, now)


def begin_version(of: CriteriaSet, by: Actor, now: datetime) -> CriteriaVersion:
    """Begin a draft as a copy of the newest version; the draft that is there, where one is."""
    newest = queries.newest(of)
    if newest is None or newest.is_draft:
        return newest or _draft(of, 1, by, now)
    made = _draft(of, newest.number + 1, by, now)
    made.needed = newest.needed
    made.criteria = [
        Criterion(**{name: getattr(each, name) for name in COPIED}) for each in newest.criteria
    ]
    db.session.flush()
    return made


def _draft(of: CriteriaSet, number: int, by: Actor, now: datetime) -> CriteriaVersion:
    made = CriteriaVersion(of=of, number=number, created_at=now, criteria=[], version=1)
    db.session.add(made)
    db.session.flush()
    audit.record(by.reference, "criteria.draft", made.reference, now=now,
                 after={"set": of.title, "number": number})  # fmt: skip
    return made


def describe(version: CriteriaVersion, said: Head) -> None:
    """Say by which decision it holds, from when, with how many points it is reached."""
    LIFE.move(version, "write")
    for name, value in vars(said).items():
        setattr(version, name, value)


def add(version: CriteriaVersion, said: Said) -> Criterion:
    """Add a criterion at the end.

    Raises:
        DomainError: there are too many.
    """
    LIFE.move(version, "write")
    if len(version.criteria) >= MOST_CRITERIA:
        raise DomainError(_l("At most %(most)s criteria.", most=MOST_CRITERIA))
    position = max((each.position for each in version.criteria), default=0) + 1
    made = Criterion(position=position, **said.fields)
    version.criteria.append(made)
    db.session.flush()
    return made


def change(version: CriteriaVersion, criterion: Criterion, said: Said) -> None:
    LIFE.move(version, "write")
    for name, value in said.fields.items():
        setattr(criterion, name, value)


def drop(version: CriteriaVersion, criterion: Criterion) -> None:
    LIFE.move(version, "write")
    version.criteria.remove(criterion)


def enact(version: CriteriaVersion, by: Actor, now: datetime) -> None:
    """Let it hold from its day on; it never changes again.

    Raises:
        DomainError: it is an example still, says no decision or no day, or has no criteria.
    """
    LIFE.require(version, "enact")
    if version.is_example:
        raise DomainError(_l("These are the app's own words. Put those of your decision in their "
                             "place, and say so above."))  # fmt: skip
    if not version.decision or version.decided_on is None or version.valid_from is None:
        raise DomainError(_l("Write the number and the date of the decision, and from when it "
                             "holds."), field="so_quyet_dinh")  # fmt: skip
    if not version.criteria:
        raise DomainError(_l("There is no criterion yet."))
    if version.needed > version.most:
        raise DomainError(_l("More points are asked for than there are."), field="diem_dat")
    LIFE.move(version, "enact")
    audit.record(by.reference, "criteria.enact", version.reference, now=now,
                 after={"decision": version.decision, "from": f"{version.valid_from}",
                        "criteria": len(version.criteria)})  # fmt: skip


def begin_examples(by: Actor, now: datetime) -> int:
    """Begin a draft of each example whose set is not there; give how many.

    They are marked: an office puts its decision's words in their place before it enacts one.
    """
    known, made = {each.title for each in queries.sets()}, 0
    for row in tomllib.loads(FILE.read_text(encoding="utf-8"))["set"]:
        if row["title"] in known:
            continue
        version = begin_set(row["kind"], row["title"], by, now)
        version.is_example, version.needed = True, row["needed"]
        for each in row["criterion"]:
            add(version, Said(**each))
        made += 1
    db.session.flush()
    return made
