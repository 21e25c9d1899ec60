"""Speaking instead of writing: sent, kept for a form that came back, heard by who may."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict

from app.core import clock, events
from app.core.db import db as the_db
from app.media import actions
from app.media.models import Recording
from app.service_requests.answering import replying
from app.service_requests.following import adding
from app.service_requests.models import RequestPhoto, RequestRecording, ServiceRequest
from app.service_requests.record import HIDDEN
from app.service_requests.routing import sealing
from tests.factories import media, places
from tests.factories import service_requests as make
from tests.factories.accounts import make_user
from tests.media import sounds
from tests.service_requests import citizen
from tests.service_requests.citizen import code_of, multipart, opened, words

KEY = "a-key-of-a-form-long-enough"


@pytest.fixture(autouse=True)
def _empty_folder(media_folder: Path) -> None:
    """Every test begins without files."""


@pytest.fixture
def chosen(db) -> dict[str, Any]:
    """What a form must say, but for content."""
    service, commune = make.service(), places.make_commune()
    db.session.commit()
    return {"service": service.service_code, "place": commune.code}


def said(seconds: float = 1.4, pitch: int = 220, kind: str = "webm"):
    return sounds.upload(sounds.recording(kind, seconds, pitch))


def count(db, table) -> int:
    return db.session.scalar(select(func.count()).select_from(table))


def only_link(db) -> RequestRecording:
    return db.session.scalars(select(RequestRecording)).one()


def spoken_at(report: ServiceRequest, change, role: str = RequestPhoto.REPORT) -> Recording:
    """A recording of a step."""
    recording = media.recording(with_files=True)
    actions.attach([recording])
    link = RequestRecording(
        service_request_id=report.id,
        recording=recording,
        role=role,
        status_change_id=change.id,
    )
    the_db.session.add(link)
    the_db.session.flush()
    return recording


def address(report: ServiceRequest, recording: Recording, kind: str = "webm") -> str:
    return f"/phan-anh/{report.code}/loi-noi/{recording.code}.{kind}"


# --- the citizen's report


def test_a_voice_alone_is_content_enough(client, db, chosen, outbox):
    code = code_of(citizen.send(client, opened(client), **chosen, voice=said()))
    link = only_link(db)
    assert (link.role, link.recording.seconds) == ("report", 1)
    assert link.change.verb == "receive"
    assert link.recording.staged_token is None
    page = client.get(f"/phan-anh/{code}").text
    assert f"/loi-noi/{link.recording.code}.webm" in page
    assert 'preload="none"' in page


def test_a_voice_goes_beside_words_and_photos(client, db, chosen):
    fields = {**opened(client), **chosen, "description": "Đèn tắt", "voice": said()}
    code_of(citizen.send(client, fields, citizen.photo()))
    assert (count(db, RequestPhoto), count(db, RequestRecording)) == (1, 1)


def test_without_words_photo_or_voice_it_says_what_is_missing(client, db, chosen):
    answer = citizen.send(client, opened(client), **chosen, voice=sounds.upload(b"", ""))
    assert answer.status_code == 422
    assert count(db, ServiceRequest) == 0


def test_s19_what_is_no_recording_is_refused_with_a_sentence(client, db, chosen):
    bad = sounds.upload(b"<script>alert(1)</script>", "voice.webm")
    answer = citizen.send(client, opened(client), **chosen, description="Đèn tắt", voice=bad)
    assert answer.status_code == 422
    assert 'href="#voice"' in answer.text
    assert "Đèn tắt" in answer.text
    assert count(db, ServiceRequest) == 0


def test_the_voice_of_a_refused_form_waits_and_goes_with_the_next_try(client, db, chosen):
    first = citizen.send(client, opened(client), voice=said())
    assert first.status_code == 422
    assert 'name="remove_voice"' in first.text
    assert count(db, Recording) == 1
    code_of(citizen.send(client, citizen.hidden(first.text), **chosen))
    assert count(db, Recording) == count(db, RequestRecording) == 1


def test_a_voice_that_waits_can_be_taken_back(client, db, chosen, outbox):
    first = citizen.send(client, opened(client), voice=said())
    code = db.session.scalars(select(Recording.code)).one()
    again = citizen.send(
        client, citizen.hidden(first.text), **chosen, description="Đèn", remove_voice=code
    )
    code_of(again)
    assert count(db, Recording) == 0


def test_speaking_again_takes_the_place_of_what_waited(client, db, chosen):
    first = citizen.send(client, opened(client), voice=said())
    code_of(citizen.send(client, citizen.hidden(first.text), **chosen, voice=said(2.6, 330)))
    assert only_link(db).recording.seconds == 3
    assert count(db, Recording) == 1


@pytest.mark.both_databases
def test_f08_the_same_form_twice_is_one_report_with_one_voice(
    client, db, chosen, media_folder: Path
):
    fields = {**opened(client), **chosen}
    codes = [code_of(citizen.send(client, fields, voice=said())) for _ in range(2)]
    assert len(set(codes)) == count(db, ServiceRequest) == count(db, Recording) == 1
    assert len([path for path in media_folder.rglob("*") if path.is_file()]) == 2


@pytest.mark.both_databases
def test_s16_another_voice_under_the_same_key_is_told_apart(client, db, chosen):
    fields = {**opened(client), **chosen}
    code_of(citizen.send(client, fields, voice=said()))
    assert citizen.send(client, fields, voice=said(1.4, 330)).status_code == 409
    assert count(db, ServiceRequest) == 1


def test_a_voice_can_be_added_later(client, login_as, db):
    sender = make_user()
    report = make.service_request("accepted", citizen=sender)
    visitor = login_as(sender)
    fields = {"idempotency_key": KEY, "words": "", "voice": said()}
    for _ in range(2):
        answer = visitor.post(f"/phan-anh/{report.code}/bo-sung", **multipart(fields_of(fields)))
        assert answer.status_code == 303, words(answer)
    link = only_link(db)
    assert (link.role, link.change.verb) == ("addition", "add")
    assert f"/loi-noi/{link.recording.code}.m4a" in visitor.get(f"/phan-anh/{report.code}").text
    assert "/loi-noi/" not in client.get(f"/phan-anh/{report.code}").text


def fields_of(values: dict[str, Any]):
    fresh = {**values, "voice": said()} if "voice" in values else values
    return MultiDict(fresh)


def test_an_addition_with_a_bad_voice_keeps_words_and_photos(login_as, db):
    sender = make_user()
    report = make.service_request("accepted", citizen=sender)
    data = fields_of({"idempotency_key": KEY, "words": "Vẫn tắt"})
    data.add("voice", sounds.upload(b"nothing"))
    data.add("photos", citizen.photo())
    answer = login_as(sender).post(f"/phan-anh/{report.code}/bo-sung", **multipart(data))
    assert answer.status_code == 422
    assert "Vẫn tắt" in answer.text
    assert "remove_photo" in answer.text


# --- the official's answer


def reply_with_voice(login_as, offices, report, **values: Any):
    data = fields_of({
        "version": str(report.version),
        "idempotency_key": KEY,
        "text": "Mai sửa đèn",
        "voice": None,
        **values,
    })  # fmt: skip
    visitor = login_as(offices.handler)
    return visitor.post(f"/can-bo/phan-anh/{report.code}/tra-loi", **multipart(data))


def test_an_official_answers_by_voice_beside_the_words(client, login_as, db, offices):
    report = make.service_request("accepted", agency=offices.office)
    assert reply_with_voice(login_as, offices, report).status_code == 303
    link = only_link(db)
    assert (link.role, link.change.verb) == ("reply", "reply")
    assert "/loi-noi/" in login_as(offices.handler).get(f"/can-bo/phan-anh/{report.code}").text
    page = client.get(f"/phan-anh/{report.code}").text
    assert "Mai sửa" in page
    assert f"/loi-noi/{link.recording.code}.webm" in page


def test_an_answer_by_voice_still_needs_words_and_the_voice_waits(login_as, db, offices):
    report = make.service_request("accepted", agency=offices.office)
    answer = reply_with_voice(login_as, offices, report, text="")
    assert answer.status_code == 422
    assert 'name="remove_voice"' in answer.text
    assert count(db, Recording) == 1
    assert count(db, RequestRecording) == 0


@pytest.mark.both_databases
def test_f08_the_same_answer_twice_is_one_voice(login_as, db, offices):
    report = make.service_request("accepted", agency=offices.office)
    version = str(report.version)
    for _ in range(2):
        assert reply_with_voice(login_as, offices, report, version=version).status_code == 303
    assert count(db, Recording) == count(db, RequestRecording) == 1


# --- who may hear


PEOPLE = (
    "stranger", "another", "sender", "handler", "lead", "operator", "neighbour_handler",
    "overseer", "receptionist", "administrator",
)  # fmt: skip
MAY_HEAR_CITIZEN = {"sender", "handler", "lead", "operator"}


def visitor_for(name: str, client, login_as, offices, sender):
    if name == "stranger":
        return client
    people = {"sender": sender, "another": None}
    user = people[name] if name in people else getattr(offices, name)
    return login_as(user or make_user())


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("publicity", ["public", "edited", "hidden"])
def test_s24_the_citizens_voice_is_heard_by_sender_and_handlers_alone(
    name, publicity, client, login_as, db, offices
):
    sender = make_user()
    report = make.service_request("accepted", agency=offices.office, citizen=sender)
    report.publicity = publicity
    first = spoken_at(report, report.changes[0])
    added = spoken_at(
        report,
        adding.add(report, make.citizen_actor(report), clock.now(), "Thêm"),
        RequestPhoto.ADDITION,
    )
    db.session.commit()
    visitor = visitor_for(name, client, login_as, offices, sender)
    for recording in (first, added):
        answer = visitor.get(address(report, recording))
        assert answer.status_code == (200 if name in MAY_HEAR_CITIZEN else 404), name
        assert answer.status_code == 404 or answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize(
    ("publicity", "everybody"), [("public", True), ("edited", True), ("hidden", False)]
)
def test_s24_the_agencys_voice_is_as_public_as_its_words(
    name, publicity, everybody, client, login_as, db, offices
):
    sender = make_user()
    report = make.service_request("accepted", agency=offices.office, citizen=sender)
    report.publicity = publicity
    change = replying.reply(report, make.official_actor(offices.office), clock.now(), "Mai sửa")
    recording = spoken_at(report, change, RequestPhoto.REPLY)
    db.session.commit()
    visitor = visitor_for(name, client, login_as, offices, sender)
    answer = visitor.get(address(report, recording))
    assert answer.status_code == (200 if everybody or name in MAY_HEAR_CITIZEN else 404)
    if everybody and name == "stranger":
        assert "max-age=86400" in answer.headers["Cache-Control"]


def test_s24_a_sealed_reports_voice_is_closed_to_its_former_handlers(login_as, db, offices):
    report = make.service_request("accepted", agency=offices.office)
    recording = spoken_at(report, report.changes[0])
    sealing.seal(report, make.official_actor(offices.office), clock.now(), "denunciation")
    db.session.commit()
    assert login_as(offices.handler).get(address(report, recording)).status_code == 404
    assert login_as(offices.receptionist).get(address(report, recording)).status_code == 200


def test_s24_a_voice_of_another_report_is_not_found(login_as, db, offices):
    report, other = (make.service_request("accepted", agency=offices.office) for _ in range(2))
    recording = spoken_at(report, report.changes[0])
    db.session.commit()
    assert login_as(offices.handler).get(address(other, recording)).status_code == 404


def test_a_withdrawn_publicity_closes_the_answers_voice_too(client, db, offices):
    report = make.service_request("accepted", agency=offices.office)
    change = replying.reply(report, make.official_actor(offices.office), clock.now(), "Mai sửa")
    recording = spoken_at(report, change, RequestPhoto.REPLY)
    db.session.commit()
    assert client.get(address(report, recording)).status_code == 200
    report.publicity = HIDDEN
    db.session.commit()
    assert client.get(address(report, recording)).status_code == 404


@pytest.mark.parametrize("kind", ["ogg", "mp3", "webm.m4a", "exe"])
def test_s22_no_other_kind_of_file_is_served(kind, login_as, db, offices):
    report = make.service_request("accepted", agency=offices.office)
    recording = spoken_at(report, report.changes[0])
    db.session.commit()
    assert login_as(offices.handler).get(address(report, recording, kind)).status_code == 404


def test_a_phone_asks_for_a_part_of_it(login_as, db, offices):
    report = make.service_request("accepted", agency=offices.office)
    recording = spoken_at(report, report.changes[0])
    db.session.commit()
    answer = login_as(offices.handler).get(
        address(report, recording, "m4a"), headers={"Range": "bytes=0-1"}
    )
    assert (answer.status_code, len(answer.data)) == (206, 2)
    assert answer.headers["Content-Range"].startswith("bytes 0-1/")


# --- what is left


def test_s39_erasing_a_person_erases_their_voice_and_leaves_the_agencys(
    db, outbox, offices, media_folder: Path
):
    sender = make_user()
    report = make.service_request("accepted", agency=offices.office, citizen=sender)
    spoken_at(report, report.changes[0])
    change = replying.reply(report, make.official_actor(offices.office), clock.now(), "Mai sửa")
    kept = spoken_at(report, change, RequestPhoto.REPLY)
    db.session.commit()
    events.person_erased.send(sender, now=clock.now())
    db.session.commit()
    outbox.drain()
    assert only_link(db).attachment_id == kept.id
    left = {path.name for path in media_folder.rglob("*") if path.is_file()}
    assert left == {Path(name).name for name in kept.all_names}


def test_the_export_says_how_long_somebody_spoke(db, offices):
    sender = make_user()
    report = make.service_request("accepted", agency=offices.office, citizen=sender)
    spoken_at(report, report.changes[0])
    db.session.commit()
    exported = [
        answer[1] for _, answer in events.person_exported.send(sender)
        if answer and answer[0] == "service_requests"
    ]  # fmt: skip
    assert exported[0][0]["spoken_seconds"] == [12]


def test_a_page_with_voices_asks_no_more_of_the_database(client, db, offices, statements):
    silent, report = (make.service_request("accepted", agency=offices.office) for _ in range(2))
    official = make.official_actor(offices.office)
    for _ in range(3):
        replying.reply(silent, official, clock.now(), "Mai")
        spoken_at(report, replying.reply(report, official, clock.now(), "Mai"), RequestPhoto.REPLY)
    db.session.commit()
    asked = []
    client.get("/phan-anh")  # what the app reads once and keeps
    for each in (silent, report):
        db.session.expire_all()
        with statements() as seen:
            assert client.get(f"/phan-anh/{each.code}").status_code == 200
        asked.append(seen)
    assert len(asked[0]) == len(asked[1]), asked
