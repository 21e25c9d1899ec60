"""The front page, its search, and the emergency numbers."""

import re

import pytest

from app.core import navigation
from app.service_requests import life
from tests.factories import places
from tests.factories import service_requests as make
from tests.factories.accounts import make_user
from tests.service_requests import citizen


def test_the_one_main_act_leads_to_the_form(client):
    page = client.get("/").text
    assert re.search(r'<a class="btn" href="/phan-anh/moi">', page)


def test_every_tile_leads_to_a_page(app, client):
    with app.test_request_context():
        tiles = navigation.registry().tiles
    links = re.search(r'<nav class="tiles"[^>]*>(.*?)</nav>', client.get("/").text, re.DOTALL)[1]
    addresses = re.findall(r'href="([^"]+)"', links)
    assert len(addresses) == len([tile for tile in tiles if tile.shown_to is None])
    assert {client.get(address).status_code for address in addresses} == {200}
    assert not list(dead_ends(client, addresses))


def dead_ends(client, addresses):
    """Give what leads on from these pages to no page."""
    for address in addresses:
        main = re.search(r"<main.*?</main>", client.get(address).text, re.DOTALL)[0]
        ways = {each.split("#")[0] for each in re.findall(r'(?:href|action)="(/[^"]*)"', main)}
        for way in sorted(ways - {address, ""}):
            answer = client.get(way.replace("&amp;", "&"))
            if answer.status_code >= 400 and "POST" not in answer.headers.get("Allow", ""):
                yield address, way


@pytest.mark.own_day
def test_mine_shows_my_reports_with_status_and_time_left(login_as, db):
    user = make_user()
    make.service_request(life.IN_PROGRESS, citizen=user, description="Ổ gà đầu cầu")
    said = citizen.words(login_as(user).get("/"))
    assert "Ổ gà đầu cầu" in said
    assert "Đang xử lý" in said
    assert "Còn 7 ngày" in said or "Còn 8 ngày" in said


def test_a_guest_sees_what_their_links_open(client, db):
    make.service("street-light")
    make.place(code="90001")
    form = {"service": "street-light", "place": "90001", "description": "Đèn tắt ngõ 5"}
    citizen.code_of(citizen.send(client, form | citizen.opened(client)))
    assert "Đèn tắt ngõ 5" in client.get("/").text
    assert "Đèn tắt ngõ 5" not in client.application.test_client().get("/").text


def test_an_empty_front_page_says_what_to_do(client):
    assert "Chụp ảnh" in citizen.words(client.get("/"))


# --- search


def test_a_service_is_found_by_the_words_people_use_and_opens_its_form(client, db):
    make.service("road", "Đường sá", keywords="ổ gà sạt lở")
    page = client.get("/tim?q=o ga").text
    assert 'href="/phan-anh/moi?service=road"' in page


@pytest.mark.parametrize("shape", [str, str.lower, lambda code: code.replace("-", " ")])
def test_a_report_is_found_by_its_code_however_it_is_typed(client, db, shape):
    report = make.service_request(life.RECEIVED)
    page = client.get("/tim", query_string={"q": shape(report.code)}).text
    assert f'href="/phan-anh/{report.code}"' in page


def test_a_private_report_is_not_found_by_its_code(client, db):
    report = make.service_request(service=make.service(private_by_default=True))
    assert f"/phan-anh/{report.code}" not in client.get(f"/tim?q={report.code}").text


def test_reports_are_found_by_public_words_without_accents(client, db):
    report = make.service_request(life.ACCEPTED, description="Ngập ở đường Lê Lợi")
    assert f'href="/phan-anh/{report.code}"' in client.get("/tim?q=le loi").text


def test_an_old_name_leads_to_the_reports_of_the_new_commune(client, db):
    new = places.make_commune("Bình Đông", code="90002")
    places.make_former("Thử Cũ", new)
    page = client.get("/tim?q=thu cu").text
    assert 'href="/phan-anh?place=90002"' in page
    assert "trước là Xã Thử Cũ" in page


@pytest.mark.parametrize("typed", ["PA13020045678", "pa 1302 0045678", "1302.0045.678"])
def test_a_customer_code_leads_to_asking_whether_it_is_paid(client, db, typed):
    page = client.get("/tim", query_string={"q": typed}).text
    code = "".join(typed.upper().replace(".", "").split())
    assert f'href="/hoa-don/tra-cuu?ma={code}"' in page
    assert f'value="{code}"' in client.get(f"/hoa-don/tra-cuu?ma={code}").text


@pytest.mark.parametrize("typed", ["0900 000 012", "0912345678", "001099012345", "12", "2026"])
def test_a_number_of_a_person_is_no_customer_code(client, db, typed):
    assert "/hoa-don/tra-cuu?ma=" not in client.get("/tim", query_string={"q": typed}).text


def test_a_code_and_a_place_typed_whole_stand_before_all_else(client, db):
    report = make.service_request(life.RECEIVED)
    places.make_commune("Cứu Hỏa", code="90007")
    page = client.get("/tim", query_string={"q": "cứu hỏa"}).text
    assert page.index("place=90007") < page.index("/khan-cap#so-114")
    page = client.get("/tim", query_string={"q": report.code}).text
    assert "/khan-cap" not in page or page.index(report.code) < page.index("/khan-cap#")


@pytest.mark.parametrize("typed", ["", "   ", "%00", "a" * 5_000, "<script>alert(1)</script>", "'"])
def test_odd_searches_are_a_page(client, db, typed):
    page = client.get("/tim", query_string={"q": typed})
    assert page.status_code == 200
    assert "<script>alert" not in page.text


# --- whom to call


def test_the_five_numbers_are_one_tap_away_and_cost_no_statement(client, statements):
    with statements() as seen:
        page = client.get("/khan-cap")
    assert seen == []
    assert re.findall(r'href="tel:(\d+)"', page.text) == ["113", "114", "115", "112", "111"]
