"""A class from its announcement to what was taught: places, who waits, who came, who may what."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import select

from app.accounts import phones
from app.accounts.queries import grants_on
from app.community.models import Training, TrainingPlace, VolunteerHours
from app.community.training import attending, jobs, keeping, queries, signing_up
from app.community.training.life import ANNOUNCED, CLOSED, HELD, LIFE, OFF, OPEN
from app.community.training.models import SUBJECT
from app.core import clock as core_clock
from app.core.db import db
from app.core.errors import Conflict, DomainError, InvalidTransition
from app.core.events import grants_claimed, person_erased, person_exported
from app.notifications.models import Notification
from tests.factories import community as teams
from tests.factories import training as make
from tests.factories import villages
from tests.factories.accounts import make_phone, make_session, make_user, put_session
from tests.factories.market_orders import viewer_for
from tests.service_requests import citizen

NOW = core_clock.now
STEPS = {
    "change": ({ANNOUNCED, OPEN, CLOSED}, None), "open": ({ANNOUNCED, CLOSED}, OPEN),
    "close": ({OPEN}, CLOSED), "hold": ({OPEN, CLOSED}, HELD),
    "call_off": ({ANNOUNCED, OPEN, CLOSED}, OFF), "sign_up": ({OPEN}, None),
    "leave": ({ANNOUNCED, OPEN, CLOSED}, None), "attend": ({OPEN, CLOSED, HELD}, None),
    "give": ({ANNOUNCED, OPEN, CLOSED, HELD}, None),
}  # fmt: skip


@pytest.fixture
def village(app):
    return villages.place()


def counts(training):
    """What is kept beside the class, which is what its rows say."""
    kept = {"taken": training.taken, "waiting": training.waiting, "came": training.came}
    rows = queries.everybody(training)
    has = sum(each.has_place for each in rows)
    there = sum(each.came_at is not None for each in rows)
    assert kept == {"taken": has, "waiting": len(rows) - has, "came": there}
    return training.taken, training.waiting, training.came


def told(user):
    mine = select(Notification.kind).where(Notification.user_id == user.id)
    return list(db.session.scalars(mine.order_by(Notification.id)))


@pytest.mark.parametrize("status", [ANNOUNCED, OPEN, CLOSED, HELD, OFF])
@pytest.mark.parametrize("verb", sorted(LIFE.verbs))
def test_each_step_of_a_class_from_each_status(status, verb):
    from_, to = STEPS[verb]
    training = Training(status=status, version=1)
    if status not in from_:
        with pytest.raises(InvalidTransition):
            LIFE.move(training, verb)
    else:
        LIFE.move(training, verb)
        assert training.status == (to or status)


def test_the_last_place_goes_to_one_and_who_waits_moves_up_in_order(village):
    training = make.opened(village, places=2)
    users = [make_user() for _each in range(5)]
    rows = [make.signed_up(training, each) for each in users]
    assert [each.has_place for each in rows] == [True, True, False, False, False]
    assert [queries.ahead_of(each) for each in rows[2:]] == [0, 1, 2]
    assert counts(training) == (2, 3, 0)
    assert make.signed_up(training, users[3]) is rows[3], "a second time changes nothing"
    signing_up.leave(rows[0], NOW())
    assert rows[2].has_place and not rows[3].has_place
    assert (told(users[2]), told(users[3])) == (["training-place"], [])
    assert counts(training) == (2, 2, 0)
    signing_up.leave(rows[3], NOW())
    assert counts(training) == (2, 1, 0)
    keeping.change(training, make.said(places=4), villages.actor(make_user()), NOW())
    assert rows[4].has_place and counts(training) == (3, 0, 0)


@pytest.mark.both_databases
def test_eight_sign_up_at_once_for_one_place_and_one_has_it(village, login_as):
    training = make.opened(village, places=1)
    page, visitors = f"/tap-huan/{training.code}", [login_as(make_user()) for _each in range(8)]
    db.session.commit()
    together = Barrier(8)

    def sign_up(visitor):
        together.wait()
        got = visitor.application.test_client()
        got._cookies = visitor._cookies
        answer = got.post(page, data={"ten": "Bà Thử"})
        while answer.status_code == 503:
            answer = got.post(page, data={"ten": "Bà Thử"})
        return answer.status_code

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(sign_up, visitors))
    db.session.rollback()
    assert answers == [303] * 8
    rows = queries.everybody(training)
    assert [each.number for each in rows] == list(range(1, 9))
    assert [each.has_place for each in rows] == [True] + [False] * 7
    assert counts(training) == (1, 7, 0)


def test_what_cannot_be_is_refused_in_words(village, clock):
    by = villages.actor(make_user())
    for wrong in ({"places": 0}, {"places": 301}, {"lasts": timedelta(hours=13)},
                  {"lasts": -timedelta(hours=1)}, {"in_": -timedelta(hours=1)}):  # fmt: skip
        with pytest.raises(DomainError):
            make.announced(village, **wrong)
    early = make.announced(village)
    with pytest.raises(InvalidTransition):
        make.signed_up(early)
    training = make.opened(village, places=2)
    with pytest.raises(DomainError):
        make.signed_up(training, name="")
    row = make.signed_up(training)
    make.signed_up(training)
    with pytest.raises(DomainError):
        keeping.change(training, make.said(places=1), by, NOW())
    with pytest.raises(Conflict):
        keeping.hold(training, by, NOW())
    with pytest.raises(DomainError):
        keeping.call_off(training, "", by, NOW())
    clock.shift(make.IN + timedelta(minutes=1))
    for act in (lambda: make.signed_up(training), lambda: signing_up.leave(row, NOW()),
                lambda: keeping.open_up(early, by, NOW())):  # fmt: skip
        with pytest.raises(Conflict):
            act()


def test_calling_off_and_another_hour_tell_all_who_signed_up(village):
    training, helper = make.opened(village, places=1), make_user()
    first, waits = make_user(), make_user()
    make.signed_up(training, first)
    make.signed_up(training, waits)
    make.helped(training, by=helper)
    by = villages.actor(make_user())
    keeping.change(training, make.said(places=1, words="Mang theo thẻ"), by, NOW())
    assert told(first) == [], "nothing that they have to know changed"
    keeping.change(training, make.said(places=1, in_=timedelta(days=4)), by, NOW())
    keeping.call_off(training, "Bão", by, NOW())
    for each in (first, waits, helper):
        assert told(each) == ["training-changed", "training-off"]


def test_who_is_there_is_written_down_near_the_class_alone(village, clock):
    training = make.opened(village, places=1)
    row, waits = make.signed_up(training), make.signed_up(training)
    for span, fits in ((timedelta(), False), (make.IN - timedelta(hours=2, minutes=1), False),
                       (timedelta(minutes=2), True)):  # fmt: skip
        clock.shift(span)
        assert attending.is_near(training, NOW()) is fits
    for _again in range(2):
        attending.came(row, True, NOW())
    attending.came(waits, True, NOW())
    assert waits.has_place, "whoever teaches let them in"
    assert counts(training) == (2, 0, 2)
    attending.came(row, False, NOW())
    assert counts(training) == (2, 0, 1)
    clock.shift(timedelta(days=2, hours=5))
    with pytest.raises(Conflict):
        attending.came(row, True, NOW())


def test_the_code_at_the_door_is_good_for_its_period_and_the_next(village, clock):
    training = make.opened(village)
    seen = attending.door_code(training, NOW())
    assert attending.fits(training, seen, NOW())
    clock.shift(attending.PERIOD)
    assert attending.fits(training, seen, NOW())
    clock.shift(attending.PERIOD)
    assert not attending.fits(training, seen, NOW())
    assert not attending.fits(make.opened(village), attending.door_code(training, NOW()), NOW())


def test_a_head_and_a_lead_keep_their_own_village_and_nothing_of_the_next(login_as, village):
    next_head = villages.head(villages.place(village.parent))
    lead = teams.member(teams.team(village), leads=True)
    training = make.opened(village)
    make.signed_up(training, name="Lò Thị Kín")
    for who, sees in ((villages.head(village), True), (villages.overseer(village), True),
                      (lead.user, True), (next_head, False), (make_user(), False)):  # fmt: skip
        page = login_as(who).get(f"/tap-huan/{training.code}/giu")
        assert ("Lò Thị Kín" in page.text) is sees
        assert (page.status_code == 200) is sees
        assert "Lò Thị Kín" not in login_as(who).get(f"/tap-huan/{training.code}").text


def test_a_class_for_teams_is_known_to_teams_near_by_alone(login_as, village):
    member = teams.member(teams.team(village))
    training = make.announced(village.parent, audience="teams")
    keeping.open_up(training, villages.actor(make_user()), NOW())
    assert told(member.user) == ["training-team"]
    page = f"/tap-huan/{training.code}"
    assert login_as(member.user).get(page).status_code == 200
    assert login_as(make_user()).get(page).status_code == 404
    listed = f"/tap-huan?xa={village.parent.name}"
    assert training.title in login_as(member.user).get(listed).text
    assert training.title not in login_as(make_user()).get(listed).text


def test_a_guest_proves_a_number_holds_the_place_and_is_texted(app, village, texts, outbox):
    training, phone = make.opened(village, places=1), make_phone()
    page, form = f"/tap-huan/{training.code}", {"ten": "Bà Khách", "phone": phones.national(phone)}
    stranger = app.test_client()
    assert "Xác nhận số" in citizen.words(stranger.get(page))
    assert stranger.post(page, data=form).status_code == 422
    guest, _session = _proved(app, phone)
    assert guest.post(page, data={**form, "phone": "0900 900 555"}).status_code == 422
    for _again in range(2):
        assert guest.post(page, data=form).status_code == 303
    assert "Bà Khách" in guest.get(page).text and "Bà Khách" not in stranger.get(page).text
    row = db.session.scalars(select(TrainingPlace)).one()
    user = make_user()
    grants_claimed.send(user, grant_ids=[each.id for each in grants_on(SUBJECT, row.id)], now=NOW())
    assert queries.coming_of(viewer_for(user), NOW()) == [row]
    row.user_id = None
    keeping.call_off(training, "Bão", villages.actor(make_user()), NOW())
    db.session.commit()
    outbox.drain()
    assert [(number, training.title in words) for number, words in texts] == [(phone, False)]


def _proved(app, phone):
    """A guest's browser that proved a number."""
    session, token = make_session()
    session.proved_phone_index = phones.index(phone)
    visitor = app.test_client()
    put_session(visitor, token)
    return visitor, session


