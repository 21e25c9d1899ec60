"""After erasure nothing of the person can be found."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import select

from app.accounts import erasing, helping, queries, sms
from app.accounts.models import Grant, OneTimeCode, Session, User
from app.accounts.models.one_time_code import PROVE
from app.accounts.viewer import Viewer
from app.core import clock as core_clock
from app.core import events, holding, retention, scrubbing
from app.core.db import db as database
from app.core.engines import driver_for
from app.core.errors import DomainError
from app.core.holding import RetentionHold
from app.core.personal import PersonKey
from app.market.models import Complaint
from app.notifications import endpoints
from app.notifications.encryption import Keys
from app.notifications.models import PushSubscription, new_subscription
from app.service_requests.answering import noting
from app.service_requests.models import Note
from tests.factories import service_requests as make
from tests.factories.accounts import make_agency, make_official, make_user, sign_in
from tests.factories.market import make_shop
from tests.factories.market_orders import make_order

NAME, PHONE = "Trần Thị Sẽ Được Xóa", "+84900000345"
LOCAL = "0900 000 345"
PUSH_URL = "https://fcm.googleapis.com/fcm/send/cua-nguoi-se-duoc-xoa"


def lived_in(client) -> User:
    """Give a person who left traces wherever this room keeps any."""
    user, now = make_user(NAME, PHONE, pin_hash="x"), core_clock.now()
    session = sign_in(client, user)
    session.device = "Thiết bị của Trần"
    session.proved_phone_index = user.phone_index
    OneTimeCode.issue(PROVE, PHONE, now)
    helping.issue(make_official(), make_agency(), PHONE, now)
    Grant.make("service_request", 1, now, user.phone_index)
    database.session.commit()
    return user


def everything(db) -> str:
    """Give all rows of all tables as text."""
    rows = []
    for table in db.metadata.sorted_tables:
        rows += [repr(dict(row)) for row in db.session.execute(select(table)).mappings()]
    return "\n".join(rows)


def test_s39_no_row_leads_to_an_erased_person(client, db):
    user = lived_in(client)
    index, sealed, key_id = user.phone_index, user.name_sealed, user.person_key_id
    for trace in (index, repr(sealed), "Trần"):
        assert trace in everything(db)
    assert client.post("/tai-khoan/xoa", data={"sure": "1"}).status_code == 303
    left = everything(db)
    for trace in (index, repr(sealed), PHONE[-9:], "Trần"):
        assert trace not in left
    assert db.session.get(PersonKey, key_id).wrapped is None
    assert queries.user_by_phone(PHONE) is None


def make_complaint(user: User) -> Complaint:
    now = core_clock.now()
    case = Complaint(
        shop=make_shop(), user_id=user.id, reason="fraud", words="Hàng giả", outcome="upheld",
        answer="Đã xem xét", closed_at=now, started_at=now,
    )  # fmt: skip
    database.session.add(case)
    return case


def held(kind: str, code: str) -> RetentionHold:
    row = holding.hold(
        retention.kind_named(kind), code, "Tòa án đang xem xét", "user:1", core_clock.now()
    )
    database.session.commit()
    return row


@pytest.mark.parametrize("kind", ["reports", "photos", "orders", "market-reports"])
def test_what_somebody_holds_outlasts_the_wish_to_be_erased(client, db, kind):
    user = lived_in(client)
    things = {
        "orders": lambda: make_order(buyer=user),
        "market-reports": lambda: make_complaint(user),
    }
    thing = things.get(kind, lambda: make.service_request("closed", citizen=user))()
    db.session.commit()
    hold = held(kind, thing.code)
    index = user.phone_index
    answer = client.post("/tai-khoan/xoa", data={"sure": "1"})
    assert answer.status_code == 409
    assert "phải được giữ lại" in answer.text
    assert index in everything(db)
    assert user.name == NAME
    holding.let_go(hold, "user:1", core_clock.now())
    db.session.commit()
    assert client.post("/tai-khoan/xoa", data={"sure": "1"}).status_code == 303
    assert index not in everything(db)


def test_the_place_of_what_is_held_outlasts_the_wish_to_take_it_back(client, db):
    user = lived_in(client)
    kept, other = (make.service_request("closed", citizen=user, lat=21.7, long=104.8) for _ in "12")
    db.session.commit()
    held("reports", kept.code)
    answer = client.post("/tai-khoan/da-dong-y/vi-tri", follow_redirects=True)
    assert "Đã xóa vị trí chính xác của 1 phản ánh. Vị trí của 1 phản ánh" in answer.text
    assert (kept.lat, other.lat) == (21.7, None)


@pytest.mark.sqlite
def test_s39_the_database_file_holds_nothing_of_an_erased_person(client, db, database):
    user = lived_in(client)
    traces = [user.name_sealed, user.phone_sealed, user.phone_index.encode()]
    traces.append(user.person_key.wrapped)
    file = Path(database.url.removeprefix("sqlite:///"))
    assert all(trace in bytes_of(db, file) for trace in traces)
    client.post("/tai-khoan/xoa", data={"sure": "1"})
    content = bytes_of(db, file)
    assert [trace for trace in traces if trace in content] == []


def bytes_of(db, file: Path) -> bytes:
    """Give the database file after everything was written into it."""
    db.session.remove()
    db.engine.dispose()
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return file.read_bytes()


@pytest.mark.sqlite
def test_s39_nothing_is_left_in_the_log_of_the_database_either(
    client, app, db, database, outbox, media_folder
):
    user = lived_in(client)
    commune = make.place(name="Xã Thử Xóa")
    report = make.service_request(
        "accepted", citizen=user, place=commune, description="Lời riêng của người sẽ được xóa"
    )
    by = make.official_actor()
    noting.note(
        report, by, core_clock.now(), f"Đã gọi ông TRAN THI SE DUOC XOA, số {LOCAL}, hẹn mai"
    )
    phone = PushSubscription(
        **new_subscription(
            endpoints.PushServices().check(PUSH_URL), Keys(b"p" * 65, b"a" * 16), user.created_at
        )
    )
    db.session.add(phone)
    db.session.flush()
    phone.bind(Viewer(user), user.created_at)
    traces = [
        b"\xc4\x91\xc6\xb0\xe1\xbb\xa3c x\xc3\xb3a",
        b"DUOC XOA",
        LOCAL.encode(),
        PUSH_URL.encode(),
    ]
    traces += [user.name_sealed, user.phone_sealed, user.phone_index.encode()]
    traces.append(user.person_key.wrapped)
    db.session.commit()
    there = files_of(database, media_folder)
    assert [trace for trace in traces if not any(trace in each for each in there)] == []
    client.post("/tai-khoan/xoa", data={"sure": "1"})
    assert [t for t in traces if any(t in each for each in files_of(database, media_folder))] == []
    outbox.drain()
    assert [t for t in traces if any(t in each for each in files_of(database, media_folder))] == []
    note = db.session.scalars(select(Note.text)).one()
    assert note == "Đã gọi ông •••, số •••, hẹn mai"


def files_of(database, media_folder: Path) -> list[bytes]:
    """Give the bytes of the database's files as they lie there, log included, and of the media."""
    file = Path(database.url.removeprefix("sqlite:///"))
    found = [Path(f"{file}{ending}") for ending in ("", "-wal", "-shm")]
    found += [path for path in media_folder.rglob("*") if path.is_file()]
    return [path.read_bytes() for path in found if path.exists()]


