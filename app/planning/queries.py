"""Reading plans: the public register by words, kind and place; a desk's own."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.permissions import KEEP_PLANNING
from app.accounts.viewer import Viewer
from app.core import text
from app.core.db import db, one
from app.core.listing import Listing, Page, code_of
from app.media.models import Attachment
from app.planning.models import Plan, PlanVersion, PlanWord

NEWEST = Listing(Plan.listed_at, Plan.id, newest_first=True)
LAST = Listing(Plan.id, newest_first=True)
MOST_WORDS = 6


class Of(NamedTuple):
    """A version of a plan, as everybody may read it."""

    plan: Plan
    version: PlanVersion


def search_words(typed: str) -> list[str]:
    """Give the folded words of what was typed that the index can know."""
    return list(dict.fromkeys(text.words(typed)))[:MOST_WORDS]


def listed(words: Sequence[str], kind: str, place_id: int | None, after: str = "") -> Page[Plan]:
    """Give a page of what is public, what was published last first.

    A commune's list has the plans of the whole province too: they hold there as well.
    """
    found = _whole().where(Plan.listed_at.is_not(None))
    if kind:
        found = found.where(Plan.kind == kind)
    if place_id is not None:
        found = found.where(or_(Plan.place_id == place_id, Plan.place_id.is_(None)))
    found = _with_words(found, words)
    behind = _by_code(after) if after else None
    point = (behind.listed_at, behind.id) if behind is not None else None
    return NEWEST.page(found, point, code_of)


def _with_words(found: Select[Any], words: Sequence[str]) -> Select[Any]:
    for word in words:
        has = exists().where(PlanWord.plan_id == Plan.id, PlanWord.word == word)
        found = found.where(has)
    return found


def _whole() -> Select[Any]:
    """Load with each plan what a line of a list shows."""
    parts = joinedload(Plan.place), selectinload(Plan.versions)
    return select(Plan).options(*parts)


def _by_code(code: str) -> Plan | None:
    return db.session.scalar(select(Plan).where(Plan.code == code))


def shown(_viewer: object, code: str) -> Of | None:
    """Give a plan's newest version, as the board's code asks for it."""
    plan = public(None, code)
    newest = plan.newest if plan is not None else None
    return Of(plan, _opened(newest)) if plan is not None and newest is not None else None


def public(_viewer: object, code: str) -> Plan | None:
    """Give a plan of which something may be read."""
    statement = _whole().options(joinedload(Plan.agency)).where(Plan.code == code)
    found = db.session.scalar(statement)
    return found if found is not None and found.shown else None


def shown_version(_viewer: object, code: str, number: int) -> Of | None:
    """Give one version of a plan that everybody may open."""
    plan = public(None, code)
    mine = plan.shown if plan is not None else []
    found = next((each for each in mine if each.position == number), None)
    return Of(plan, _opened(found)) if plan is not None and found is not None else None


def _opened(version: PlanVersion) -> PlanVersion:
    """Load what the page of one version shows, in one statement each."""
    whole = joinedload(PlanVersion.paper), joinedload(PlanVersion.survey)
    statement = select(PlanVersion).where(PlanVersion.id == version.id)
    db.session.scalars(statement.options(*whole, selectinload(PlanVersion.pictures))).unique().all()
    return version


def file_of(version: PlanVersion, code: str) -> Attachment | None:
    """Give one of a version's pictures by its code."""
    return next((each.thing for each in version.pictures if each.thing.code == code), None)


# --- the desk


def kept(_viewer: object, code: str) -> Plan | None:
    """Give a plan for its desk; locked where it is to be changed."""
    found: Plan | None = one(select(Plan).where(Plan.code == code), of=Plan)
    return found


def kept_version(_viewer: object, code: str, number: int) -> PlanVersion | None:
    """Give a version for its desk; its plan is locked where it is to be changed."""
    plan = kept(None, code)
    mine = plan.versions if plan is not None else []
    return next((each for each in mine if each.position == number), None)


def kept_by(viewer: Viewer, words: Sequence[str], after: str = "") -> Page[Plan]:
    """Give a page of the plans that the viewer keeps, what was begun last first."""
    mine = _whole().where(Plan.agency_id.in_(viewer.agencies_below(KEEP_PLANNING)))
    behind = _by_code(after) if after else None
    return LAST.page(_with_words(mine, words), behind and behind.id, code_of)
