"""Words to look at twice: what is found, what the desk does with it, the list."""

import pytest
from sqlalchemy import select

from app.core import clock as core_clock
from app.core.audit import AuditEntry
from app.core.errors import DomainError
from app.service_requests.answering import accepting
from app.service_requests.catalogue import flagging, listing_words
from app.service_requests.following import reopening
from app.service_requests.models import FlagWord, ServiceRequest
from app.service_requests.privacy.erasing import erase
from tests.factories import service_requests as make
from tests.factories.accounts import make_user
from tests.service_requests import citizen
from tests.service_requests.citizen import hidden

ADMIN = "/can-bo/quan-tri/tu-can-xem"


def phrase(words: str, exact: bool = False) -> FlagWord:
    return FlagWord(
        phrase=words, folded=flagging.key_of(words, exact=exact), exact=exact, reason="vì thế"
    )


PHRASES = [
    phrase("đồ ngu"),
    phrase("tham nhũng"),
    phrase("đĩ", exact=True),
    phrase("hoà", exact=True),
]

FOUND = {
    # what is written: the places that are marked
    "Đèn ngõ 12 không sáng": [],
    "Mấy ông đồ ngu ấy": ["đồ ngu"],
    "MAY ONG DO NGU AY": ["DO NGU"],
    "đồ  ngu, đồ-ngu": ["đồ  ngu", "đồ-ngu"],
    "cán bộ tham nhũng": ["tham nhũng"],
    "cán bộ tham nhu\u0303ng": ["tham nhu\u0303ng"],
    "đồ ngủ trưa của cháu": ["đồ ngủ"],  # folded alike: proposed, an official decides
    "đố ngư dân": ["đố ngư"],
    "độ nguy hiểm": [],
    "trí tham nhũngg": [],
    "đi đường này": [],
    "con đĩ": ["đĩ"],
    "ông Hòa ở đây": ["Hòa"],
    "gọi 0912 345 678 giúp": ["0912 345 678"],
    "gọi 0912.345.678.": ["0912.345.678"],
    "số +84900000071": ["+84900000071"],
    "máy bàn 0216 3852 000": ["0216 3852 000"],
    "CCCD 015099000123": ["015099000123"],
    "CMND 060123456": ["060123456"],
    "CCCD 015 099 000 123": ["015 099 000 123"],
    "gọi 114 trước": [],
    "cột số 1234567": [],
    "ngày 19/11/2026 lúc 09:12": [],
    "mã LC-7K3M-9QXF": [],
    "": [],
}


@pytest.mark.one_database
@pytest.mark.parametrize("written", FOUND)
def test_what_is_marked(app, written):
    assert [mark.words for mark in flagging.marks(written, PHRASES)] == FOUND[written]


def test_a_flagged_report_is_marked_and_becomes_public_only_by_a_tick_of_its_own(
    db, app, login_as, offices
):
    listing_words.add("đồ ngu", "Lời xúc phạm", exact=False, actor=make.official_actor(), now=now())
    words = "Đèn tắt, gọi 0900 000 071 mà đồ ngu không nghe"
    report = make.service_request(description=words, agency=offices.office)
    assert report.is_flagged
    visitor, url = login_as(offices.handler), f"/can-bo/phan-anh/{report.code}"
    assert "Cần xem kỹ" in visitor.get("/can-bo").text
    page = visitor.get(url).text
    assert "Lời xúc phạm" in page
    assert "gọi ••• mà đồ ngu" in page, "the edited version is begun"

    sent = hidden(page) | {"version": str(report.version), "publicity": "public"}
    refused = visitor.post(f"{url}/tiep-nhan", data=sent)
    assert refused.status_code == 422
    assert 'href="#flags_seen"' in refused.text
    db.session.refresh(report)
    assert (report.status, report.publicity) == ("received", "pending")
    edited = {"publicity": "edited", "public_description": "Đèn tắt, gọi không nghe"}
    assert visitor.post(f"{url}/tiep-nhan", data=sent | edited).status_code == 303
    public = app.test_client().get(f"/phan-anh/{report.code}").text
    assert "gọi không nghe" in public
    assert "0900" not in public


