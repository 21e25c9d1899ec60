"""The surveys' part of the matrix: its world, its lines, its requests."""

from typing import Any

from app.accounts.models import User
from app.core import clock
from app.core.db import db
from app.surveys import answering, making, queries
from app.surveys.answering import LATE
from app.surveys.models import CONSULTATION, Survey
from app.surveys.takers import Taker
from tests.architecture.matrix_who import EVERYBODY, SIGNED_IN, Who, only, who
from tests.factories import surveys as make
from tests.factories.media import recording

PARTS = (making.Asked("part", "Điều 1", words="Mỗi hộ góp ba ngày công."),)
OFFICE = "writer editor"
HELPERS = "counter village_head next_head"


def build(world: Any) -> None:
    """Make one of each state: being written, open, counted, published."""
    writer, editor = (db.session.get_one(User, world.people[each]) for each in OFFICE.split())
    draft = make.survey(writer)
    opened = make.opened(writer, editor)
    counted, told, to_tell = (_over(writer, editor, at) for at in (1, 0, 0))
    making.publish_results(told, "Tiếp thu.", make.actor(editor), clock.now())
    point = next(each.id for each in _points(counted))
    world.things |= {
        "page that asks": {"page": "danh-ba"},
        "survey draft": {"code": draft.code, "number": draft.questions[1].id},
        "survey": {"code": opened.code},
        "counted survey": {"code": counted.code, "number": point},
        "told survey": {"code": told.code},
        "spoken survey": _spoken(world, writer, editor),
        "survey to tell": {"code": to_tell.code},
    }


def _over(writer: User, editor: User, with_words: int) -> Survey:
    """Give a consultation that six have answered, so many of them in words, counted."""
    made = make.opened(writer, editor, questions=PARTS, kind=CONSULTATION, is_named=True)
    now = clock.now()  # time runs for a browser: not before it was opened
    name = made.questions[0].name
    for at in range(6):
        sent = {name: ("0",), f"{name}-w": ("Góp tiền thay công" if at < with_words else "",)}
        answering.answer(made, Taker(f"user:{at}", f"Người {at}"), sent, now, None)
    assert made.ends_at is not None
    made.starts_at, made.ends_at = now - LATE * 9, now - LATE
    db.session.flush()
    making.count(made, now)
    return made


def _spoken(world: Any, writer: User, editor: User) -> dict[str, str]:
    """Give what the sender said to a part of one that is counted."""
    made = make.opened(writer, editor, questions=PARTS, kind=CONSULTATION, is_named=True)
    sender = db.session.get_one(User, world.people["sender"])
    name, now, said = made.questions[0].name, clock.now(), recording()
    taker = Taker("user:sender", "Người gửi", sender)
    answering.answer(made, taker, {name: ("1",)}, now, None, {name: said})
    made.starts_at, made.ends_at = now - LATE * 9, now - LATE
    db.session.flush()
    making.count(made, now)
    return {"code": made.code, "thing": said.code, "part": "webm"}


def _points(made: Survey) -> Any:
    return queries.all_points(made)


_WRITES = "surveys.rights.may_write | surveys.queries.any_of"
SURVEYS: dict[str, dict[str, Who]] = {
    "Everybody | surveys.queries.public": {"survey": who(EVERYBODY), "survey draft": who("")},
    "Everybody | surveys.queries.told": {"told survey": who(EVERYBODY), "survey": who("")},
    "Everybody | surveys.views.load_file": {"spoken survey": who(f"sender {OFFICE}")},
    "Everybody | surveys.usefulness.views.named": {"page that asks": who(EVERYBODY)},
    "AnybodySignedIn | surveys.queries.public": {"survey": who(SIGNED_IN)},
    "surveys.rights.works_on_surveys | -": only(OFFICE),
    _WRITES: {"survey draft": who(OFFICE), "counted survey": who(OFFICE)},
    "surveys.desk.may_write_part | surveys.queries.question": {"survey draft": who(OFFICE)},
    "surveys.rights.may_publish | surveys.queries.any_of": {
        "survey draft": who("editor", "writer"),
        "survey": who("editor", "writer"),
        "counted survey": who("editor", "writer"),
    },
    "surveys.desk.may_reply | surveys.queries.point": {"counted survey": who("editor", "writer")},
    "surveys.rights.helps | -": only(HELPERS),
    "surveys.helping.may_help | surveys.queries.helped": {"survey": who(HELPERS)},
}
