"""From a push to a sent answer in four taps, and a lead's approval in two, on a phone."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.core import clock
from app.notifications.models import Notification
from app.service_requests.routing import assigning
from tests.factories import service_requests as make

pytestmark = pytest.mark.one_database

IN_SIGHT = "document.querySelector('#act').getBoundingClientRect().top < innerHeight"


class Taps:
    """Taps on one page, counted; the first is the one on the push, which opens its address."""

    def __init__(self, page: Page, url: str) -> None:
        """Tap the push."""
        self.page, self.count = page, 1
        page.goto(url)

    def tap(self, name: str, role: Any = "button") -> None:
        """Tap what is called so."""
        self.count += 1
        self.page.locator("#detail").get_by_role(role, name=name, exact=True).tap()


def pushed_to(user: Any, kind: str) -> str:
    """The address of the last push of a kind to somebody."""
    found = Notification.query.filter_by(user_id=user.id, kind=kind)
    return str(found.order_by(Notification.id.desc()).first().url)


def given_to(offices: Any, **template: Any) -> Any:
    """A report that was just assigned to the handler, with an answer kept ready for it."""
    make.answer_template(offices.office, title="Đã xong", **template)
    report = make.service_request("accepted", agency=offices.office)
    lead = make.official_actor(offices.office, offices.lead)
    assigning.assign(report, lead, clock.now(), offices.handler)
    return report


@pytest.mark.parametrize(
    ("body", "asked", "taps"),
    [("{lời chào}. Tổ điện đã thay bóng ở {xã}.", False, 3), ("Đã xử lý xong.", True, 4)],
)
def test_four_taps_from_the_push_to_a_sent_answer(
    offices: Any,
    phone: Page,
    sign_in: Callable[..., None],
    settle: Callable[[], None],
    complaints: Any,
    db: Any,
    body: str,
    asked: bool,
    taps: int,
) -> None:
    complaints.expected.append("422")
    report = given_to(offices, body=body)
    url = pushed_to(offices.handler, "assigned")
    sign_in(phone, offices.handler)
    settle()
    way = Taps(phone, url)
    assert phone.evaluate(
        "document.querySelector('#act').getBoundingClientRect().top < innerHeight"
    )
    way.tap("Đã xong", "link")
    way.tap("Trả lời và kết thúc")
    if asked:
        expect(phone.locator(".summary")).to_contain_text("Câu trả lời còn chung chung. Vẫn gửi?")
        expect(phone.locator("#act [name=text]")).to_have_value(body)
        way.tap("Vẫn gửi")
    expect(phone.locator("#detail .line").first).to_contain_text("Đã khắc phục")
    assert way.count == taps <= 4
    db.session.rollback()
    db.session.refresh(report)
    assert report.resolution == "fixed"


def test_two_taps_from_the_push_to_a_leads_approval(
    offices: Any,
    phone: Page,
    open_page: Callable[..., Page],
    sign_in: Callable[..., None],
    settle: Callable[[], None],
    db: Any,
) -> None:
    offices.office.sign_off = True
    report = given_to(offices)
    code = report.code
    sign_in(phone, offices.handler)
    settle()
    way = Taps(phone, f"/can-bo/phan-anh/{code}")
    way.tap("Đã xong", "link")
    way.tap("Trình duyệt")
    expect(phone.locator("#du-thao")).to_contain_text("Chờ duyệt")
    url = pushed_to(offices.lead, "approval_asked")
    lead = open_page(viewport={"width": 360, "height": 640}, has_touch=True, is_mobile=True)
    sign_in(lead, offices.lead)
    settle()
    decision = Taps(lead, url)
    decision.tap("Duyệt và công bố")
    expect(lead.get_by_text("Đã duyệt và công bố.")).to_be_visible()
    assert decision.count == 2
    db.session.rollback()
    db.session.refresh(report)
    assert report.resolution == "fixed"


def test_on_a_wide_screen_a_template_fills_the_form_alone(
    offices: Any, desk: Page, sign_in: Callable[..., None], settle: Callable[[], None]
) -> None:
    report = given_to(offices)
    code, place = report.code, report.place.label
    sign_in(desk, offices.handler)
    settle()
    desk.goto(f"/can-bo/phan-anh/{code}")
    desk.wait_for_function("() => window.htmx")
    desk.evaluate("document.querySelector('#detail h2').dataset.same = 'yes'")
    desk.locator("#act").get_by_role("link", name="Đã xong").click()
    expect(desk.locator("#act [name=text]")).to_have_value(f"Đã thay bóng ở {place}.")
    assert desk.locator("#detail h2[data-same]").count() == 1
