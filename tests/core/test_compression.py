"""Pages are small on the wire, and no secret can be measured through it."""

import pytest

from app.core.preferences import COOKIE
from tests.client import Visitor

BR = {"Accept-Encoding": "br, gzip"}


def test_a_page_goes_out_compressed(client: Visitor) -> None:
    answer = client.get("/phan-anh/moi", headers=BR)
    assert answer.headers["Content-Encoding"] == "br"
    assert "Accept-Encoding" in answer.vary


def test_a_browser_that_cannot_read_it_gets_it_plain(client: Visitor) -> None:
    assert "Content-Encoding" not in client.get("/phan-anh/moi").headers


def test_gzip_serves_older_browsers(client: Visitor) -> None:
    answer = client.get("/phan-anh/moi", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"


@pytest.mark.usefixtures("csrf")
def test_a_token_beside_what_the_request_says_is_not_compressed(client: Visitor) -> None:
    answer = client.get("/phan-anh/moi?service=guess", headers=BR)
    assert "Content-Encoding" not in answer.headers


@pytest.mark.usefixtures("csrf")
def test_nor_is_a_form_that_came_back(client: Visitor) -> None:
    client.set_cookie(COOKIE, "vi.normal..")
    answer = client.post("/phan-anh/moi", data={"description": "guess"}, headers=BR)
    assert answer.status_code >= 400
    assert "Content-Encoding" not in answer.headers
