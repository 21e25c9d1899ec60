"""A report in a list: its photo to whom it belongs, one chip, and what waits for one first."""

import re

from app.core import preferences
from app.service_requests import life
from app.service_requests.following import mended
from app.service_requests.history import RequestPhoto
from app.service_requests.record import HIDDEN
from tests.factories import media, places
from tests.factories import service_requests as make
from tests.factories.accounts import make_user
from tests.service_requests import citizen

SHOWN = re.compile(r'<img class="thumb shot" src="/phan-anh/[^"]+/anh/(\w+)-thumb\.webp"')


def photographed(status=life.RECEIVED, *, public=False, **given):
    report = make.service_request(status, **given)
    link = make.link_photo(report, media.photo(), RequestPhoto.REPORT, public=public)
    return report, link.photo.code


def put_right(place=None, **given):
    """Give a report that was mended, with photos of before and after."""
    report, before = photographed(life.CLOSED, public=True, **({"place": place} | given))
    link = make.reply_photo(report)
    last = max(report.changes, key=lambda step: step.id)
    link.status_change_id = last.id
    return report, before, link.photo.code


def test_everybody_sees_a_public_photo_and_no_other(client, db):
    _, public = photographed(life.ACCEPTED, public=True)
    photographed(life.ACCEPTED)
    photographed(life.ACCEPTED, public=True)[0].publicity = HIDDEN
    assert SHOWN.findall(client.get("/phan-anh").text) == [public]


def test_the_sender_sees_their_own_photo_before_anybody_else(login_as, client, db):
    user = make_user()
    _, own = photographed(citizen=user)
    assert SHOWN.findall(login_as(user).get("/phan-anh/cua-toi").text) == [own]
    assert SHOWN.findall(login_as(user).get("/").text) == [own]
    assert SHOWN.findall(client.get("/phan-anh").text) == []


def test_a_photo_that_is_being_prepared_is_an_icon(client, db):
    report = make.service_request(life.ACCEPTED)
    make.link_photo(report, media.photo(state="quarantined"), RequestPhoto.REPORT, public=True)
    assert not SHOWN.findall(client.get("/phan-anh").text)


def test_a_card_has_one_chip_and_says_how_it_stands(login_as, db):
    user = make_user()
    make.service_request(life.IN_PROGRESS, citizen=user)
    page = login_as(user).get("/phan-anh/cua-toi")
    card = page.text.split('id="service-request-')[1].split("</a>")[0]
    assert card.count('class="chip') == 1
    assert "Đang xử lý · Xã" in citizen.words(page)


def test_what_waits_for_me_stands_first_and_once(login_as, db):
    user = make_user()
    asked = make.service_request(life.AWAITING_CITIZEN, citizen=user)
    newer = make.service_request(life.ACCEPTED, citizen=user)
    page = login_as(user).get("/phan-anh/cua-toi").text
    first, second = re.findall(r'id="service-request-([^"]+)"', page)
    assert (first, second) == (asked.code, newer.code)
    assert "Đang chờ bạn" in page


# --- mended


def test_the_front_page_shows_before_and_after(client, db):
    report, before, after = put_right(description="Nắp cống vỡ")
    page = client.get("/").text
    assert SHOWN.findall(page) == [before, after]
    assert "Nắp cống vỡ" in page
    assert f'href="/phan-anh/{report.code}"' in page


def test_what_is_hidden_or_was_only_explained_is_not_shown(client, db):
    put_right()[0].publicity = HIDDEN
    put_right(resolution=life.EXPLAINED)
    assert "Vừa sửa xong" not in client.get("/").text


def test_without_a_photo_of_both_it_is_not_shown(client, db):
    photographed(life.CLOSED, public=True)
    make.reply_photo(make.service_request(life.CLOSED))
    assert "Vừa sửa xong" not in client.get("/").text


def test_it_is_of_the_commune_where_one_lives(app, db):
    home, other = places.make_commune("Ven Sông"), places.make_commune("Vùng Cao")
    here, _, _ = put_right(home)
    put_right(other)
    assert [row.report for row in mended.lately(home).rows] == [here]
    assert len(mended.lately(None).rows) == 2
    visitor = app.test_client()
    chosen = preferences.Preferences(commune_id=home.id).encoded()
    visitor.set_cookie(preferences.COOKIE, chosen)
    page = visitor.get("/").text
    assert f"Vừa sửa xong ở {home.label}" in page
    assert page.count('class="pair"') == 1


# --- beside


def test_a_wide_screen_gets_the_list_beside_the_report(client, db):
    report, other = make.service_request(life.ACCEPTED), make.service_request(life.ACCEPTED)
    page = client.get(f"/phan-anh/{report.code}?ben=danh-sach").text
    assert f'id="service-request-{other.code}"' in page
    card = page.split(f'id="service-request-{report.code}"')[1].split(">")[0]
    assert 'aria-current="true"' in card
    assert 'class="beside' not in client.get(f"/phan-anh/{report.code}").text


def test_the_list_of_mine_beside_a_report_is_mine_alone(client, login_as, db):
    user = make_user()
    report = make.service_request(life.ACCEPTED, citizen=user)
    address = f"/phan-anh/{report.code}?ben=cua-toi"
    assert f'id="service-request-{report.code}"' in login_as(user).get(address).text
    assert "service-request-" not in client.get(address).text
    assert 'class="beside' not in client.get(address.replace("cua-toi", "gi-do")).text
