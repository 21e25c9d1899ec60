"""Finding works: for the head, and for whoever belongs to a household of the village."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.accounts.viewer import Viewer
from app.core.db import db, one
from app.places.models import Place
from app.villages.books.models import IN, VillageWork, VillageWorkLine
from app.villages.households import queries as homes
from app.villages.rights import may_head

MOST = 100
"""Works of one village on a page: more than it has in twenty years."""


@dataclass(frozen=True)
class Sums:
    """What was collected and spent for a work, struck lines left out."""

    collected: int = 0
    spent: int = 0

    @property
    def left(self) -> int:
        return self.collected - self.spent


def of_village(village_id: int) -> Sequence[VillageWork]:
    """Give a village's works, the newest first."""
    mine = select(VillageWork).where(VillageWork.village_id == village_id)
    return db.session.scalars(mine.order_by(VillageWork.id.desc()).limit(MOST)).all()


def sums(work_ids: Iterable[int]) -> dict[int, Sums]:
    """Give the sums of each of those works; one statement."""
    line = VillageWorkLine
    statement = (
        select(line.work_id, line.way, func.sum(line.amount))
        .where(line.work_id.in_(list(work_ids)), line.struck_at.is_(None))
        .group_by(line.work_id, line.way)
    )
    found: dict[int, dict[str, int]] = {}
    for work_id, way, amount in db.session.execute(statement):
        found.setdefault(work_id, {})["collected" if way == IN else "spent"] = int(amount)
    return {work_id: Sums(**each) for work_id, each in found.items()}


def _by_code(code: str) -> VillageWork | None:
    statement = select(VillageWork).where(VillageWork.code == code)
    whole = statement.options(joinedload(VillageWork.village).joinedload(Place.parent))
    found: VillageWork | None = one(whole, of=VillageWork)
    return found


def headed(viewer: Viewer, code: str) -> VillageWork | None:
    """Give a work to the head of its village."""
    found = _by_code(code)
    return found if found is not None and may_head(viewer, found.village) else None


def line(viewer: Viewer, code: str, number: int) -> VillageWorkLine | None:
    """Give a line of a work to the head of its village."""
    work = headed(viewer, code)
    return next((each for each in work.lines if each.id == number), None) if work else None


def read(viewer: Viewer, code: str) -> VillageWork | None:
    """Give a work to the village: its head, and whoever belongs to a household of it."""
    found = _by_code(code)
    if found is None or may_head(viewer, found.village):
        return found
    member = homes.of_person(viewer.user_id)
    same = member is not None and member.household.village_id == found.village_id
    return found if same else None
