"""The digital teams' part of the matrix: its world, its lines."""

from datetime import date
from typing import Any

from app.community.campaigns import keeping as campaigns
from app.community.criteria import keeping, scoring
from app.community.criteria import queries as queries_of
from app.community.reports import queries
from app.community.reports import sending as reports
from app.community.visits import skills
from app.core import clock
from app.core.db import db
from app.places import queries as places
from tests.architecture import matrix_training
from tests.architecture.matrix_who import EVERYBODY, SIGNED_IN, Who, only, who
from tests.factories import community as make
from tests.factories import criteria as give
from tests.factories.accounts import make_user
from tests.factories.media import photo

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
    lead.user.home_village = village
    invited = make.keeping.invite(team, "Sắp Vào", False, make.villages.actor(make_user()),
                                  clock.now())  # fmt: skip
    person, gone = make.person(team, near), make.person(team, far, "Lò Thị Hai")
    former.left_at = clock.now()
    waits, left_out = (make.visit(former, person) for _each in range(2))
    said = campaigns.Said("Mỗi nhà một tay nghề", "helped", "Tôi cam kết học.",
                          date(2026, 1, 1), date(2026, 12, 31), 50)  # fmt: skip
    campaign, gone_campaign = (
        campaigns.begin(world.commune, said, make.villages.actor(make_user()), clock.now())
        for _each in range(2)
    )
    reports.send(team, "Đủ người", "Máy cũ không cài được", "user:1", clock.now())
    hard = queries.difficulties([team.id], is_open=True)[0]
    sheet = upload("community", team.id)
    db.session.flush()
    matrix_training.build(world, village, team, member)
    _criteria(world, village, upload)
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
        "campaign": {"code": campaign.code},
        "campaign to withdraw": {"code": gone_campaign.code},
        "skill": {"number": skills.every()[0].id},
        "lesson": {"code": skills.every()[1].code},
    }


def _criteria(world: Any, village: Any, upload: Any) -> None:
    """Make a draft, a version that holds, and a score of the village at each step."""
    world._are(province_office=give.province_official())
    asked = give.said("Có tổ công nghệ số", "paper", 20), give.said("Có sổ", "paper", 10)
    draft, other = give.draft(*asked), give.draft(title="Bộ chưa xong")
    ready = give.draft(*asked, title="Bộ sắp áp dụng")
    keeping.describe(ready, give.head())
    held = give.enacted(*asked, title="Bộ đang dùng")
    steps = {
        "score to write": give.begun, "score to send": give.claimed,
        "score to appraise": give.sent, "score to publish": give.appraised,
        "published score": give.published,
    }  # fmt: skip
    for at, (name, step) in enumerate(steps.items()):
        version = give.enacted(*asked, title=f"Bộ của bước {at}")
        score = step(village, version)
        world.things[name] = {"code": score.code, "number": version.criteria[0].id}
    open_score = queries_of.score_by_code(world.things["score to write"]["code"])
    assert open_score is not None
    kept = photo()
    scoring.claim(open_score, open_score.by.criteria[0], scoring.Claim(10, "", "", [kept]),
                  world.people["village_head"], clock.now())  # fmt: skip
    world.things |= {
        "criteria draft": {"code": draft.code, "number": draft.criteria[0].id},
        "criteria to enact": {"code": ready.code},
        "criterion to drop": {"code": draft.code, "number": draft.criteria[1].id},
        "criteria set": {"code": held.of.code},
        "criteria that hold": {"code": held.code},
        "evidence": {"code": open_score.code, "thing": kept.code, "part": "thumb"},
        "sheet of criteria": {"code": upload("criteria", other.id).code},
    }


_TEAMS, _PEOPLE, _ROUNDS = "community.teams", "community.people", "community.visits.rounds"
_CRITERIA = "community.criteria"
PARTS = f"{RUNS} province_office"
KEEPERS = "province_office administrator"
COMMUNITY: dict[str, dict[str, Who]] = {
    **matrix_training.TRAINING,
    "community.rights.runs_teams | -": only(f"{RUNS} next_head province_office"),
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
    "community.campaigns.views.may_look | community.campaigns.views.load_campaign": {
        "campaign": who(f"{RUNS} next_head")
    },
    "community.campaigns.views.may_run_campaign | community.campaigns.views.load_campaign": {
        "campaign": who("village_office", "village_head next_head")
    },
    "AnybodySignedIn | community.campaigns.own.load_open": {"campaign": who(SIGNED_IN)},
    "community.reports.views.may_answer | community.reports.views.load_difficulty": {
        "difficulty": who("village_office")
    },
    "community.lessons.views.may_keep_card | community.lessons.views.load_skill": {
        "lesson": who("administrator", EVERYBODY)
    },
    "Everybody | community.lessons.views.load_card": {"lesson": who(EVERYBODY)},
    "AnybodySignedIn | community.lessons.views.load_card": {"lesson": who(SIGNED_IN)},
    "community.visits.views.may_keep_skill | community.visits.views.load_skill": {
        "skill": who("administrator", EVERYBODY)
    },
    f"{_CRITERIA}.rights.works_on_criteria | -": only(f"{PARTS} next_head lead administrator"),
    f"{_CRITERIA}.rights.keeps_criteria | -": only(KEEPERS),
    f"{_CRITERIA}.sets.may_keep | {_CRITERIA}.sets.load_set": {"criteria set": who(KEEPERS)},
    f"{_CRITERIA}.sets.may_keep | {_CRITERIA}.sets.load_version": {
        "criteria draft": who(KEEPERS),
        "criteria that hold": who(KEEPERS),
    },
    f"{_CRITERIA}.sets.may_keep | {_CRITERIA}.sets.load_criterion": {
        "criteria draft": who(KEEPERS),
    },
    f"sheets.views.may_handle | {_CRITERIA}.sheet_views.load_sheet": {
        "sheet of criteria": who(KEEPERS)
    },
    f"Everybody | {_CRITERIA}.public.load_enacted": {
        "criteria that hold": who(EVERYBODY),
        "criteria draft": who(""),
    },
    f"Everybody | {_CRITERIA}.public.load_published": {
        "published score": who(EVERYBODY),
        "score to publish": who(""),
    },
    f"{_CRITERIA}.rights.may_look | {_CRITERIA}.desk.load_score": {
        "score to write": who(PARTS),
        "published score": who(PARTS),
    },
    f"{_CRITERIA}.rights.may_score | {_CRITERIA}.desk.load_score": {
        "score to send": who("village_head", "village_office province_office"),
    },
    f"{_CRITERIA}.desk.may_score_in | {_CRITERIA}.desk.load_criterion": {
        "score to write": who("village_head", "village_office province_office"),
    },
    f"{_CRITERIA}.desk.may_score_in | {_CRITERIA}.desk.load_paper": {
        "evidence": who("village_head", "village_office province_office"),
    },
    f"{_CRITERIA}.desk.may_open | {_CRITERIA}.desk.load_file": {"evidence": who(PARTS)},
    f"{_CRITERIA}.rights.may_appraise | {_CRITERIA}.desk.load_score": {
        "score to appraise": who("village_office", "village_head province_office"),
    },
    f"{_CRITERIA}.rights.may_send_back | {_CRITERIA}.desk.load_score": {
        "score to appraise": who("village_office province_office", "village_head"),
    },
    f"{_CRITERIA}.rights.may_publish | {_CRITERIA}.desk.load_score": {
        "score to publish": who("province_office", "village_head village_office"),
    },
}