def test_erased_the_place_is_free_and_of_the_past_the_counts_stay(village, clock):
    user, waits = make_user(), make_user()
    past = make.opened(village)
    attended = make.signed_up(past, user)
    clock.shift(make.IN)
    attending.came(attended, True, NOW())
    make.held(past)
    coming = make.opened(village, places=1)
    make.signed_up(coming, user)
    moved = make.signed_up(coming, waits)
    exported = dict(each[1] for each in person_exported.send(user))["trainings"]
    assert [each["title"] for each in exported] == [past.title, coming.title]
    person_erased.send(user, now=NOW())
    assert moved.has_place and counts(coming) == (1, 0, 0)
    assert (past.taken, past.came) == (1, 1)
    assert queries.everybody(past) == []


def test_hours_of_a_class_come_once_and_count_once_somebody_else_approved(login_as, village, clock):
    team = teams.team(village)
    lead, member = teams.member(team, leads=True), teams.member(team, name="Lê Giúp")
    training = make.opened(village, members=frozenset({lead.id, member.id}))
    clock.shift(make.IN + timedelta(hours=2))
    page, mine = f"/tap-huan/{training.code}/xong", f"/to-cong-nghe/{team.code}/gio"
    assert login_as(lead.user).post(page).status_code == 303
    rows = db.session.scalars(select(VolunteerHours).order_by(VolunteerHours.member_id)).all()
    assert [(each.member_id, each.minutes) for each in rows] == [(lead.id, 120), (member.id, 120)]
    today = core_clock.local(NOW()).date()
    form = {"ai": str(member.id), "ngay": today.isoformat(), "so_gio": "2,5", "viec": "Hè xanh"}
    assert login_as(lead.user).post(mine, data=form).status_code == 303
    assert login_as(lead.user).post(mine, data={**form, "so_gio": "12"}).status_code == 422
    assert "Chưa có giờ" in citizen.words(login_as(lead.user).get(mine))
    head = villages.head(village)
    for each in db.session.scalars(select(VolunteerHours.id)).all():
        assert login_as(lead.user).post(f"/can-bo/to-cong-nghe/gio/{each}/duyet").status_code == 403
        assert login_as(head).post(f"/can-bo/to-cong-nghe/gio/{each}/duyet").status_code == 303
    assert "Lê Giúp 2 2,5 4,5" in citizen.words(login_as(lead.user).get(mine))
    sheet = login_as(lead.user).get(f"{mine}.csv")
    assert f"Lê Giúp,{village.title},{today:%m/%Y},2.0,2.5,4.5" in sheet.text
    assert "Lê Giúp" in login_as(lead.user).get(f"{mine}/giay-khen").text
    assert login_as(member.user).get(mine).status_code == 404


