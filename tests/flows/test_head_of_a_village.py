"""A head's evening from the notice to the minutes, with scripts off from beginning to end."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core import clock as core_clock
from app.core.db import db
from app.villages.models import VillageNotice
from app.villages.notices import queries
from tests.factories import villages as make
from tests.factories.accounts import make_user
from tests.flows.no_script import NoScript

PHONE = "+84900123456"


@pytest.fixture
def village(app):
    return make.place()


@pytest.fixture
def head(village):
    return make.head(village)


def test_a_head_calls_a_meeting_and_publishes_its_minutes_without_a_script(
    app, login_as, csrf, village, head, clock
):
    member = make_user("Lò Thị Thử")
    make.belongs(member, make.household(village, 1))
    make.household(village, 2, phones=[PHONE])
    make.household(village, 3, name="Bàn Văn Thử")
    day = core_clock.local(core_clock.now()).date() + timedelta(days=1)

    # Called together from a text that is there.
    desk = NoScript(login_as(head)).at("/can-bo/thon").follow("Mời họp")
    desk.press("Gửi tới các hộ", viec="Họp bàn làm đường", ngay=day.isoformat(), gio="19:30",
               noi="Nhà văn hóa")  # fmt: skip
    page = desk.url
    assert "0 / 3" in desk.words

    # One household answers in the app, one by the link of the chat group.
    own = f"/thon-toi/tin/{page.rsplit('/', 1)[1]}"
    home = NoScript(login_as(member)).at("/").follow("Họp bàn làm đường")
    assert home.url == own
    home.press("Trả lời", tra_loi="sends", nguoi_thay="Lò Văn Con")
    desk.follow("nhóm chat")
    link = re.search(r"/m/[A-Z0-9-]+", desk.words)
    assert link is not None
    neighbour = NoScript(app.test_client()).at(link[0])
    neighbour.press("Trả lời", so="2", duoi="456", tra_loi="going")

    # Nobody told the third: the head goes there.
    desk.at(page)
    assert "2 / 3" in desk.words
    desk.follow("Gọi hoặc đến báo")
    assert "Bàn Văn Thử" in desk.words
    desk.press("Ghi", so="3", viec="not_going")
    assert "Mọi hộ đều đã biết" in desk.words

    # The evening itself: who is there, what was decided.
    clock.shift(timedelta(days=1, hours=10, minutes=20))
    desk = NoScript(login_as(head)).at(page).follow("Điểm danh")
    for number in ("1", "2"):
        desk.press("Ghi", so=number, viec="came")
    desk.at(page).follow("Ghi biên bản").press("Lưu biên bản", noi_dung="Mỗi hộ góp ba công.")
    desk.at(page).press("Duyệt và công khai")
    assert "2 / 3" in desk.words
    assert "Mỗi hộ góp ba công." in NoScript(login_as(member)).at(own).words
    sums = queries.sums_of(db.session.scalars(select(VillageNotice)).one())
    assert (sums.homes, sums.reached, sums.answered, sums.came) == (3, 3, 3, 2)
