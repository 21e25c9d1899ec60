"""Questions about land for tests: asked, answered, published."""

from itertools import count
from typing import Any

from app.accounts import permissions as may
from app.accounts.models import Agency, User
from app.accounts.viewer import Viewer
from app.core import clock
from app.core.db import db
from app.enquiries.land import answering, asking, queries
from app.enquiries.land.answering import Told
from app.enquiries.land.models import LandAnswer, LandQuestion
from app.media.intake import Prepared
from tests.factories.accounts import make_official, viewer_of

_keys = count(1)
WORDS = "Thửa 12 tờ bản đồ 45 tách được không? CCCD 001090000123 của tôi."


def adviser(agency: Agency) -> User:
    return make_official(may.ADVISE_LAND, agency=agency)


def asked(agency: Agency, person: User, words: str = WORDS, may_publish: str = "1") -> LandQuestion:
    """Ask as a person does, about land in the agency's commune; somebody advises there."""
    assert agency.place is not None
    key = f"a-key-of-a-land-question-{next(_keys):04}"
    form = asking.AskForm(key=key, words=words, kind="transfer", place=agency.place.code,
                          may_publish=may_publish)  # fmt: skip
    code = asking.ask(form, Prepared(), Viewer(person), clock.now())
    found: Any = queries.any_of(Viewer(person), code)
    return found


def answered(row: LandQuestion, by: User, words: str = "Được, nếu đủ diện tích.") -> LandQuestion:
    answering.answer(row, words, viewer_of(by).actor(row.agency), clock.now())
    db.session.flush()
    return row


def published(row: LandQuestion, by: User, title: str = "Tách thửa cần gì?") -> LandAnswer:
    said = Told(title, "Đủ diện tích tối thiểu, có lối đi.")
    return answering.publish(row, said, viewer_of(by).actor(row.agency), clock.now())