def test_from_announcing_to_what_was_taught(login_as, village, clock):
    """The story: a lead announces and opens, a citizen signs up, is there by the code, reads on."""
    team = teams.team(village)
    lead, visitor = teams.member(team, leads=True), make_user(name="Bà Học")
    day = core_clock.local(NOW()).date() + timedelta(days=7)
    form = {
        "ten": "Gọi video cho con", "ngay": day.isoformat(), "tu_gio": "19:30", "den_gio": "21:00",
        "noi": "Nhà văn hóa", "nguoi_day": "Cô Thử", "cho_ai": "everybody", "so_cho": "20",
        "ky_nang": "vneid", "nguoi_giup": str(lead.id),
    }  # fmt: skip
    keeper = login_as(lead.user)
    refused = keeper.post(f"/tap-huan/o/{village.code}", data={**form, "den_gio": "19:00"})
    assert (refused.status_code, "Gọi video cho con" in refused.text) == (422, True)
    assert keeper.post(f"/tap-huan/o/{village.code}", data=form).status_code == 303
    training = db.session.scalars(select(Training)).one()
    page = f"/tap-huan/{training.code}"
    assert keeper.post(f"{page}/mo").status_code == 303
    pupil = login_as(visitor)
    assert "Bà Học" in pupil.get(page).text, "the name stands in the form"
    assert pupil.post(page, data={"ten": "Bà Học"}).status_code == 303
    assert "Gọi video cho con" in pupil.get(f"/tap-huan?xa={village.parent.name}").text
    calendar = pupil.get(f"{page}/lich.ics").text
    assert f"DTSTART:{day:%Y%m%d}T123000Z" in calendar
    keeper = login_as(lead.user)
    assert keeper.post(f"{page}/ghi-ho", data={"ten": "Cụ Không Máy"}).status_code == 303
    clock.shift(training.starts_at - NOW() + timedelta(minutes=5))
    keeper = login_as(lead.user)
    assert "<svg" in keeper.get(f"{page}/ma-cua").text
    door = f"{page}/cua/{attending.door_code(training, NOW())}"
    pupil = login_as(visitor)
    assert pupil.post(door).status_code == 303
    assert pupil.post(f"{page}/cua/khongphai").status_code == 409
    keeper = login_as(lead.user)
    tick = {"so": "2", "viec": "came", "idempotency_key": "a-key-of-a-form-long-enough"}
    for _sent_again in range(2):
        assert keeper.post(f"{page}/diem-danh", data=tick).status_code == 303
    assert counts(training) == (2, 0, 2)
    clock.shift(timedelta(hours=3))
    assert login_as(lead.user).post(f"{page}/xong").status_code == 303
    words = citizen.words(login_as(visitor).get(page))
    assert "Bạn đã có mặt" in words and "2 người đã đến" in words
    assert "VNeID" in words, "what was handed out stays readable"


