"""Pages kept for seconds: for strangers only, by what the page depends on."""

from datetime import timedelta

import pytest

from app.core import page_cache, preferences
from app.core.working_days import calendar
from app.news import notices
from app.service_requests import life
from app.service_requests.following import withdrawing
from tests.clocks import NOW
from tests.factories import news, places
from tests.factories import service_requests as make
from tests.factories.accounts import make_user
from tests.service_requests import citizen


def test_a_second_stranger_gets_the_same_page_without_a_statement(app, kept, client, statements):
    make.service_request(life.ACCEPTED)
    first = client.get("/phan-anh")
    with statements() as seen:
        second = app.test_client().get("/phan-anh")
    assert seen == []
    assert second.text == first.text
    assert second.headers["Content-Security-Policy"]
    assert second.headers["X-Request-Id"] != first.headers["X-Request-Id"]


def test_nobody_who_is_signed_in_is_given_a_kept_page(kept, client, login_as):
    client.get("/")
    user = make_user()
    make.service_request(citizen=user, description="Của riêng tôi")
    visitor = login_as(user)
    assert "Của riêng tôi" in visitor.get("/").text
    assert "Của riêng tôi" not in client.get("/").text


def test_a_guest_s_own_page_is_never_kept(app, kept, client):
    make.service("street-light")
    make.place(code="90001")
    form = {"service": "street-light", "place": "90001", "description": "Đèn tắt ngõ 5"}
    code = citizen.code_of(citizen.send(client, form | citizen.opened(client)))
    assert "Đèn tắt ngõ 5" in client.get(f"/phan-anh/{code}").text
    assert "Đèn tắt ngõ 5" not in app.test_client().get(f"/phan-anh/{code}").text


def test_language_text_size_commune_and_address_have_pages_of_their_own(kept, client):
    texts = set()
    for chosen in ("vi.normal..", "en.normal..", "vi.large.."):
        client.set_cookie(preferences.COOKIE, chosen)
        texts |= {client.get("/").text, client.get("/phan-anh").text}
    assert len(texts) == 6


def test_a_villages_alert_is_on_the_pages_of_its_people_alone(app, kept):
    commune = places.make_commune()
    here, there = places.make_village(commune, "Thử Một"), places.make_village(commune, "Thử Hai")
    news.alert(here, level=1)
    notices.forget()
    seen = {}
    for village in (there, here):
        visitor = app.test_client()
        visitor.set_cookie(preferences.COOKIE, f"vi.normal.{commune.id}.{village.id}")
        seen[village.id] = "Lũ trên sông" in visitor.get("/phan-anh").text
    assert seen == {there.id: False, here.id: True}


def test_a_page_grows_old_in_seconds(app, kept, client, clock):
    report = make.service_request(life.ACCEPTED)
    client.get("/phan-anh")
    withdrawing.withdraw(report, make.citizen_actor(report), report.requested_datetime, calendar())
    assert "Đã rút" not in app.test_client().get("/phan-anh").text
    clock.shift(11)
    assert "Đã rút" in app.test_client().get("/phan-anh").text


def test_pages_with_a_form_s_token_and_errors_are_not_kept(kept, client):
    client.get("/phan-anh/moi")
    client.get("/phan-anh/LC-XXXX-XXXX")
    client.get("/tim?q=x")
    assert len(kept._kept) == 0


def test_the_pages_that_are_kept_carry_no_token(kept, client):
    report = make.service_request(life.ACCEPTED)
    for address in ("/", "/phan-anh", f"/phan-anh/{report.code}"):
        page = client.get(address)
        assert "csrf_token" not in page.text
        assert "Set-Cookie" not in page.headers
    assert len(kept._kept) == 3


def test_only_so_many_pages_are_kept(kept, monkeypatch):
    monkeypatch.setattr(page_cache, "MOST_PAGES", 2)
    for number in range(3):
        kept.put(str(number), b"", timedelta(seconds=9), NOW)
    assert [kept.get(str(number), NOW) for number in range(3)] == [None, b"", b""]


@pytest.mark.one_database
def test_what_a_process_keeps_is_read_anew_after_its_time_and_a_clock_set_back(
    app, statements, clock
):
    kept = app.extensions["notices"]
    kept.clear()

    def reads() -> int:
        with statements() as seen:
            kept.get(notices.FRESH)
            calendar()
        return len(seen)

    assert (reads(), reads()) == (2, 0)
    clock.shift(6)
    assert reads() == 1, "alerts; the calendar is good for longer"
    clock.shift(40)
    assert reads() == 2
    clock.shift(-3_600)
    assert reads() == 2, "nothing is kept for an hour because a clock ran fast"
