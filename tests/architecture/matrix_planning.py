"""The planning documents' part of the matrix: its world, its lines, its requests."""

from typing import Any

from app.core import clock
from app.core.db import db
from app.planning.models import PlanPicture
from tests.architecture.matrix_who import EVERYBODY, Who, only, who
from tests.factories import planning as make
from tests.factories.accounts import make_agency
from tests.factories.media import photo


def build(world: Any) -> None:
    """Make an office with a plan that holds, one that is prepared, one that is replaced."""
    agency = make_agency("UBND Xã Quy Hoạch", "committee", place_id=world.commune.id)
    world._are(plan_keeper=make.keeper(agency))
    plan, waiting = make.published(agency), make.prepared(agency, "Khu đang chuẩn bị")
    version = plan.versions[0]
    picture = PlanPicture(page=0, part=0, thing=photo(with_files=True))
    version.pictures, version.painted_at = [picture], clock.now()
    db.session.flush()
    at = {"code": plan.code, "number": 1}
    world.things |= {
        "office with plans": {"agency": agency.code},
        "plan": at,
        "page of a plan": {**at, "thing": picture.thing.code, "size": "medium", "part": "medium"},
        "plan being prepared": {"code": waiting.code, "number": 1},
    }


KEEPER = "plan_keeper"
_KEPT = {"plan": who(KEEPER, EVERYBODY), "plan being prepared": who(KEEPER, EVERYBODY)}
_SHOWN = {"plan": who(EVERYBODY), "plan being prepared": who("")}
PLANNING: dict[str, dict[str, Who]] = {
    "planning.rights.keeps_plans | -": only(KEEPER),
    "planning.rights.may_keep_of | planning.rights.load_agency": {"office with plans": who(KEEPER)},
    "planning.rights.may_keep | planning.queries.kept": _KEPT,
    "planning.rights.may_keep_version | planning.queries.kept_version": _KEPT,
    "Everybody | planning.queries.public": _SHOWN,
    "Everybody | planning.queries.shown": _SHOWN,
    "Everybody | planning.queries.shown_version": _SHOWN,
    "Everybody | planning.views.load_paper": _SHOWN,
    "Everybody | planning.views.load_picture": {"page of a plan": who(EVERYBODY)},
    "planning.desk_papers.may_see | planning.desk_papers.load_file": {
        "page of a plan": who(KEEPER)
    },
}
