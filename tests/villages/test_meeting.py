"""A meeting from its text to its minutes: answered in the app, by the chat link, at the door."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from app.core import clock as core_clock
from app.core.db import db
from app.notifications.models import Notification
from app.villages.models import VillageNotice, VillageReach
from app.villages.notices import queries, sending
from tests.factories import villages as make
from tests.factories.accounts import make_user
from tests.media.pictures import jpeg

PHONE = "+84900123456"


def told(user):
    mine = select(Notification.kind).where(Notification.user_id == user.id)
    return list(db.session.scalars(mine.order_by(Notification.id)))


def reach(number):
    notice = db.session.scalars(select(VillageNotice)).one()
    found = queries.reach_of(notice, number)
    assert found is not None
    return found


def meeting(day=None, **more):
    day = day or core_clock.local(core_clock.now()).date() + timedelta(days=2)
    said = {"loai": "meeting", "viec": "Họp bàn làm đường", "ngay": day.isoformat(),
            "gio": "19:30", "noi": "Nhà văn hóa", "ai": "one"}  # fmt: skip
    return {**said, **more}


def test_from_a_text_to_minutes_with_three_households(
    login_as, client, village, head, clock, media_folder
):
    member = make_user("Lò Thị Thử")
    make.belongs(member, make.household(village, 1))
    make.household(village, 2, phones=[PHONE])
    make.household(village, 3, name="Bàn Văn Thử")
    desk, app = login_as(head), login_as(member)
    here = f"/can-bo/thon/{village.code}"
    assert "Mời họp" in desk.get(here).text
    assert "Họp thôn thường kỳ" in desk.get(f"{here}/gui?mau=0").text
    sent = desk.post(f"{here}/gui", data=meeting())
    page = sent.headers["Location"]
    assert told(member) == ["village-meeting"]
    assert '<span class="sum">0</span> / 3' in desk.get(page).text
    code = page.rsplit("/", 1)[1]

    # in the app
    assert "Họp bàn làm đường" in app.get("/").text
    assert "19:30" in app.get(f"/thon-toi/tin/{code}").text
    app.post(f"/thon-toi/tin/{code}", data={"tra_loi": "sends", "nguoi_thay": "Lò Văn Con"})
    assert reach(1).delegate == "Lò Văn Con"
    assert "Họp bàn làm đường" not in app.get("/").text

    # by the link of the chat group, without an account
    chat = desk.get(f"{page}/chia-se").text
    assert "MỜI HỌP" in chat
    link = re.search(r"/m/[A-Z0-9-]+", chat)[0]
    assert "Lò" not in client.get(link).text
    wrong = client.post(link, data={"so": "2", "duoi": "111", "tra_loi": "going"})
    assert wrong.status_code == 422
    assert "không khớp" in wrong.text
    answer = client.post(link, data={"so": "2", "duoi": "456", "tra_loi": "going"})
    assert answer.status_code == 303
    assert reach(2).answer_by == "link"

    # at the door
    left = desk.get(f"{page}/di-bao").text
    assert "Bàn Văn Thử" in left
    assert 'value="2"' not in left
    key = {"idempotency_key": "a-key-made-by-the-phone"}
    tick = {"so": "3", "viec": "not_going", **key}
    for _twice in range(2):
        kept = desk.post(f"{page}/di-bao", data=tick, headers={"Accept": "application/json"})
        assert kept.status_code == 201
    assert (reach(3).answer, reach(3).answer_by) == ("not_going", "head")
    assert "Mọi hộ đều đã biết" in desk.get(f"{page}/di-bao").text

    # the evening before, whoever did not say no is reminded
    notice = db.session.scalars(select(VillageNotice)).one()
    assert notice.starts_at is not None
    clock.move_to(notice.remind_at + timedelta(minutes=1))
    assert sending.remind(core_clock.now()) == 1
    db.session.commit()
    assert told(member) == ["village-meeting", "village-reminder"]

    # who is there, by a tap and by the QR at the door
    clock.move_to(notice.starts_at + timedelta(minutes=5))
    desk = login_as(head)
    desk.post(f"{page}/diem-danh", data={"so": "1", "viec": "came", "idempotency_key": "k" * 20})
    door = re.search(r"/m/[A-Z0-9-]+/cua/\w+", _decoded(notice))[0]
    assert client.post(door, data={"so": "2", "duoi": "456"}).status_code == 303
    assert [bool(reach(n).came_at) for n in (1, 2, 3)] == [True, True, False]

    # minutes, approved, read by the village
    desk.post(
        f"{page}/bien-ban",
        data={"noi_dung": "Mỗi hộ góp ba công.", "photos": (BytesIO(jpeg()), "anh.jpg"),
              "khoa": "khoa-cua-bien-ban-nay"},
    )  # fmt: skip
    app = login_as(member)
    assert "Mỗi hộ góp ba công." not in app.get(f"/thon-toi/tin/{code}").text
    version = re.search(r'name="version" value="(\d+)"', desk.get(page).text)[1]
    desk.post(f"{page}/duyet", data={"version": version})
    read = app.get(f"/thon-toi/tin/{code}").text
    assert "Mỗi hộ góp ba công." in read
    assert "thumb.webp" in read
    assert told(member)[-1] == "village-minutes"
    found = queries.sums_of(db.session.scalars(select(VillageNotice)).one())
    assert (found.homes, found.reached, found.answered, found.came) == (3, 3, 3, 2)


def _decoded(notice):
    """The door's address, which the sheet for the wall has as a QR code."""
    from app.villages.notices.answering import door_code

    return f"/m/{notice.token}/cua/{door_code(notice)}"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"ngay": ""}, "Ghi ngày và giờ họp."),
        ({"gio": ""}, "Ghi giờ họp."),
        ({"ngay": "2020-01-01"}, "Thời gian này đã qua."),
        ({"gio": "25:00"}, "Ghi giờ như 19:30."),
        ({"viec": ""}, "Ghi việc gì"),
        ({"ai": "nhom-999"}, "Chọn thành phần."),
    ],
)
def test_what_makes_no_meeting_comes_back_with_a_sentence(login_as, village, head, said, sentence):
    make.household(village, 1)
    answer = login_as(head).post(f"/can-bo/thon/{village.code}/gui", data=meeting(**said))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Nhà văn hóa" in answer.text
    assert db.session.scalar(select(VillageNotice.id)) is None