def now():
    return core_clock.now()


@pytest.mark.one_database
def test_no_way_of_accepting_makes_flagged_words_public_by_itself(db, offices):
    listing_words.add("đồ ngu", "Lời xúc phạm", exact=False, actor=make.official_actor(), now=now())
    report = make.service_request(description="Đồ ngu", agency=offices.office)
    official = make.official_actor(offices.office)
    with pytest.raises(DomainError):
        accepting.accept(report, official, now(), publicity="public")
    accepting.accept(report, official, now(), publicity="public", despite_flags=True)
    assert report.words_are_public


def test_the_list_is_kept_and_every_change_audited(db, login_as, offices):
    admin = login_as(offices.administrator)
    fields = {"phrase": "Đồ ngu", "reason": "Lời xúc phạm"}
    assert admin.post(ADMIN, data=fields).location == ADMIN
    assert admin.post(ADMIN, data=fields | {"phrase": "đồ  NGU"}).status_code == 422
    assert admin.post(ADMIN, data=fields | {"exact": "1"}).status_code == 303
    for wrong in ({"phrase": "!"}, {"phrase": "a b c d e f g h i"}, {"reason": ""}):
        assert admin.post(ADMIN, data=fields | wrong).status_code == 422
    word = db.session.scalars(select(FlagWord).order_by(FlagWord.id)).first()
    assert admin.post(f"{ADMIN}/{word.id}").location == ADMIN
    db.session.refresh(word)
    assert not word.active
    assert not make.service_request(description="đồ ngù").is_flagged
    verbs = [row.verb for row in db.session.scalars(select(AuditEntry))]
    assert verbs == ["flag_word.add", "flag_word.add", "flag_word.retire"]
    assert login_as(offices.operator).get(ADMIN).status_code == 403
    assert login_as(offices.lead).post(ADMIN, data=fields).status_code == 403


LONG = "Đèn đường ngõ 12 không sáng từ tối qua"


def test_the_same_words_of_one_sender_again_are_marked_and_not_dropped(db, login_as, offices):
    sender = make_user()
    first = make.received(description=LONG, agency=offices.office, citizen=sender)
    again = make.received(description=LONG.upper(), agency=offices.office, citizen=sender)
    neighbour = make.received(description=LONG, agency=offices.office, citizen=make_user())
    assert again.marked == [[first.code, "same_words", ""]]
    assert (first.is_flagged, again.is_flagged, neighbour.is_flagged) == (False, True, False)
    page = login_as(offices.handler).get(f"/can-bo/phan-anh/{again.code}").text
    assert f'href="/can-bo/phan-anh/{first.code}"' in page
    accepting.accept(again, make.official_actor(offices.office), now(), publicity="public")


def test_the_same_photo_of_anybody_again_is_marked(db, offices, client, media_folder):
    make.service("street-light")
    make.place(code="90001")
    form = {"service": "street-light", "place": "90001", "more": "1"}
    codes = [
        citizen.code_of(citizen.send(client, form | citizen.opened(client), citizen.photo(number)))
        for number in (1, 2, 1)
    ]
    found = {each.code: each.marked for each in db.session.query(ServiceRequest)}
    assert found == {codes[0]: None, codes[1]: None, codes[2]: [[codes[0], "same_photo", ""]]}


def test_a_threat_that_is_said_later_is_marked_in_the_time_line(db, login_as, offices):
    listing_words.add("đánh chết", "Lời đe dọa", exact=True, actor=make.official_actor(), now=now())
    report = make.service_request("closed", agency=offices.office, citizen=make_user())
    reopening.reopen(
        report, make.citizen_actor(report), now(), make.calendar(), "Tao đánh chết chúng mày"
    )
    assert report.changes[-1].status_notes == "Tao đánh chết chúng mày"
    page = citizen.words(login_as(offices.handler).get(f"/can-bo/phan-anh/{report.code}"))
    assert "“đánh chết”: Lời đe dọa" in page
    erase(report, now())
    db.session.refresh(report.changes[-1])
    assert "đánh chết" not in str(report.changes[-1].details)
