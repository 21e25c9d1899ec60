"""The classes' part of the matrix: its world, its lines."""

from datetime import timedelta
from typing import Any

from app.community.models import CommunityMember, CommunityTeam, TrainingFile
from app.community.training import attending, hours, signing_up
from app.core import clock
from app.core.db import db
from app.places.models import Place
from tests.architecture.matrix_who import EVERYBODY, Who, who
from tests.factories import training as make
from tests.factories import villages
from tests.factories.accounts import make_user
from tests.factories.media import paper

RUNS, TEAM, NEAR = "village_head village_office", "team_member team_lead", "commune_lead"
KEEP = f"{RUNS} team_lead"


def build(world: Any, village: Place, team: CommunityTeam, member: CommunityMember) -> None:
    """Make classes of every step; the sender is in them, the member helps, hours wait."""
    helping = {"members": frozenset({member.id}), "places": 20}
    made = {name: make.opened(village, **helping) for name in (
        "class", "class to close", "class to call off", "class to change", "class to hold",
        "class that goes on", "class at whose door")}  # fmt: skip
    made["class to open"] = make.announced(village)
    made["class for teams"] = make.opened(village, audience="teams")
    for name in made.keys() - {"class to open"}:
        make.helped(made[name], "Cụ Đầu Sổ")
    for name in ("class", "class at whose door"):
        signing_up.sign_up(made[name], signing_up.Person("Người Gửi", "sender", world.sender),
                           clock.now())  # fmt: skip
    for name in ("class to hold", "class that goes on", "class at whose door"):
        made[name].starts_at = clock.now() - timedelta(minutes=30)
        made[name].ends_at = clock.now() + timedelta(minutes=90)
    kept = paper()
    db.session.add(TrainingFile(thing=kept, training_id=made["class"].id, title="Tờ rơi"))
    db.session.flush()
    world.things |= {name: {"code": each.code, "after": 0} for name, each in made.items()}
    world.things |= {
        "place in a class": {"code": made["class"].code, "number": 1},
        "file of a class": {"code": made["class"].code, "thing": kept.code, "part": "file"},
        "door of a class": {
            "code": made["class at whose door"].code,
            "door": attending.door_code(made["class at whose door"], clock.now()),
        },
        "hours": {"number": _hours(member)},
        "hours to strike": {"number": _hours(member)},
        "sheet of hours": {"code": team.code, "kind": "csv"},
    }


def _hours(member: CommunityMember) -> int:
    by, today = make_user(), clock.local(clock.now()).date()
    said = hours.Said(member, today, 60, "Hè xanh")
    return hours.enter(said, villages.actor(by), by.id, clock.now()).id


_ROOM = "community.training"
_PEOPLE, _HOURS = f"{_ROOM}.people", f"{_ROOM}.hours_views"
TRAINING: dict[str, dict[str, Who]] = {
    f"Everybody | {_ROOM}.views.load_read": {
        "class": who(EVERYBODY),
        "class for teams": who(f"{RUNS} {TEAM} {NEAR}"),
    },
    f"Everybody | {_ROOM}.views.load_own": {"class": who("sender")},
    f"Everybody | {_ROOM}.views.load_file": {"file of a class": who(EVERYBODY)},
    f"Everybody | {_ROOM}.views.load_commune": {"commune of teams": who(EVERYBODY)},
    f"Everybody | {_ROOM}.door.load_door": {"door of a class": who(EVERYBODY)},
    f"{_ROOM}.rights.may_train | {_ROOM}.desk.load_place": {"village": who(KEEP)},
    f"{_ROOM}.rights.may_keep | {_ROOM}.desk.load_kept": {"class": who(KEEP)},
    f"{_ROOM}.desk.may_keep_link | {_ROOM}.desk.load_link": {"file of a class": who(KEEP)},
    f"{_ROOM}.rights.may_attend | {_PEOPLE}.load_attended": {"class": who(f"{RUNS} {TEAM}")},
    f"{_PEOPLE}.may_go_through | {_PEOPLE}.load_part": {"class": who(f"{RUNS} {TEAM}")},
    f"{_ROOM}.rights.may_help | {_PEOPLE}.load_helped": {"class": who(f"{RUNS} {TEAM} {NEAR}")},
    f"{_PEOPLE}.may_take_off | {_PEOPLE}.load_row": {"place in a class": who(KEEP, "team_member")},
    f"{_ROOM}.rights.may_count | {_HOURS}.load_counted": {"digital team": who(KEEP)},
    f"{_HOURS}.may_take | {_HOURS}.load_sheet": {"sheet of hours": who(KEEP)},
    f"{_HOURS}.may_approve | {_HOURS}.load_hours": {"hours": who(RUNS, "team_lead")},
    f"{_HOURS}.may_strike | {_HOURS}.load_hours": {"hours": who(KEEP)},
}
