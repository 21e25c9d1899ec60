"""Three phones of one house call for rescue, one without a signal; one of two officers goes."""

import pytest
from playwright.sync_api import expect

from app.news.rescue.models import DONE
from tests.news.rescue import HERE, STEP, flood, houses, officer

pytestmark = pytest.mark.details


def fill(phone, path, steps=0):
    """Open the form where the phone is, a few steps from the house."""
    at = {"latitude": HERE[0] + steps * STEP, "longitude": HERE[1], "accuracy": 10}
    phone.context.set_geolocation(at)
    page = phone.page
    page.goto(path)
    page.get_by_text("Mắc kẹt trên mái nhà").click()
    expect(page.locator("[name=lat]")).not_to_have_value("")
    return page


def test_three_phones_of_one_house_become_one_and_one_officer_goes(
    db, settle, queue_phone, sign_in
):
    alert = flood()
    number = alert.code
    path = f"/canh-bao/{number}/cuu-giup"
    people = [officer(alert), officer(alert, "Trực Ban Hai")]
    settle()
    phones = [queue_phone() for _ in range(3)]
    for phone in phones:
        phone.ready()
        phone.page.goto(f"/canh-bao/{number}")
        expect(phone.page.get_by_role("link", name="Gọi cứu giúp").first).to_be_visible()
    cut_off = phones[2]
    cut_off.holds(path)
    cut_off.offline()
    for steps, phone in enumerate(phones):
        fill(phone, path, steps).get_by_role("button", name="Gửi lời cầu cứu").click()
    for phone in phones[:2]:
        expect(phone.page.get_by_text("Hãy giữ điện thoại mở").first).to_be_visible()
    cut_off.page.goto("/cho-gui")
    expect(cut_off.page.get_by_text("Đã lưu trên máy").first).to_be_visible()
    assert [len(each.calls) for each in houses()] == [2]
    db.session.rollback()
    cut_off.offline(False)
    expect(cut_off.page.get_by_text("Đã gửi, mã").first).to_be_visible()
    (house,) = houses()
    assert len(house.calls) == 3
    code = house.code
    db.session.rollback()

    desks = [queue_phone().page for _ in people]
    for desk, person in zip(desks, people, strict=True):
        sign_in(desk, person)
        settle()
        desk.goto("/can-bo/cuu-giup")
        expect(desk.get_by_text("3 lần báo")).to_be_visible()
    for desk in desks:
        desk.get_by_role("button", name="Tôi đến đó").click()
    expect(desks[0].get_by_text("Bạn đã nhận.")).to_be_visible()
    expect(desks[1].get_by_text("Trực Ban Thử đã nhận trước")).to_be_visible()
    phones[0].page.reload()
    expect(phones[0].page.get_by_text("Đang đến").first).to_be_visible()

    desks[1].goto(f"/can-bo/canh-bao/{number}")
    desks[1].fill("#text", "Nước đã rút")
    desks[1].get_by_role("button", name="Báo hết nguy hiểm").click()
    desks[0].goto(f"/can-bo/cuu-giup/{code}")
    expect(desks[0].get_by_text("Cảnh báo đã hết: chưa xử lý xong")).to_be_visible()
    desks[0].get_by_text("Đã đưa đến nơi an toàn").click()
    desks[0].get_by_role("button", name="Xử lý xong").click()
    expect(desks[0].get_by_text("Chưa có ai cầu cứu")).to_be_visible()
    assert [each.status for each in houses()] == [DONE]
    db.session.rollback()
    phones[0].page.reload()
    expect(phones[0].page.get_by_text("Đã xong").first).to_be_visible()
