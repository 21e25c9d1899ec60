"""Atom and CAP: what programs read holds their schemas."""

from datetime import timedelta
from pathlib import Path

import pytest
from lxml import etree

from app.core import clock as now_clock
from tests.factories import news
from tests.factories.accounts import make_agency
from tests.factories.places import enclose, make_commune, make_province, make_village

pytestmark = pytest.mark.one_database
SCHEMAS = Path(__file__).parent / "schemas"
ATOM = etree.RelaxNG(etree.parse(str(SCHEMAS / "atom.rng")))
CAP = etree.XMLSchema(etree.parse(str(SCHEMAS / "cap-1.2.xsd")))
A, C = "{http://www.w3.org/2005/Atom}", "{urn:oasis:names:tc:emergency:cap:1.2}"


def atom_at(client, url):
    answer = client.get(url)
    assert answer.mimetype == "application/atom+xml"
    document = etree.fromstring(answer.data)
    assert ATOM.validate(document), ATOM.error_log
    return document


def cap_of(client, alert):
    answer = client.get(f"/canh-bao/{alert.code}/cap.xml")
    assert answer.mimetype == "application/cap+xml"
    document = etree.fromstring(answer.data)
    assert CAP.validate(document), CAP.error_log
    return document


def said(document, path):
    return [each.text for each in document.iterfind("/".join(C + part for part in path.split("/")))]


def test_the_news_are_valid_atom(client):
    news.article(title="Một & <hai>", source_name="Trang tin", source_url="https://a.vn/x?y=1&z=2")
    news.article(title="Ba", summary="")
    document = atom_at(client, "/tin-tuc/atom.xml")
    titles = [each.text for each in document.iterfind(f"{A}entry/{A}title")]
    assert set(titles) == {"Một & <hai>", "Ba"}
    assert "<p>" in document.find(f"{A}entry/{A}content").text


def test_a_feed_of_a_section_and_of_a_place(client):
    here = make_commune("Đây")
    news.article(title="Đường", section="giao-thong", places=(here,))
    news.article(title="Trường", section="giao-duc")
    for url in ("/tin-tuc/atom.xml?chuyen-muc=giao-thong", f"/tin-tuc/atom.xml?noi={here.code}"):
        document = atom_at(client, url)
        assert [each.text for each in document.iterfind(f"{A}entry/{A}title")] == ["Đường"]


def test_an_empty_feed_is_valid_too(client):
    assert atom_at(client, "/tin-tuc/atom.xml").find(f"{A}entry") is None
    assert atom_at(client, "/canh-bao/cap.xml").find(f"{A}entry") is None


def test_a_feed_that_did_not_change_is_not_sent_again(client):
    news.article()
    tag = client.get("/tin-tuc/atom.xml").headers["ETag"]
    assert client.get("/tin-tuc/atom.xml", headers={"If-None-Match": tag}).status_code == 304


def test_newspapers_are_not_passed_on(client):
    made = news.article(title="Của báo")
    made.is_link = True
    assert atom_at(client, "/tin-tuc/atom.xml").find(f"{A}entry") is None


@pytest.mark.parametrize("level", [1, 2, 3, 4])
@pytest.mark.parametrize("kind", ["flood", "storm", "landslide", "road_closed", "power_cut",
                                  "water_cut", "disease", "other"])  # fmt: skip
@pytest.mark.own_day
def test_every_kind_and_level_is_valid_cap(client, kind, level):
    made = news.alert(make_commune(), kind=kind, level=level)
    document = cap_of(client, made)
    assert said(document, "info/severity") == [
        ["Minor", "Moderate", "Severe", "Extreme"][level - 1]
    ]
    assert said(document, "sent") == ["2026-11-19T09:12:00+07:00"]
    assert said(document, "msgType") == ["Alert"]


def test_a_bare_alert_with_odd_words_is_valid_cap(client):
    place = make_village(make_commune())
    made = news.alert(place, headline="Nước < 2 m & lên", description="", instruction="",
                      contact_name="", contact_phone="")  # fmt: skip
    assert said(cap_of(client, made), "info/headline") == ["Nước < 2 m & lên"]


@pytest.mark.own_day
def test_later_messages_refer_to_all_before(client):
    agency = make_agency()
    made = news.alert(make_commune(), agency=agency)
    by = news.actor_of(agency)
    made.update("Nước vẫn lên.", made.ends_at + timedelta(hours=1), 4, by, now_clock.now())
    document = cap_of(client, made)
    sender = "canh-bao@localhost"
    assert said(document, "identifier") == [f"{made.code}-2"]
    assert said(document, "msgType") == ["Update"]
    assert said(document, "references") == [f"{sender},{made.code}-1,2026-11-19T09:12:00+07:00"]
    made.clear("Nước đã rút.", by, now_clock.now())
    document = cap_of(client, made)
    assert len(said(document, "references")[0].split()) == 2
    assert said(document, "info/responseType") == ["AllClear"]


def test_an_area_by_points_is_closed(client):
    place = enclose(make_commune(), 22, 104)
    made = news.alert(place, polygon="21.9,103.9 21.9,104.1 22.1,104.1")
    (points,) = said(cap_of(client, made), "info/area/polygon")
    assert points.split()[0] == points.split()[-1]
    assert len(points.split()) == 4


def test_the_alert_feed_leads_to_each_message(client):
    made = news.alert(make_province())
    document = atom_at(client, "/canh-bao/cap.xml")
    (link,) = document.iterfind(f"{A}entry/{A}link")
    assert link.get("href") == f"http://localhost/canh-bao/{made.code}/cap.xml"
    assert link.get("type") == "application/cap+xml"
