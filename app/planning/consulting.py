"""A draft that people may comment on: it opens a consultation of app/surveys.

Whoever keeps plans writes it by this one form; somebody else of the office opens it, as every
consultation (253). The draft is public at once, the comment form when it is open.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.core import clock
from app.core.errors import DomainError
from app.planning import keeping
from app.planning.models import LIFE, PlanVersion
from app.surveys import making
from app.surveys.models import AREA as EVERYBODY
from app.surveys.models import CONSULTATION, DRAFT, MAX_TITLE, PART, WORDS, Survey

MOST_POINTS = 20


@dataclass(frozen=True)
class Period:
    """Until which day people comment, and on which points; none: on all of it as one."""

    last: date
    points: Sequence[str] = ()


def propose(version: PlanVersion, period: Period, by: Actor, now: datetime) -> Survey:
    """Let everybody read the draft, and write the consultation about it.

    Raises:
        DomainError: another draft is out, very many points, or the days are too few.
    """
    if version.plan.proposed is not None:
        raise DomainError(
            _l("A draft of this plan is open to comments already. Take it back first.")
        )
    if len(period.points) > MOST_POINTS:
        raise DomainError(_l("At most %(most)s points.", most=MOST_POINTS), field="diem")
    LIFE.move(version, "propose")
    survey = _consultation(version, period, by, now)
    version.survey = survey
    keeping.show(version, now)
    keeping.record(version, "propose", by, now)
    return survey


def stop(version: PlanVersion | None, by: Actor, now: datetime) -> None:
    """End the comments on a draft that is out no more; what was never opened is taken back."""
    survey = version.survey if version is not None else None
    if survey is None:
        return
    if survey.is_open(now):
        making.end(survey, by, now)
    elif survey.status == DRAFT:
        making.withdraw(survey, by, now)


def _consultation(version: PlanVersion, period: Period, by: Actor, now: datetime) -> Survey:
    plan = version.plan
    head = making.Head(
        CONSULTATION, plan.title[:MAX_TITLE], version.words, audience=EVERYBODY,
        ends_at=clock.at(period.last + timedelta(days=1)),
    )  # fmt: skip
    survey = making.begin(head, plan.agency, by, now)
    if plan.place is not None:
        making.choose_places(survey, [plan.place], by, now)
    for point in period.points or [plan.title]:
        making.add_question(survey, making.Asked(PART, point, version.words), by, now)
    making.add_question(survey, making.Asked(WORDS, gettext("What else should be thought of?")),
                        by, now)  # fmt: skip
    making.ask_review(survey, by, now)
    return survey
