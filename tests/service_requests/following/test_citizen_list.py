"""The public list: searched, narrowed, paged; and the viewer's own list."""

import re

import pytest

from app.core import preferences
from app.core.listing import PAGE
from app.service_requests import life
from tests.factories import places
from tests.factories import service_requests as make
from tests.factories.accounts import make_user
from tests.service_requests import citizen

CARD = re.compile(r'id="service-request-([\w-]+)"')


def _codes(visitor, address="") -> list[str]:
    return CARD.findall(visitor.get("/phan-anh" + address).text)


def test_the_newest_come_first_and_the_list_is_paged(client, db):
    made = [make.service_request(life.ACCEPTED).code for _ in range(PAGE + 3)]
    first = client.get("/phan-anh")
    assert CARD.findall(first.text) == made[:2:-1]
    older = re.search(r'href="([^"]+)" rel="next"', first.text)[1].replace("&amp;", "&")
    assert CARD.findall(client.get(older).text) == made[2::-1]
    assert re.search(r'rel="next"', client.get(older).text) is None


def test_a_page_further_down_keeps_what_it_was_narrowed_to(client, db):
    lamp = make.service("street-light")
    for _ in range(PAGE + 1):
        make.service_request(life.ACCEPTED, service=lamp)
    page = client.get("/phan-anh?service=street-light&status=accepted").text
    older = re.search(r'href="([^"]+)" rel="next"', page)[1]
    assert "service=street-light" in older
    assert "status=accepted" in older


@pytest.mark.parametrize("typed", ["đường Lê Lợi", "duong le loi", "DUONG  LOI", "lê"])
def test_it_is_searched_without_accents(client, db, typed):
    found = make.service_request(life.ACCEPTED, description="Ngập ở đường Lê Lợi").code
    make.service_request(life.ACCEPTED, description="Rác ở chợ")
    assert _codes(client, f"?q={typed}") == [found]


def test_only_words_that_were_accepted_are_searched(client, db):
    make.service_request(life.RECEIVED, description="Hàng xóm tên Xyzabc")
    page = client.get("/phan-anh?q=xyzabc")
    assert CARD.findall(page.text) == []
    assert "công khai" in citizen.words(page)


def test_it_is_narrowed_by_service_place_and_status(client, db):
    lamp = make.service("street-light")
    here, there = places.make_commune(code="90001"), places.make_commune("Xa", code="90002")
    wanted = make.service_request(life.ACCEPTED, service=lamp, place=here).code
    make.service_request(life.ACCEPTED, place=here)
    make.service_request(life.RECEIVED, service=lamp, place=here)
    make.service_request(life.ACCEPTED, service=lamp, place=there)
    address = "?service=street-light&place=90001&status=accepted"
    assert _codes(client, address) == [wanted]


@pytest.mark.parametrize("name", ["binh dong", "Bình Đông", "thu cu", "Xã Thử Cũ"])
def test_a_place_is_found_by_its_new_or_old_name(client, db, name):
    east = places.make_commune("Bình Đông", code="90002")
    places.make_former("Thử Cũ", east, code="80001")
    wanted = make.service_request(life.ACCEPTED, place=east).code
    make.service_request(life.ACCEPTED)
    assert _codes(client, f"?where={name}") == [wanted]


def test_reports_of_a_former_unit_stand_with_its_successor(client, db):
    east = places.make_commune("Bình Đông", code="90002")
    old = places.make_former("Thử Cũ", east, code="80001")
    new, former = (make.service_request(life.ACCEPTED, place=each).code for each in (east, old))
    assert set(_codes(client, "?place=90002")) == {new, former}


def test_where_i_live_is_one_tap_away(client, db):
    home = places.make_commune("Bình Thử", code="90001")
    chosen = preferences.Preferences(commune_id=home.id)
    client.set_cookie(preferences.COOKIE, chosen.encoded())
    assert 'href="/phan-anh?place=90001"' in client.get("/phan-anh").text


@pytest.mark.parametrize(
    "address",
    [
        "?service=none&status=none",
        "?before=none",
        "?before=LC-XXXX-XXXX",
        "?q=%25_%27%22",
        "?q=%00",
        "?q=" + "a%20" * 500,
        "?status[]=x",
    ],
)
def test_odd_addresses_are_a_page(client, db, address):
    make.service_request(life.ACCEPTED)
    assert client.get("/phan-anh" + address).status_code == 200


def test_an_unknown_place_finds_nothing_rather_than_everything(client, db):
    make.service_request(life.ACCEPTED)
    assert _codes(client, "?place=99999") == []
    assert _codes(client, "?where=Atlantis") == []


@pytest.mark.parametrize("flag", ["private_by_default", "about_officials"])
def test_private_matters_are_not_listed_not_even_for_their_sender(login_as, client, db, flag):
    user = make_user()
    make.service_request(life.ACCEPTED, service=make.service(**{flag: True}), citizen=user)
    assert _codes(client) == []
    assert _codes(login_as(user)) == []


def test_the_list_names_a_report_by_its_public_words_only(client, db):
    make.service_request(life.RECEIVED, description="Chưa ai xem qua")
    assert "Chưa ai xem qua" not in client.get("/phan-anh").text


def test_a_report_without_public_words_names_its_matter_once(client, db):
    lamp = make.service("street-light", "Đèn đường")
    report = make.service_request(life.RECEIVED, service=lamp)
    card = client.get("/phan-anh").text.split(f'id="service-request-{report.code}"')[1]
    assert card.split("</a>")[0].count("Đèn đường") == 1


# --- mine


def test_my_list_holds_mine_and_nobody_else_s(login_as, db):
    first, second = make_user(), make_user()
    mine = make.service_request(life.RECEIVED, citizen=first, description="Của tôi đây").code
    make.service_request(life.RECEIVED, citizen=second)
    page = login_as(first).get("/phan-anh/cua-toi").text
    assert CARD.findall(page) == [mine]
    assert "Của tôi đây" in page


def test_my_list_is_paged(login_as, db):
    user = make_user()
    made = [make.service_request(life.RECEIVED, citizen=user).code for _ in range(PAGE + 1)]
    visitor = login_as(user)
    page = visitor.get("/phan-anh/cua-toi").text
    older = re.search(r'href="([^"]+)" rel="next"', page)[1]
    assert CARD.findall(visitor.get(older).text) == [made[0]]


def test_a_visitor_without_reports_is_told_what_to_do(client, db):
    page = client.get("/phan-anh/cua-toi")
    assert page.status_code == 200
    assert 'href="/phan-anh/moi"' in page.text
