"""The land questions' part of the matrix: its world, its lines."""

from typing import Any

from app.accounts.models import User
from app.core.db import db
from app.enquiries.land.models import LandAttachment
from tests.architecture.matrix_who import EVERYBODY, Who, only, who
from tests.factories import land as make
from tests.factories.accounts import make_agency
from tests.factories.media import photo


def build(world: Any) -> None:
    """Make an office that advises, a question that waits, one answered and published."""
    agency = make_agency("UBND Xã Hỏi Đất", "committee", place_id=world.commune.id)
    adviser = make.adviser(agency)
    world._are(land_adviser=adviser)
    sender = db.session.get_one(User, world.people["sender"])
    row, over = make.asked(agency, sender), make.answered(make.asked(agency, sender), adviser)
    row.links = [LandAttachment(thing=photo(with_files=True))]
    told = make.published(make.answered(make.asked(agency, sender), adviser), adviser)
    db.session.flush()
    world.things |= {
        "land question": {"code": row.code, "thing": row.photos[0].code, "part": "large"},
        "answered land question": {"code": over.code},
        "land answer": {"code": told.code},
    }


ADVISER = "land_adviser"
LAND: dict[str, dict[str, Who]] = {
    "enquiries.land.queries.advises | -": only(ADVISER),
    "Everybody | enquiries.land.queries.own": {"land question": who("sender")},
    "Everybody | enquiries.land.queries.answer_of": {"land answer": who(EVERYBODY)},
    "Everybody | enquiries.land.views.load_land_file": {"land question": who(f"sender {ADVISER}")},
    "enquiries.land.queries.may_answer | enquiries.land.queries.any_of": {
        "land question": who(ADVISER, EVERYBODY),
        "answered land question": who(ADVISER, EVERYBODY),
    },
}
