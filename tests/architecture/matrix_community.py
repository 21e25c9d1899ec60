"""The digital teams' part of the matrix: its world, its lines."""

from typing import Any

from app.community.reports import queries
from app.community.reports import sending as reports
from app.community.visits import skills
from app.core import clock
from app.core.db import db
from app.places import queries as places
from tests.architecture.matrix_who import EVERYBODY, Who, only, who
from tests.factories import community as make
from tests.factories.accounts import make_user

RUNS = "village_head village_office"
TEAM = "team_member team_lead"


def build(world: Any, upload: Any) -> None:
    """Make the team of the matrix's village: a lead, a member of one area, one who left."""
    village = places.by_code(world.things["village"]["code"])
    team = make.team(village)
    near, far = make.area(team, "Ngõ Một", 1, 1), make.area(team, "Ngõ Hai")
    lead = make.member(team, leads=True)
    member, former = make.member(team, near), make.member(team, near)
    other = make.member(make.team(world.commune), leads=True)
    world._are(
        team_lead=lead.user, team_member=member.user, former_member=former.user,
        commune_lead=other.user,
    )  # fmt: skip
    invited = make.keeping.invite(team, "Sắp Vào", False, make.villages.actor(make_user()),
                                  clock.now())  # fmt: skip
    person, gone = make.person(team, near), make.person(team, far, "Lò Thị Hai")
    former.left_at = clock.now()
    waits, left_out = (make.visit(former, person) for _each in range(2))
    reports.send(team, "Đủ người", "Máy cũ không cài được", "user:1", clock.now())
    hard = queries.difficulties([team.id], is_open=True)[0]
    sheet = upload("community", team.id)
    db.session.flush()
    world.things |= {
        "digital team": {"code": team.code},
        "area": {"code": near.code, "after": 0},
        "area to drop": {"code": far.code},
        "member": {"number": member.id},
        "invited member": {"number": invited.id},
        "person to help": {"code": person.code},
        "person to take off": {"code": gone.code},
        "visit that waits": {"number": waits.id},
        "visit to leave out": {"number": left_out.id},
        "sheet of people": {"code": sheet.code},
        "difficulty": {"number": hard.id},
        "commune of teams": {"code": world.commune.code},
        "skill": {"number": skills.every()[0].id},
    }


_TEAMS, _PEOPLE, _ROUNDS = "community.teams", "community.people", "community.visits.rounds"
COMMUNITY: dict[str, dict[str, Who]] = {
    "community.rights.runs_teams | -": only(f"{RUNS} next_head"),
    f"community.rights.may_found | {_TEAMS}.views.load_place": {"village": who(RUNS)},
    f"community.rights.may_run | {_TEAMS}.views.load_run": {"digital team": who(RUNS)},
    f"{_TEAMS}.views.may_run_area | {_TEAMS}.views.load_area": {"area": who(RUNS)},
    f"{_TEAMS}.views.may_run_member | {_TEAMS}.views.load_member": {"member": who(RUNS)},
    f"community.rights.belongs | {_TEAMS}.own.load_team": {"digital team": who(TEAM)},
    f"community.rights.leads | {_TEAMS}.own.load_team": {
        "digital team": who("team_lead", "team_member")
    },
    f"{_TEAMS}.own.may_decide | {_TEAMS}.own.load_visit": {"visit that waits": who("team_lead")},
    f"community.rights.may_keep_list | {_PEOPLE}.views.load_list": {
        "digital team": who("village_head")
    },
    f"{_PEOPLE}.views.may_see | {_PEOPLE}.views.load_person": {
        "person to help": who(TEAM),
        "person to take off": who("team_lead"),
    },
    f"{_PEOPLE}.views.may_take_off | {_PEOPLE}.views.load_person": {
        "person to help": who("team_lead", "team_member"),
    },
    f"sheets.views.may_handle | {_PEOPLE}.sheet_views.load_sheet": {
        "sheet of people": who("village_head")
    },
    f"{_ROUNDS}.may_go_round | {_ROUNDS}.load_part": {"area": who(TEAM)},
    f"{_ROUNDS}.may_send | {_ROUNDS}.load_sent": {"area": who(f"{TEAM} former_member")},
    "community.rights.may_see_sums | community.reports.views.load_commune": {
        "commune of teams": who("village_office")
    },
    "community.reports.views.may_answer | community.reports.views.load_difficulty": {
        "difficulty": who("village_office")
    },
    "community.visits.views.may_keep_skill | community.visits.views.load_skill": {
        "skill": who("administrator", EVERYBODY)
    },
}
