"""From a broken street lamp to an answer, a second answer and thanks: read it as a story."""

import re
from datetime import timedelta

import pytest

from app.accounts import permissions
from app.accounts.models.agency import COMMITTEE
from tests.factories import places
from tests.factories import service_requests as make
from tests.factories.accounts import make_agency, make_official
from tests.service_requests import citizen

FIELD = re.compile(r'<input type="hidden" name="(version|idempotency_key)" value="([^"]*)"')


@pytest.fixture
def province(app):
    """A commune with its office, and a rule that gives it the street lamps."""
    commune = places.make_commune("Bình Thử", code="90001")
    lamp = make.service("street-light", "Đèn đường", proof_required=True)
    committee = make_agency("UBND phường Bình Thử", COMMITTEE, place_id=commune.id)
    office = make_agency("Phòng Kinh tế, Hạ tầng và Đô thị", parent=committee)
    make.routing_rule(office, lamp, commune)
    return office


@pytest.fixture
def desk(login_as, province):
    """`desk()`: the browser of the official who handles the office's reports, signed in anew."""
    person = make_official(permissions.HANDLE, agency=province)
    return lambda: login_as(person)


def _act(official, code, act, **fields):
    """Open the report at the desk and send one of its forms."""
    page = official.get(f"/can-bo/phan-anh/{code}").text
    photos = fields.pop("photos", [])
    data = citizen.MultiDict({**dict(FIELD.findall(page)), **fields})
    for each in photos:
        data.add("photos", each)
    answer = official.post(f"/can-bo/phan-anh/{code}/{act}", **citizen.multipart(data))
    assert answer.status_code == 303, citizen.words(answer)


def _say(visitor, code, act, **fields):
    page = visitor.get(f"/phan-anh/{code}").text
    data = citizen.MultiDict({**citizen.hidden(page), **fields})
    answer = visitor.post(f"/phan-anh/{code}/{act}", **citizen.multipart(data))
    assert answer.status_code == 303, citizen.words(answer)


def test_a_guest_reports_a_lamp_gets_an_answer_and_is_heard_again(
    app, client, desk, clock, media_folder, outbox
):
    # Thursday 09:12: a photo and a place, no account.
    form = {"service": "street-light", "place": "90001"} | citizen.opened(client)
    sent = citizen.send(client, form, citizen.photo())
    code = citizen.code_of(sent)
    assert code in client.get(sent.location).text
    outbox.drain()
    own = client.get(f"/phan-anh/{code}")
    assert "Chờ tiếp nhận" in citizen.words(own)
    assert "-thumb.webp" in own.text

    # Nobody else sees more than what it is about.
    stranger = app.test_client()
    assert ".webp" not in stranger.get(f"/phan-anh/{code}").text

    # The office accepts it in public, and mends it with a photo as proof.
    clock.shift(timedelta(minutes=18))
    _act(desk(), code, "tiep-nhan", publicity="public")
    _act(desk(), code, "bat-dau")
    clock.shift(timedelta(days=1))
    proof = [citizen.photo(7)]
    _act(desk(), code, "dong", resolution="fixed", text="Đã thay bóng.", photos=proof)
    outbox.drain()
    said = citizen.words(stranger.get(f"/phan-anh/{code}"))
    assert "Đã khắc phục" in said
    assert "Đã thay bóng." in said
    assert "đúng hạn" in said

    # The sender reads it, is not satisfied, and opens it again with words.
    _say(client, code, "da-doc")
    _say(client, code, "danh-gia", rating="dissatisfied")
    _say(client, code, "mo-lai", words="Tối qua lại tắt")
    assert "Mở lại" in citizen.words(stranger.get(f"/phan-anh/{code}"))
    assert "Tối qua lại tắt" not in stranger.get(f"/phan-anh/{code}").text
    assert "Tối qua lại tắt" in desk().get(f"/can-bo/phan-anh/{code}").text

    # The second promise is kept too, and thanked for.
    clock.shift(timedelta(days=1))
    proof = [citizen.photo(8)]
    _act(desk(), code, "dong", resolution="fixed", text="Đã thay cả dây.", photos=proof)
    _say(client, code, "danh-gia", rating="satisfied", words="Nhanh lắm")
    _say(client, code, "cam-on")
    mine = citizen.words(client.get(f"/phan-anh/{code}"))
    assert "Hạn trả lời lần đầu" in mine
    assert "Bạn đã gửi lời cảm ơn" in mine
    assert "Nhanh lắm" not in desk().get(f"/phan-anh/{code}").text
