"""The four figures that stand first on the head's page."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from app.service_requests.figures.measures import MEASURES, Tally, share
from app.service_requests.figures.queries import Totals


@dataclass(frozen=True)
class Shown:
    """One figure: ``beside`` says what it was before, ``meaning`` what it is."""

    label: Any
    shown: str
    beside: str
    meaning: Any
    is_late: bool = False


def four(found: Totals) -> list[Shown]:
    """Give what came in this month and how much was on time; what is open and overdue now.

    ``found``: of this month and the one before, first of all.
    """
    (now, before), ever = found.periods[:2], found.ever
    return [
        Shown(
            _("Came in this month"), str(now.received),
            _("%(number)s the month before", number=before.received), MEASURES["received"].meaning,
        ),
        Shown(
            _("Answered on time this month"), _share(now),
            _("%(share)s the month before", share=_share(before)),
            MEASURES["answered_in_time"].meaning,
        ),
        Shown(
            _("Open now"), str(ever.pending), _("whenever they came in"),
            _("All that has not ended, in time or not; whenever it came in."),
        ),
        Shown(
            MEASURES["overdue"].label, str(ever.overdue), _("of those that are open"),
            _("All that has not ended though the promised time has passed."), ever.overdue > 0,
        ),
    ]  # fmt: skip


def _share(tally: Tally) -> str:
    found = share(tally, "answered_in_time")
    return "–" if found is None else f"{found}%"