@pytest.mark.sqlite
def test_s39_a_log_that_somebody_reads_is_emptied_when_they_are_done(
    app, db, database, monkeypatch
):
    make_user(NAME)
    db.session.commit()
    file = database.url.removeprefix("sqlite:///")
    driver = driver_for(database.url)
    if driver is sqlite3:
        pytest.skip("an older SQLite keeps no write-ahead log")
    reader = driver.connect(file, isolation_level=None)  # the same library sees the same locks
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM user").fetchall()
    make_user("Một Người Khác")
    db.session.commit()
    monkeypatch.setattr(scrubbing, "PATIENCE_MS", 50)
    assert not scrubbing.scrub()
    reader.execute("COMMIT")
    reader.close()
    assert scrubbing.scrub()
    log = Path(f"{file}-wal")
    assert not log.exists() or log.stat().st_size == 0


def test_every_room_is_told_before_the_key_is_destroyed(app):
    user, seen = make_user(NAME), []
    with events.person_erased.connected_to(lambda person, now: seen.append(person.name)):
        erasing.erase(user, core_clock.now())
    assert seen == [NAME]


def test_an_official_with_rights_is_not_erased_by_a_tap(app):
    with pytest.raises(DomainError):
        erasing.erase(make_official("handle"), core_clock.now())


def test_sessions_of_an_erased_person_say_nothing(client, db):
    user = lived_in(client)
    client.post("/tai-khoan/xoa", data={"sure": "1"})
    (session,) = db.session.scalars(select(Session).where(Session.user_id == user.id)).all()
    assert session.ended_at is not None
    assert (session.device, session.proved_phone_index) == ("", None)


def test_a_message_on_its_way_is_sealed_and_soon_gone(app, db, outbox):
    sms.send(PHONE, "123456", core_clock.now())
    assert PHONE[-9:] not in everything(db)
    outbox.drain()
    assert db.session.scalars(select(PersonKey)).all() == []
