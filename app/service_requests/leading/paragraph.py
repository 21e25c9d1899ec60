"""A week's figures as a paragraph that can be read out at the Monday meeting."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _

from app.core.formats import day
from app.service_requests.figures.measures import percent
from app.service_requests.leading.week import Figures, Worst


@dataclass(frozen=True)
class Week:
    """All that the paragraph tells: the agency, the week, the one before, where it was worst."""

    agency: str
    monday: date
    now: Figures
    before: Figures
    service: Worst | None
    place: Worst | None

    @property
    def sunday(self) -> date:
        """Give the week's last day."""
        return self.monday + timedelta(days=6)


def paragraph(week: Week) -> str:
    """Give the paragraph, in the reader's language."""
    return " ".join((_received(week), _answered(week), _open(week), _rated(week), _worst(week)))


def compared(now: int, before: int) -> str:
    """Say how a number stands to that of the week before."""
    if now == before:
        return _("the same as the week before")
    if now > before:
        return _("%(number)s more than the week before", number=now - before)
    return _("%(number)s fewer than the week before", number=before - now)


def _received(week: Week) -> str:
    return _(
        "From %(start)s to %(end)s, reports received by %(agency)s: %(number)s (%(compared)s).",
        start=day(week.monday),
        end=day(week.sunday),
        agency=week.agency,
        number=week.now.received,
        compared=compared(week.now.received, week.before.received),
    )


def _answered(week: Week) -> str:
    now, share = week.now, percent(week.now.on_time, week.now.answered)
    if share is None:
        return _("No report was answered in the week.")
    values: dict[str, Any] = {
        "number": now.answered,
        "compared": compared(now.answered, week.before.answered),
        "on_time": now.on_time,
        "percent": share,
        "before": percent(week.before.on_time, week.before.answered),
    }
    if values["before"] is None:
        return _(
            "Answered: %(number)s (%(compared)s), of these on time: %(on_time)s, "
            "which is %(percent)s%%.",
            **values,
        )
    return _(
        "Answered: %(number)s (%(compared)s), of these on time: %(on_time)s, "
        "which is %(percent)s%% (the week before: %(before)s%%).",
        **values,
    )


def _open(week: Week) -> str:
    now = week.now
    if not now.late:
        return _(
            "At the end of the week no report is late and unanswered (%(compared)s); "
            "waiting for the citizen: %(waiting)s. Deadlines extended: %(extended)s.",
            compared=compared(0, week.before.late),
            waiting=now.waiting,
            extended=now.extended,
        )
    return _(
        "At the end of the week, late and unanswered: %(late)s (%(compared)s); "
        "waiting for the citizen: %(waiting)s. Deadlines extended: %(extended)s.",
        late=now.late,
        compared=compared(now.late, week.before.late),
        waiting=now.waiting,
        extended=now.extended,
    )


def _rated(week: Week) -> str:
    share = percent(week.now.satisfied, week.now.rated)
    if share is None:
        return _("Nobody rated an answer.")
    return _(
        "Ratings: %(rated)s, of these satisfied: %(satisfied)s, which is %(percent)s%%.",
        rated=week.now.rated,
        satisfied=week.now.satisfied,
        percent=share,
    )


def _worst(week: Week) -> str:
    if week.service is None or week.place is None:
        return _("No deadline was missed.")
    return _(
        "Most deadlines were missed in %(service)s (%(missed)s) and in %(place)s (%(count)s).",
        service=week.service.name,
        missed=week.service.missed,
        place=week.place.name,
        count=week.place.missed,
    )
