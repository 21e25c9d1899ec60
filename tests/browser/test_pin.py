"""The pin of a report put right on a small map, which is fetched when somebody taps for it."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.factories import places
from tests.factories import service_requests as make

pytestmark = pytest.mark.details
HERE = {"latitude": 21.7, "longitude": 104.9195, "accuracy": 12}


def test_the_pin_goes_to_the_next_commune_by_keys_alone(open_page, app, settle):
    make.service("road", "Đường sá", icon="road")
    places.enclose(places.make_commune("Bình Tây", code="90001"), 21.7, 104.87)
    places.enclose(places.make_commune("Bình Đông", code="90002"), 21.7, 104.97)
    settle()
    phone = open_page(**PHONE, geolocation=HERE, permissions=["geolocation"])
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    phone.goto("/phan-anh/moi")
    expect(phone.get_by_label("Phường Bình Tây")).to_be_checked()
    assert not [url for url in asked if "pin." in url or "map." in url or "/nen" in url]
    phone.get_by_role("button", name="Chỉnh trên bản đồ").click()
    map_, said = phone.locator(".pin-map svg"), phone.locator(".pin-map [role=status]")
    expect(map_).to_be_focused()
    expect(said).to_have_text("Phường Bình Tây")
    for _ in range(3):
        map_.press("ArrowRight")
    expect(said).to_contain_text("Phường Bình Đông")
    expect(said).to_contain_text("cách chỗ cũ")
    map_.press("Enter")
    expect(phone.get_by_label("Phường Bình Đông")).to_be_checked()
    assert float(phone.locator("[name=long]").input_value()) > HERE["longitude"]
    assert phone.locator("[name=accuracy]").input_value() == "10"
    expect(phone.get_by_role("button", name="Chỉnh trên bản đồ")).to_be_focused()


def test_leaving_it_changes_nothing(open_page, app, settle):
    make.service("road", "Đường sá", icon="road")
    places.enclose(places.make_commune("Bình Tây", code="90001"), 21.7, 104.87)
    settle()
    phone = open_page(**PHONE, geolocation=HERE, permissions=["geolocation"])
    phone.goto("/phan-anh/moi")
    expect(phone.get_by_label("Phường Bình Tây")).to_be_checked()
    phone.get_by_role("button", name="Chỉnh trên bản đồ").click()
    phone.locator(".pin-map svg").press("ArrowUp")
    phone.locator(".pin-map svg").press("Escape")
    expect(phone.locator(".pin-map")).to_have_count(0)
    assert phone.locator("[name=lat]").input_value() == "21.700000"
