"""How a campaign goes on day by day, of the whole commune or of one village."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from flask_babel import gettext as _
from markupsafe import Markup

from app.community.campaigns.models import CommunityCampaign
from app.core import charts, clock
from app.core.formats import short_day

MOST_DAYS = 31
"""A longer campaign is told by weeks: its bars would be hairs."""
LABELS = 8


class Step(NamedTuple):
    """A day, or a week from its Monday: what was counted in it, and in all until its end."""

    day: date
    number: int
    so_far: int


@dataclass(frozen=True)
class Told:
    """What a page tells of it; the table leaves days without anything out."""

    counted: int
    target: int
    rows: Sequence[Step]
    chart: Markup | None
    is_by_week: bool


def told(
    campaign: CommunityCampaign, days: dict[int, Counter[date]], village: str, today: date
) -> Told:
    """Tell it until today, of the village of that code or of all together."""
    targets = [each for each in campaign.targets if village in ("", each.place.code)]
    counted = sum((days.get(each.place_id, Counter()) for each in targets), Counter[date]())
    last = min(campaign.ends_on, max([today, *counted]))
    rows = steps(counted, campaign.begins_on, last)
    return Told(
        counted.total(),
        sum(each.number for each in targets),
        [each for each in rows if each.number],
        chart(rows) if counted else None,
        (last - campaign.begins_on).days >= MOST_DAYS,
    )


def steps(counted: Counter[date], first: date, last: date) -> Sequence[Step]:
    """Give every day from ``first`` to ``last``, both included, with nothing left out.

    Weeks where there are more than a month of days.
    """
    many, week = (last - first).days + 1, timedelta(days=7)
    if many <= MOST_DAYS:
        begins = [first + timedelta(days=at) for at in range(many)]
        return _summed(begins, counted)
    monday = clock.monday_of(first)
    begins = [monday + week * at for at in range((last - monday).days // 7 + 1)]
    weeks: Counter[date] = Counter()
    for day, number in counted.items():
        weeks[clock.monday_of(day)] += number
    return _summed(begins, weeks)


def chart(rows: Sequence[Step]) -> Markup:
    """Draw what was counted in all so far, and across it what each day brought."""
    every, last = -(-len(rows) // LABELS) or 1, len(rows) - 1
    bars = [
        charts.Bar(
            f"{each.day.day}/{each.day.month}" if _is_named(at, every, last) else "",
            each.so_far,
            _("%(day)s: %(number)s, in all %(all)s", day=short_day(each.day), number=each.number,
              all=each.so_far),
            marked=at == last,
        )
        for at, each in enumerate(rows)
    ]  # fmt: skip
    return charts.bars(bars, _("Counted in all, day by day"), [each.number for each in rows])


def _is_named(at: int, every: int, last: int) -> bool:
    """Tell whether a bar's day stands below it: of narrow ones some, none that would be cut off."""
    return every == 1 or (at % every == every // 2 and 0 < at < last)


def _summed(begins: Sequence[date], counted: Counter[date]) -> Sequence[Step]:
    found, so_far = [], 0
    for each in begins:
        so_far += counted[each]
        found.append(Step(each, counted[each], so_far))
    return found
