"""Programmes: who may apply until when; a link that fails on two days is said to be dead, once."""

from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.core import clock
from app.core.db import db
from app.directory.programmes import links, queries
from app.directory.programmes.models import Programme
from app.notifications.endpoints import BadEndpoint
from app.notifications.models import Notification
from tests.factories import directory as make
from tests.factories.accounts import make_user
from tests.factories.market import make_shop

LINK = "https://dichvucong.gov.vn/ho-tro"


def form(**said):
    return {"loai": "support", "ten": "Hỗ trợ máy sấy chè", "ai": "Hợp tác xã", **said}


def test_an_office_writes_one_and_people_read_until_when_and_where(desk, client, office):
    url = f"/can-bo/chuong-trinh/moi/{office.code}"
    sent = form(han="2026-12-31", duong_dan=LINK, dien_thoai="0900 000 201")
    assert desk.post(url, data=sent).status_code == 303
    found = db.session.scalars(select(Programme)).one()
    assert found.until == date(2026, 12, 31)
    assert "Hỗ trợ máy sấy chè" in client.get("/chuong-trinh").text
    page = client.get(f"/chuong-trinh/{found.code}").text
    for said in ("Hợp tác xã", "31/12/2026", LINK, "tel:0900000201"):
        assert said in page
    assert "/chuong-trinh/" in client.get("/tim?q=may say che").text
    changed = form(ten="Hỗ trợ lò sấy", duong_dan=LINK, version="1")
    assert desk.post(f"/can-bo/chuong-trinh/{found.code}", data=changed).status_code == 303
    assert desk.post(f"/can-bo/chuong-trinh/{found.code}", data=changed).status_code == 409
    assert desk.post(f"/can-bo/chuong-trinh/{found.code}/bo").status_code == 303
    assert client.get(f"/chuong-trinh/{found.code}").status_code == 404


def test_after_its_last_day_it_is_read_but_not_offered(client, office):
    yesterday = clock.local(clock.now()).date() - timedelta(days=1)
    over = make.programme(office, "Đã qua", until=yesterday, link=LINK)
    make.programme(office, "Hôm nay", until=yesterday + timedelta(days=1))
    db.session.commit()
    page = client.get("/chuong-trinh").text
    assert "Hôm nay" in page and "Đã qua" not in page
    page = client.get(f"/chuong-trinh/{over.code}").text
    assert "Đã hết hạn" in page and LINK not in page


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"ten": ""}, "Ghi tên."),
        ({"loai": "x"}, "Chọn loại chương trình."),
        ({"han": "31/13"}, "Chọn ngày."),
        ({"duong_dan": "https://evil.example/"}, "Chỉ nhận trang https của Nhà nước"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(desk, office, wrong, sentence):
    answer = desk.post(f"/can-bo/chuong-trinh/moi/{office.code}", data=form(**wrong))
    assert answer.status_code == 422 and sentence in answer.text


@pytest.mark.parametrize(
    "url",
    ["http://dichvucong.gov.vn/", "https://gov.vn.example/", "https://xgov.vn/", "https://1.2.3.4/",
     "https://dichvucong.gov.vn:8443/", "https://localhost/", "https://a@dichvucong.gov.vn/"],
)  # fmt: skip
def test_s29_only_listed_hosts_are_asked(app, url):
    with pytest.raises(BadEndpoint):
        links.endpoint(url)


def test_s29_a_state_host_that_leads_inside_is_not_asked(app, monkeypatch):
    answers = [(2, 1, 6, "", ("10.0.0.7", 443))]
    monkeypatch.setattr("app.notifications.endpoints.socket.getaddrinfo", lambda *_, **__: answers)
    assert "leads inside" in links.answer(LINK)


@pytest.mark.parametrize(
    ("status", "works"),
    [(200, True), (302, True), (403, True), (404, False), (410, False), (500, False), (503, False)],
)
def test_what_an_answer_means(app, monkeypatch, status, works):
    class Line:
        def request(self, *_args, **_named):
            """Asked."""

        def getresponse(self):
            self.status = status
            return self

    @contextmanager
    def connected(_endpoint, _way):
        yield Line()

    monkeypatch.setattr(links, "connected", connected)
    assert (links.answer(LINK) == "") is works


def test_a_link_is_dead_after_two_failures_and_alive_again(client, office, monkeypatch):
    make.keeper(office)
    found = make.programme(office, link=LINK)
    db.session.commit()
    now, said = clock.now(), ["404"]
    monkeypatch.setattr(links, "answer", lambda _url: said[0])

    def tested(after):
        at = now + after
        monkeypatch.setattr(links.clock, "now", lambda: at)
        links.test_links()
        db.session.expire_all()

    tested(timedelta())
    assert not found.is_dead and found.link_why == "404"
    tested(timedelta(hours=6))  # too soon to ask again
    assert found.link_failures == 1
    tested(timedelta(days=1))
    assert found.is_dead and len(db.session.scalars(select(Notification)).all()) == 1
    assert "không mở được" in client.get(f"/chuong-trinh/{found.code}").text
    assert db.session.scalars(queries.dead([office.id])).all() == [found.id]
    said[0] = ""
    tested(timedelta(days=2))
    assert not found.is_dead and found.link_failures == 0
    tested(timedelta(days=8))
    assert found.link_tested_at == now + timedelta(days=2)  # within its week
    tested(timedelta(days=9))
    assert found.link_tested_at == now + timedelta(days=9)


def test_another_link_is_tested_anew(desk, office):
    found = make.programme(office, link=LINK)
    links.note(found.id, LINK, "404", clock.now())
    links.note(found.id, "https://vneid.gov.vn/", "404", clock.now())  # changed meanwhile
    assert found.link_failures == 1
    db.session.commit()
    sent = form(duong_dan="https://vneid.gov.vn/", version="1")
    assert desk.post(f"/can-bo/chuong-trinh/{found.code}", data=sent).status_code == 303
    db.session.expire_all()
    assert (found.link_failures, found.link_tested_at) == (0, None)


def test_a_business_sees_on_its_page_what_it_may_apply_to(login_as, desk, office):
    seller = make_user("Người Bán Thử")
    shop = make_shop(seller, commune=office.place, kind="cooperative")
    url = f"/can-bo/chuong-trinh/moi/{office.code}"
    form = {"loai": "support", "ten": "Máy sấy cho hợp tác xã", "cho-cooperative": "1"}
    assert desk.post(url, data={**form, "cho-nobody": "1"}).status_code == 303
    make.programme(office, "Tập huấn cho mọi người")
    make.programme(office, "Chỉ cho sạp chợ", fits=["stall"])
    make.programme(make.office(), "Ở xã khác")
    make.programme(office, "Ứng dụng Mẫu", kind="app")
    db.session.commit()
    page = login_as(seller).get(f"/cho-so/ban/{shop.slug}").text
    assert "Máy sấy cho hợp tác xã" in page and "Tập huấn cho mọi người" in page
    for other in ("Chỉ cho sạp chợ", "Ở xã khác", "Ứng dụng Mẫu"):
        assert other not in page
    named = select(Programme).where(Programme.title == form["ten"])
    found = db.session.scalars(named).one()
    assert found.fits == ["cooperative"]
    assert "Hợp tác xã" in desk.get(f"/chuong-trinh/{found.code}").text
    edit = desk.get(f"/can-bo/chuong-trinh/{found.code}").text
    assert 'name="cho-cooperative" value="1" checked' in " ".join(edit.split())
