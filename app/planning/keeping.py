"""An office keeps its plans: begins one, adds a version, publishes it, takes one back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.accounts.models import Agency
from app.core import audit, clock, outbox, text
from app.core.db import db
from app.core.errors import DomainError
from app.media import actions as media
from app.media.intake import Prepared
from app.media.kinds import PAPER
from app.media.models import Attachment, Paper
from app.places.models import Place
from app.planning.models import (
    KINDS,
    LIFE,
    MAX_WORD,
    PREPARED,
    REPLACED,
    SHOWN,
    WITHDRAWN,
    Plan,
    PlanVersion,
    PlanWord,
)

QUEUE, PAINT = "planning", "planning.paint"


@dataclass(frozen=True)
class Head:
    """What a plan is: all its versions have it."""

    kind: str
    title: str
    place: Place | None = None


@dataclass(frozen=True)
class Said:
    """What is said of a version."""

    number: str = ""
    decided_on: date | None = None
    words: str = ""
    legend: str = ""


def paper_of(prepared: Prepared, now: datetime) -> Paper | None:
    """Keep the PDF that came along; None where none did. Raises ``Refused``."""
    refused = prepared.refused(PAPER)
    if refused:
        raise media.Refused(refused)
    copies = prepared.of(PAPER)
    return media.keep(PAPER, copies[-1], now) if copies else None


def begin(
    agency: Agency, head: Head, said: Said, paper: Paper | None, by: Actor, now: datetime
) -> Plan:
    """Write a plan down with its first version, which nobody reads yet.

    Raises:
        DomainError: there is no document.
    """
    plan = Plan(agency=agency, version=1, created_at=now, versions=[], words=[],
                kind=head.kind, title=head.title, place=head.place)  # fmt: skip
    db.session.add(plan)
    db.session.flush()
    add_version(plan, said, paper, by, now)
    return plan


def add_version(
    plan: Plan, said: Said, paper: Paper | None, by: Actor, now: datetime
) -> PlanVersion:
    """Add a version, which nobody reads before it is published.

    Raises:
        DomainError: there is no document, or another version is being prepared.
    """
    if any(each.status == PREPARED for each in plan.versions):
        raise DomainError(
            _l("Another version is being prepared. Publish it or take it back first.")
        )
    if paper is None:
        raise DomainError(_l("Choose the document, a PDF."), field=PAPER.field)
    position = 1 + max((each.position for each in plan.versions), default=0)
    made = PlanVersion(position=position, paper=paper, created_at=now, pictures=[])
    _describe(made, said)
    plan.versions.insert(0, made)
    plan.version += 1
    db.session.flush()
    ask(made)
    record(made, "add", by, now)
    return made


def change(
    version: PlanVersion, head: Head, said: Said, paper: Paper | None, by: Actor, now: datetime
) -> None:
    """Change what nobody reads yet; another PDF takes the place of the first."""
    LIFE.move(version, "edit")
    plan = version.plan
    plan.kind, plan.title, plan.place = head.kind, head.title, head.place
    _describe(version, said)
    if paper is not None:
        _let_go(version)
        version.paper, version.painted_at = paper, None
        db.session.flush()
        ask(version)
    plan.version += 1
    index(plan)
    record(version, "change", by, now)


def publish(version: PlanVersion, by: Actor, now: datetime) -> None:
    """Let it hold from now on; what held until now, and a draft, are replaced by it.

    Raises:
        DomainError: it does not say by which decision of which day.
    """
    if not version.number:
        raise DomainError(_l("Write the number of the decision first."), field="so")
    if version.decided_on is None:
        raise DomainError(_l("Write the day of the decision first."), field="ngay")
    if version.decided_on > clock.local(now).date():
        raise DomainError(_l("The day of the decision lies ahead."), field="ngay")
    for each in (version.plan.in_force, version.plan.proposed):
        if each is not None:
            LIFE.move(each, "replace")
            each.ended_at = now
    LIFE.move(version, "publish")
    show(version, now)
    record(version, "publish", by, now)


def show(version: PlanVersion, now: datetime) -> None:
    """Let everybody read it from now on, and find it."""
    version.published_at = now
    version.plan.listed_at = now
    version.plan.version += 1
    index(version.plan)


def withdraw(version: PlanVersion, reason: str, by: Actor, now: datetime) -> None:
    """Take it back, its document and pictures with it; what held before it holds again.

    Raises:
        DomainError: no reason is given for one that was public.
    """
    if version.status in SHOWN and not reason:
        raise DomainError(_l("Write why: everybody reads it."), field="ly_do")
    plan, held = version.plan, version is version.plan.in_force
    LIFE.move(version, "withdraw")
    version.reason, version.ended_at = reason, now
    _let_go(version)
    earlier = next((each for each in plan.shown if _held(each)), None)
    if held and earlier is not None:
        LIFE.move(earlier, "restore")
        earlier.ended_at = None
    if all(each.status == WITHDRAWN for each in plan.shown):
        plan.listed_at = None
    plan.version += 1
    index(plan)
    record(version, "withdraw", by, now)


def _held(version: PlanVersion) -> bool:
    """Tell whether it was decided once: a draft never held."""
    return version.status == REPLACED and bool(version.number)


def index(plan: Plan) -> None:
    """Keep the words by which it is found, as they are now; none where nothing is public."""
    wanted = _words(plan) if plan.listed_at is not None else set()
    kept = [each for each in plan.words if each.word in wanted]
    there = {each.word for each in kept}
    plan.words = kept + [PlanWord(word=word) for word in sorted(wanted - there)]


def _words(plan: Plan) -> set[str]:
    said = [plan.title, *_kind_names(plan.kind), plan.place.title if plan.place else ""]
    said += [each.number for each in plan.shown]
    return {word[:MAX_WORD] for each in said for word in text.words(each)}


def _kind_names(kind: str) -> Iterable[str]:
    for locale in ("vi", "en"):
        with force_locale(locale):
            yield str(KINDS[kind])


def _describe(version: PlanVersion, said: Said) -> None:
    version.number, version.decided_on = said.number, said.decided_on
    version.words, version.legend = said.words, said.legend


def ask(version: PlanVersion, page: int = 0) -> None:
    """Have the worker paint a page (from 0), and all behind it."""
    order = {"version": version.id, "paper": version.paper_id, "page": page}
    outbox.add(QUEUE, PAINT, order, dedupe_key=f"{PAINT}:{version.paper_id}:{page}")


def _let_go(version: PlanVersion) -> None:
    """Erase its document and the pictures of it."""
    things: list[Attachment] = [each.thing for each in version.pictures]
    things += [version.paper] if version.paper is not None else []
    version.pictures, version.paper = [], None
    db.session.flush()
    for each in things:
        media.erase(each)


def record(version: PlanVersion, verb: str, by: Actor, now: datetime) -> None:
    plan = version.plan
    after = {"version": version.position, "status": version.status, "number": version.number,
             "title": plan.title}  # fmt: skip
    audit.record(by.reference, f"planning.{verb}", plan.reference, now=now, after=after)
