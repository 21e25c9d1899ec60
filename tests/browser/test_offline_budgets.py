"""What a visit asks of the network, cold and warm, until `load`: requests and bytes."""

from typing import Any

import pytest

from app.service_requests import starter
from tests.browser.devices import PHONE
from tests.factories import service_requests as make
from tests.service_requests import pages

pytestmark = pytest.mark.details

COLD_REQUESTS, COLD_BYTES = 4, 20_000
WARM_REQUESTS, WARM_BYTES = 1, 8_000
APART = ("/manifest", "/static/icon", "/static/maskable", "/sw.js", "/static/screen")
"""Manifest, icons and what the worker fetches ahead are counted apart."""


class Wire:
    """The requests of one page that reached the network, with their bytes."""

    def __init__(self, page: Any) -> None:
        """Listen to `page` alone; what its worker fetches is its own."""
        self.sent: dict[str, str] = {}
        self.bytes: dict[str, float] = {}
        devtools = page.context.new_cdp_session(page)
        devtools.on("Network.responseReceived", self._answered)
        devtools.on("Network.loadingFinished", self._finished)
        devtools.send("Network.enable")

    def _answered(self, event: dict[str, Any]) -> None:
        answer = event["response"]
        path = "/" + answer["url"].split("/", 3)[3]
        cached = answer.get("fromDiskCache") or answer.get("fromPrefetchCache")
        worker = answer.get("fromServiceWorker") and "/static/" in path
        if not (cached or worker or path.startswith(APART)):
            self.sent[event["requestId"]] = path

    def _finished(self, event: dict[str, Any]) -> None:
        self.bytes[event["requestId"]] = event["encodedDataLength"]

    def __repr__(self) -> str:
        """Each request with its bytes."""
        return str([(path, self.bytes.get(number)) for number, path in self.sent.items()])

    def total(self) -> float:
        """Bytes on the way, headers included."""
        return sum(self.bytes.get(number, 0) for number in self.sent)


@pytest.fixture(params=["/", "/phan-anh/moi", "/phan-anh", "a report"])
def address(request, db, settle, media_folder):
    pages.the_form(3)
    report = make.service_request("accepted", publicity="public")
    code = report.code
    settle()
    return f"/phan-anh/{code}" if request.param == "a report" else request.param


def test_a_cold_visit_is_light(open_page, address):
    page = open_page(**PHONE, service_workers="allow")
    wire = Wire(page)
    page.goto(address, wait_until="load")
    assert len(wire.sent) <= COLD_REQUESTS, wire.sent
    assert wire.total() <= COLD_BYTES, wire


def test_the_form_of_the_demonstration_is_light_too(open_page, db, settle):
    """Services, questions and emergency numbers of a whole province."""
    starter.load()
    settle()
    page = open_page(**PHONE, service_workers="allow")
    wire = Wire(page)
    page.goto("/phan-anh/moi", wait_until="load")
    assert page.locator("[name=service]").count() == 17
    assert len(wire.sent) <= COLD_REQUESTS, wire.sent
    assert wire.total() <= COLD_BYTES, wire


def test_a_warm_visit_asks_for_the_page_alone(queue_phone, address):
    phone = queue_phone()
    phone.ready()
    phone.page.goto(address)
    wire = Wire(phone.page)
    phone.page.goto(address, wait_until="load")
    asked = [path for path in wire.sent.values() if "/static/" not in path]
    assert len(asked) <= WARM_REQUESTS, wire.sent
    assert wire.total() <= WARM_BYTES, (wire.total(), wire.sent)
