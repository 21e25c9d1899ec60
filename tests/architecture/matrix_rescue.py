"""The part of the matrix that is about calls for rescue: its world, its lines."""

from typing import Any

from app.accounts.models import Grant, User
from app.core import clock, personal
from app.core.db import db
from app.news.models import Alert
from app.news.rescue import handling
from app.news.rescue.models import Rescue, RescueCall
from tests.architecture.matrix_who import EVERYBODY, Who, only, who


def build(world: Any) -> None:
    """Make a house that waits, one that somebody goes to, one of two calls; and a family's link."""
    alert = db.session.query(Alert).filter_by(code=world.things["alert"]["code"]).one()
    duty = db.session.get_one(User, world.people["duty"])
    waiting, taken, two = (_house(alert, world, count) for count in (1, 1, 2))
    handling.take(taken, duty, clock.now())
    link, token = Grant.make("rescue-call", waiting.calls[0].id, clock.now())
    db.session.add(link)
    world.things |= {
        "rescue": {"code": waiting.code},
        "rescue taken": {"code": taken.code},
        "rescue of two": {"code": two.code},
        "rescue call": {"code": waiting.calls[0].code},
        "rescue link": {"token": token},
    }


def _house(alert: Alert, world: Any, count: int) -> Rescue:
    commune, now = world.commune, clock.now()
    made = Rescue(alert=alert, agency_id=alert.agency_id, commune=commune, commune_id=commune.id)
    for _ in range(count):
        made.calls.append(
            RescueCall(
                user=world.sender, person_key=personal.new_key(), place=commune,
                place_id=commune.id, called_at=now, received_at=now, people=1, needs="food",
            )
        )  # fmt: skip
    made.gather()
    db.session.add(made)
    db.session.flush()
    return made


RESCUE: dict[str, dict[str, Who]] = {
    "Everybody | news.rescue.views.load_alert": {"alert": who(EVERYBODY)},
    "Everybody | news.rescue.queries.call_by_code": {"rescue call": who("sender")},
    "news.rescue.queries.works_on_rescues | -": only("duty"),
    "news.rescue.queries.may_handle | news.rescue.queries.house_by_code": {
        "rescue": who("duty"), "rescue taken": who("duty"), "rescue of two": who("duty")
    },
}  # fmt: skip