def test_without_households_nothing_is_sent(login_as, village, head):
    answer = login_as(head).post(f"/can-bo/thon/{village.code}/gui", data=meeting())
    assert answer.status_code == 422
    assert "Chưa có hộ nào" in answer.text


def test_a_meeting_of_a_group_is_for_its_households_alone(login_as, village, head):
    make.household(village, 1)
    inside = make.household(village, 2)
    desk = login_as(head)
    page = desk.post(f"/can-bo/thon/{village.code}/nhom", data={"ten": "Chi bộ"}).headers[
        "Location"
    ]
    desk.post(page, data={"ten": "Chi bộ", "ho": [str(inside.id), "999999"]})
    group = page.rsplit("/", 1)[1]
    desk.post(f"/can-bo/thon/{village.code}/gui", data=meeting(ai=f"nhom-{group}"))
    found = db.session.scalars(select(VillageReach)).all()
    assert [each.household_id for each in found] == [inside.id]


def test_called_off_is_told_and_takes_no_answers(login_as, client, village, head):
    member = make_user()
    make.belongs(member, make.household(village, 1, phones=[PHONE]))
    notice = make.notice(village, head)
    page, token = f"/can-bo/thon/tin/{notice.code}", notice.token
    desk = login_as(head)
    assert "Ghi lý do" in desk.post(f"{page}/huy", data={"ly_do": ""}).text
    desk.post(f"{page}/huy", data={"ly_do": "Mưa lũ, lùi sang tuần sau"})
    assert told(member)[-1] == "village-off"
    assert "Mưa lũ" in client.get(f"/m/{token}").text
    late = client.post(f"/m/{token}", data={"so": "1", "duoi": "456", "tra_loi": "going"})
    assert late.status_code == 409
    assert desk.post(f"{page}/huy", data={"ly_do": "Nữa"}).status_code == 409


def test_guessing_the_digits_ends_after_five_tries_and_harms_no_other_household(
    client, village, head
):
    for number in (1, 2):
        make.household(village, number, phones=[PHONE])
    link = f"/m/{make.notice(village, head).token}"
    tries = [
        client.post(link, data={"so": "1", "duoi": f"{n:03d}", "tra_loi": "going"}).status_code
        for n in range(7)
    ]
    assert tries == [422] * 5 + [429] * 2
    right = client.post(link, data={"so": "1", "duoi": "456", "tra_loi": "going"})
    assert right.status_code == 429
    other = client.post(link, data={"so": "2", "duoi": "456", "tra_loi": "going"})
    assert other.status_code == 303


def test_a_question_by_person_counts_at_most_the_people_of_the_list(client, village, head):
    make.household(village, 1, phones=[PHONE], people=3)
    make.household(village, 2, people=5)
    notice = make.notice(village, head, "question", choices=("Có", "Không"), by_person=True)
    link = f"/m/{notice.token}"
    proof = {"so": "1", "duoi": "456"}
    assert client.post(link, data={**proof, "so-0": "2", "so-1": "2"}).status_code == 422
    assert client.post(link, data={**proof, "so-0": "2", "so-1": "1"}).status_code == 303
    assert client.post(link, data={**proof, "so-0": "1", "so-1": "1"}).status_code == 303
    notice = db.session.scalars(select(VillageNotice)).one()
    assert queries.votes(notice) == [1, 1]
    assert queries.sums_of(notice).people == 8


def test_the_commune_posts_for_the_head_and_reads_no_list(login_as, village, head):
    make.household(village, 1, name="Lò Thị Kín")
    office = login_as(make.overseer(village))
    sent = office.post(f"/can-bo/thon/{village.code}/gui", data=meeting())
    page = sent.headers["Location"]
    shown = office.get(page).text
    assert "gửi thay trưởng thôn" in shown
    for address in (page, f"{page}/chia-se", f"/can-bo/thon/{village.code}", "/can-bo/thon"):
        assert "Lò Thị Kín" not in office.get(address).text
    assert office.get(f"{page}/di-bao").status_code == 404
    assert office.get(f"/can-bo/thon/{village.code}/ho").status_code == 403


def test_the_head_of_the_next_village_finds_nothing(login_as, village, head):
    make.household(village, 1)
    notice = make.notice(village, head)
    next_door = login_as(make.head(make.place(village.parent, "Bên Cạnh")))
    for address in (f"/can-bo/thon/{village.code}", f"/can-bo/thon/{village.code}/ho",
                    f"/can-bo/thon/tin/{notice.code}"):  # fmt: skip
        assert next_door.get(address).status_code == 404


def test_what_is_old_keeps_sums_alone(village, head):
    from app.core import retention

    home = make.household(village, 1)
    notice = make.notice(village, head)
    found = queries.reach_of(notice, 1)
    found.say("going", "", "app", core_clock.now())
    db.session.flush()
    kind = retention.kind_named("village-answers")
    kind.end([notice.id], core_clock.now())
    db.session.expire_all()
    assert db.session.scalar(select(VillageReach.id)) is None
    assert queries.sums_of(notice).going == 1
    assert home.is_listed