def test_the_day_before_whoever_has_a_place_is_reminded_once_and_again_of_another_day(
    village, clock
):
    has, waits, just = make_user(), make_user(), make_user()
    training = make.opened(village, places=2, in_=timedelta(days=3))
    make.signed_up(training, has)
    make.helped(training, by=has)
    make.signed_up(training, waits)
    off = make.opened(village, in_=timedelta(days=3))
    make.signed_up(off, just)
    keeping.call_off(off, "Bão", villages.actor(make_user()), NOW())
    late = make.opened(village, in_=timedelta(days=3))
    db.session.commit()
    before = {user.id: told(user) for user in (has, waits, just)}
    jobs.remind_now()
    assert told(has) == before[has.id]
    clock.shift(timedelta(days=2))
    make.signed_up(late, just)
    db.session.commit()
    for _time in range(2):
        jobs.remind_now()
    assert told(has) == [*before[has.id], "training-soon"]
    assert (told(waits), told(just)) == (before[waits.id], before[just.id])
    moved = make.said(in_=timedelta(days=2), places=2)
    keeping.change(training, moved, villages.actor(make_user()), NOW())
    clock.shift(timedelta(days=1))
    jobs.remind_now()
    assert told(has)[len(before[has.id]) :] == [
        "training-soon",
        "training-changed",
        "training-soon",
    ]


def test_a_guest_is_texted_the_day_before(village, clock, outbox):
    training = make.opened(village, in_=timedelta(days=3))
    guest = signing_up.Person("Bà Khách", phones.index("+84900000077"), phone="+84900000077")
    signing_up.sign_up(training, guest, NOW())
    db.session.commit()
    clock.shift(timedelta(days=2))
    jobs.remind_now()
    assert [job.kind for job in outbox.jobs()].count("accounts.sms") == 1
