"""A lead sends a day's report; the commune answers what is difficult."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts.actors import Actor
from app.community.reports import counting
from app.community.reports.models import (
    DIFFICULTY,
    CommunityDifficulty,
    CommunityReport,
)
from app.community.teams import queries as teams
from app.community.teams.models import CommunityTeam
from app.core import audit, clock
from app.core.db import db
from app.core.errors import DomainError
from app.notifications import tell
from app.notifications.groups import VILLAGE
from app.notifications.kinds import Kind, register

ANSWERED = register(
    Kind(
        "community-answered", _l("The commune answered your digital team"), _l("%(village)s"),
        "star", group=VILLAGE,
    )
)  # fmt: skip


def send(
    team: CommunityTeam, line: str, difficulty: str, by: str, now: datetime
) -> CommunityReport:
    """Send the report of today; sent again, it says what stands now.

    A difficulty becomes a task of the commune's.
    """
    day = clock.local(now).date()
    sums = counting.by_team([team.id], day).get(team.id, counting.Sums())
    mine = CommunityReport.team_id == team.id, CommunityReport.day == day
    made = db.session.scalar(select(CommunityReport).where(*mine))
    if made is None:
        made = CommunityReport(team_id=team.id, day=day)
        db.session.add(made)
    made.line, made.sums, made.sent_at = line, sums.as_json(), now
    if difficulty:
        db.session.add(CommunityDifficulty(team_id=team.id, words=difficulty, asked_at=now))
    db.session.flush()
    audit.record(by, "community.report", made.reference, now=now, after=sums.as_json())
    return made


def answer(difficulty: CommunityDifficulty, words: str, by: Actor, now: datetime) -> None:
    """Answer a difficulty; the leads of the team are told.

    Raises:
        DomainError: nothing written. InvalidTransition: it is answered.
    """
    if not words:
        raise DomainError(_l("Write the answer."), field=f"tra_loi-{difficulty.id}")
    DIFFICULTY.move(difficulty, "answer")
    difficulty.answer, difficulty.answered_at = words, now
    team = difficulty.team
    leads = [each.user for each in teams.members(team.id) if each.leads and each.user]
    tell(leads, ANSWERED.name, {"village": team.place.title}, f"/to-cong-nghe/{team.code}/bao-cao",
         f"community-answered:{difficulty.id}", now=now)  # fmt: skip
    audit.record(by.reference, "community.answer", difficulty.reference, now=now)
