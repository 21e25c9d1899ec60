"""Data saver: no photo loads before a tap, by the browser's wish or the person's."""

import re

import pytest

from app.service_requests.models import RequestPhoto
from tests.factories import service_requests as make
from tests.factories.media import photo


@pytest.fixture
def page(db):
    report = make.service_request("accepted", publicity="public")
    make.link_photo(report, photo(with_files=True), RequestPhoto.REPORT, public=True)
    db.session.commit()
    return f"/phan-anh/{report.code}"


def test_photos_load_at_once_where_nobody_saves(client, page):
    assert "<img" in client.get(page).text


def test_the_browser_s_wish_is_followed_and_a_tap_still_opens_the_photo(client, page):
    answer = client.get(page, headers={"Save-Data": "on"})
    assert "<img" not in answer.text
    assert "Save-Data" in answer.vary
    way = re.search(r'href="(/phan-anh/[^"]+/anh/[^"]+)"', answer.text)
    assert way
    assert '-large.webp"' in client.get(way[1], headers={"Save-Data": "on"}).text


def test_a_switch_does_the_same_in_every_browser_and_goes_back(client, page):
    client.post("/tai-khoan/tuy-chon", data={"saver": "on"})
    assert "<img" not in client.get(page).text
    client.post("/tai-khoan/tuy-chon", data={"saver": "off"})
    assert "<img" in client.get(page).text


def test_a_page_kept_for_strangers_is_not_given_to_a_saver(kept, client, page):
    assert "<img" in client.get(page).text
    assert "<img" not in client.get(page, headers={"Save-Data": "on"}).text
