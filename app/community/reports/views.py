"""The lead's report of today; the commune's sum of all its teams, and the answers it gives."""

from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts.present import viewer
from app.accounts.viewer import Viewer
from app.community.blueprint import community
from app.community.reports import counting, queries, sending
from app.community.reports.models import (
    MAX_ANSWER,
    MAX_DIFFICULTY,
    MAX_LINE,
    CommunityDifficulty,
)
from app.community.rights import leads, may_see_sums
from app.community.teams import queries as teams
from app.community.teams.models import CommunityTeam
from app.community.teams.own import load_team
from app.core import clock
from app.core.access import PROVED, access
from app.core.act import FRESH, acts
from app.core.forms import Line, Words, takes
from app.places import queries as places
from app.places.models import COMMUNE, Place
from app.villages.rights import agency_of


def load_commune(viewer: Viewer, code: str) -> Place | None:
    """Give the commune whose teams the viewer sees the sums of."""
    found = places.by_code(code)
    if found is None or found.kind != COMMUNE:
        return None
    return found if may_see_sums(viewer, found) else None


def load_difficulty(viewer: Viewer, number: int) -> CommunityDifficulty | None:
    found = queries.difficulty(number)
    return found if found is not None and may_see_sums(viewer, found.team.place) else None


def may_answer(viewer: Viewer, difficulty: CommunityDifficulty) -> bool:
    return may_see_sums(viewer, difficulty.team.place)


@community.get("/to-cong-nghe/<code>/bao-cao")
@access(leads, load=load_team, asks=PROVED)
def report(team: CommunityTeam) -> ResponseReturnValue:
    """Show what today's visits come to; the lead adds a line and sends it."""
    return _report(team)


@community.post("/to-cong-nghe/<code>/bao-cao")
@access(leads, load=load_team, asks=PROVED)
@acts(
    again=lambda team, **refused: _report(team, **refused),
    said=_l("The report is sent. Send it again when more visits have come in."),
)
@takes(line=Line(MAX_LINE, name="loi"), difficulty=Words(MAX_DIFFICULTY, name="kho_khan"))
def send_report(team: CommunityTeam, line: str, difficulty: str) -> str:
    sending.send(team, line, difficulty, viewer().reference, clock.now())
    return url_for(".report", code=team.code)


@community.get("/can-bo/to-cong-nghe/bao-cao/<code>")
@access(may_see_sums, load=load_commune)
def sums(commune: Place) -> ResponseReturnValue:
    """Show the day's sum of a commune's teams, who has not sent, and what waits for an answer."""
    return _sums(commune)


@community.post("/can-bo/to-cong-nghe/kho-khan/<int:number>")
@access(may_answer, load=load_difficulty)
@acts(
    again=lambda difficulty, **refused: _sums(_commune(difficulty), **refused),
    said=_l("The answer is with the team."),
)
@takes(words=Words(MAX_ANSWER, name="tra_loi"))
def answer_difficulty(difficulty: CommunityDifficulty, words: str) -> str:
    commune = _commune(difficulty)
    actor = viewer().actor(agency_of(viewer(), difficulty.team.place))
    sending.answer(difficulty, words, actor, clock.now())
    return url_for(".sums", code=commune.code)


def _commune(difficulty: CommunityDifficulty) -> Place:
    place = difficulty.team.place
    above = place if place.kind == COMMUNE else place.parent
    assert above is not None
    return above


def _report(team: CommunityTeam, **more: Any) -> str:
    day = clock.local(clock.now()).date()
    sent, by_area = queries.of_team(team.id), counting.by_area(team.id, day)
    values = {
        "team": team,
        "day": day,
        "sums": counting.by_team([team.id], day).get(team.id, counting.Sums()),
        "members": _members(team, counting.by_member(team.id, day)),
        "areas": [(each.name, by_area[each.id]) for each in team.areas if each.id in by_area],
        "today": next((each for each in sent if each.day == day), None),
        "sent": sent,
        "open": queries.difficulties([team.id], is_open=True),
        "answered": queries.difficulties([team.id], is_open=False),
        **FRESH,
    }
    return render_template("community/reports/report.html", **{**values, **more})


def _members(
    team: CommunityTeam, found: dict[int, counting.Sums]
) -> list[tuple[str, counting.Sums]]:
    """Give the sums by name; of members who have left by then under an empty one."""
    names = {each.id: each.name for each in teams.members(team.id)}
    return [(names.get(number, ""), row) for number, row in sorted(found.items())]


def _sums(commune: Place, **more: Any) -> str:
    day = clock.local(clock.now()).date()
    rows = teams.of_commune(commune)
    ids = [each.id for each in rows]
    counted = counting.by_team(ids, day)
    values = {
        "commune": commune,
        "day": day,
        "teams": [each for each in rows if each.is_village],
        "sums": counted,
        "none": counting.Sums(),
        "total": sum(counted.values(), counting.Sums()),
        "sent": queries.of_day(ids, day),
        "open": queries.difficulties(ids, is_open=True),
        "answered": queries.difficulties(ids, is_open=False),
        **FRESH,
    }
    return render_template("community/reports/sums.html", **{**values, **more})
