"""Where reports lie: the map of the desk, its counters, and the lists that it leads to."""

import random
import re

import pytest
from sqlalchemy import func, select, update

from app.core import clock
from app.places.maps import ground
from app.places.maps.grid import LEVELS
from app.places.maps.view import View
from app.service_requests import life
from app.service_requests.desk import on_map
from app.service_requests.desk.filters import Filters
from app.service_requests.mapping import counting, reading
from app.service_requests.mapping.counting import Counted, Wanted
from app.service_requests.mapping.models import MapCount
from app.service_requests.models import ServiceRequest
from app.service_requests.record import COMPLAINT, HIDDEN
from app.service_requests.routing import sealing
from tests.desk.test_inbox import codes_in
from tests.factories import places
from tests.factories import service_requests as make

PAGE = "/can-bo/ban-do"
LAT, LONG = 22.0, 104.0
AROUND = View(18, LAT, LONG)


def put(agency, lat=LAT, long=LONG, status="accepted", **given):
    return make.service_request(status, agency=agency, lat=lat, long=long, **given)


def fold_all():
    while counting.fold():
        pass


def linked(page):
    """The addresses to which the drawing's squares and points lead."""
    drawing = page.split('<svg class="map"')[1].split("</svg>")[0]
    return [each.replace("&amp;", "&") for each in re.findall(r'<a [^>]*href="([^"]+)"', drawing)]


@pytest.fixture
def many(offices, monkeypatch):
    """Points are drawn for one report at most: more stand in squares."""
    monkeypatch.setattr(reading, "MOST_POINTS", 1)
    return offices


def test_squares_count_and_lead_to_the_list_of_just_these(login_as, many):
    here = {put(many.office).code for _ in range(3)}
    put(many.office, LAT + 0.3, LONG + 0.3)
    visitor = login_as(many.handler)
    page = visitor.get(f"{PAGE}?o={AROUND.address}").text
    leads = {count: url for url, count in zip(linked(page), counts(page), strict=True)}
    assert sorted(leads) == [1, 3]
    assert set(codes_in(visitor.get(leads[3]).text)) == here


def counts(page):
    drawing = page.split('<svg class="map"')[1].split("</svg>")[0]
    return [int(each) for each in re.findall(r"<text[^>]*>(\d+)</text></a>", drawing)]


def test_few_reports_are_points_that_lead_to_each(login_as, offices):
    found = put(offices.office)
    page = login_as(offices.handler).get(f"{PAGE}?o={AROUND.address}").text
    assert linked(page) == [f"/can-bo/phan-anh/{found.code}"]
    assert found.place.title in page


def test_pins_that_would_hide_each_other_stand_in_a_square_until_one_looks_closely(
    login_as, offices
):
    for _ in range(reading.MOST_IN_SQUARE + 1):
        put(offices.office)
    visitor = login_as(offices.handler)
    page = visitor.get(f"{PAGE}?o={AROUND.address}").text
    assert counts(page) == [5] and "Bản đồ nhiệt" in page
    near = visitor.get(f"{PAGE}?o={reading.CLOSE}/{LAT}/{LONG}").text
    assert len(linked(near)) == 5 and "Bản đồ nhiệt" not in near and "Chạm vào một ô" not in near


def test_the_map_shows_what_the_official_works_on_and_nothing_else(login_as, many):
    put(many.office)
    put(many.neighbour)
    sealed = put(many.office)
    sealing.seal(sealed, make.official_actor(many.office), clock.now(), COMPLAINT)
    for visitor, wanted in ((login_as(many.handler), 1), (login_as(many.operator), 2)):
        for _ in range(2):  # before and after they are counted
            page = visitor.get(f"{PAGE}?o={AROUND.address}").text
            assert f"<b>{wanted} " in page
            fold_all()


def test_who_handles_nothing_has_no_map(client, login_as, offices):
    assert client.get(PAGE).status_code in (302, 303, 401, 403)
    assert login_as(offices.administrator).get(PAGE).status_code == 403


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "filters",
    [
        "trang_thai=chua-xong",
        "trang_thai=closed",
        "anh=1",
        "tim=den",
        "nhan_tu=2000-01-01",
        "han=qua-han",
        "xa={xa}",
        "co_quan={co}",
    ],
)
def test_the_map_counts_what_the_list_with_the_same_filters_lists(login_as, many, filters):
    open_one = put(many.office)
    put(many.office, status="closed", place=places.make_commune("Xa Kia"))
    put(many.commune, description="Ngập nước ở cầu")
    address = filters.format(xa=open_one.place.code, co=many.office.code)
    visitor = login_as(many.operator)
    listed = codes_in(visitor.get(f"/can-bo?muc=tat-ca&{address}").text)
    for _ in range(2):
        page = visitor.get(f"{PAGE}?o={AROUND.address}&{address}").text
        shown = re.search(r"<b>(\d+) ", page)
        assert int(shown[1] if shown else 0) == len(listed)
        fold_all()


def test_a_filter_from_the_filters_page_comes_back_to_the_map(login_as, offices):
    service = put(offices.office).service
    visitor = login_as(offices.handler)
    assert 'name="ve" value="ban-do"' in visitor.get("/can-bo/loc?ve=ban-do").text
    answer = visitor.post(
        "/can-bo/loc",
        data={"ve": "ban-do", "o_linh_vuc": service.service_name},
        follow_redirects=False,
    )
    assert answer.location == f"{PAGE}?linh_vuc={service.service_code}"


def test_links_zoom_move_and_go_to_a_commune(login_as, offices):
    place = put(offices.office).place
    place.move_to(LAT, LONG)
    page = login_as(offices.handler).get(f"{PAGE}?o={AROUND.address}&trang_thai=chua-xong").text
    ways = [
        each.replace("&amp;", "&")
        for each in re.findall(r'href="(/can-bo/ban-do\?[^"]*o=[^"]+)"', page)
    ]
    views = [
        View.read(each.split("o=")[1].split("&")[0].split("#")[0].replace("%2F", "/"))
        for each in ways
    ]
    assert all(views) and all("trang_thai=chua-xong" in each for each in ways if "#ban-do" in each)
    zooms = {view.zoom for view in views}
    assert {AROUND.zoom + 2, AROUND.zoom - 2, ground.ONE_COMMUNE} <= zooms
    assert {round(view.lat, 2) for view in views if view.zoom == AROUND.zoom} > {LAT}


def test_nonsense_in_the_address_is_answered(login_as, offices):
    put(offices.office)
    visitor = login_as(offices.handler)
    for query in (
        "o=x",
        "o=99/1/2",
        "vung=1-2-3",
        "vung=13-0-0",
        "kieu=x",
        "xa=khong",
        "o=13/79/179",
    ):
        assert visitor.get(f"{PAGE}?{query}").status_code == 200


def test_a_province_without_places_says_so(login_as, offices, db):
    assert '<svg class="map"' not in login_as(offices.handler).get(PAGE).text


class Tiled:
    tile_url = "https://tiles.thu.invalid/{z}/{x}/{y}"
    tile_credit = ""


def test_the_report_itself_has_a_small_map_where_something_lies_under_it(
    login_as, offices, monkeypatch
):
    with_point, without = (
        put(offices.office),
        make.service_request("accepted", agency=offices.office),
    )
    visitor = login_as(offices.handler)
    assert "small-map" not in visitor.get(f"/can-bo/phan-anh/{with_point.code}").text
    monkeypatch.setattr(ground, "settings", lambda: Tiled)
    assert "small-map" in visitor.get(f"/can-bo/phan-anh/{with_point.code}").text
    assert "small-map" not in visitor.get(f"/can-bo/phan-anh/{without.code}").text


# ---- the counters


def from_scratch():
    """What the counters should be: every report that is on the map, counted one by one."""
    found = {}
    for report in make.db.session.scalars(select(ServiceRequest)):
        if report.map_cell is None or report.sealed_kind:
            continue
        public = report.is_listed and report.publicity in ("public", "edited")
        kind = "o" if report.about_officials else "p" if public else "x"
        one = Counted(report.map_cell, report.place_id, report.agency_id or 0, report.is_open, kind)
        for key in counting._keys(one):
            found[key] = found.get(key, 0) + 1
    return found


def kept():
    columns = [getattr(MapCount, each.name) for each in counting._counts.primary_key]
    rows = make.db.session.execute(select(*columns, MapCount.reports))
    return {tuple(row[:-1]): row.reports for row in rows}


def change(chance, report, offices):
    """Change a report in any way, by its own attributes or behind its back."""
    ways = chance.randrange(7)
    if ways == 0:
        report.lat, report.long = LAT + chance.random() / 5, LONG + chance.random() / 5
    elif ways == 1:
        report.lat = report.long = None
    elif ways == 2:
        report.status = chance.choice(life.STATUSES)
    elif ways == 3:
        report.agency = chance.choice([None, offices.office, offices.neighbour])
    elif ways == 4:
        report.publicity = chance.choice([HIDDEN, "public", "edited", "pending"])
    elif ways == 5:
        mine = ServiceRequest.id == report.id
        make.db.session.execute(update(ServiceRequest).where(mine).values(about_officials=True))
    else:
        report.sealed_kind = chance.choice([None, COMPLAINT])
    make.db.session.flush()


def test_after_any_changes_the_counters_are_what_counting_gives(db, offices):
    chance = random.Random(7)
    reports = [put(offices.office) for _ in range(12)]
    for step in range(300):
        change(chance, chance.choice(reports), offices)
        if step % 23 == 0:
            fold_all()
        if step % 10 == 0:
            read = reading.counted(AROUND, Wanted())
            scratch = {key: n for key, n in from_scratch().items() if key[0] == LEVELS[-1]}
            assert read is not None and read.total == sum(scratch.values())
    fold_all()
    assert kept() == from_scratch()
    assert counting.beside(Wanted()) == []


def test_what_is_folded_twice_counts_once(db, offices):
    put(offices.office)
    fold_all()
    before = kept()
    assert counting.fold() == 0 and kept() == before
    for kind, wanted in (("p", 1), ("x", 0), ("o", 0)):
        read = reading.counted(AROUND, Wanted(kinds=frozenset(kind)))
        assert read is not None and read.total == wanted
    assert db.session.scalar(select(func.sum(MapCount.reports))) == len(LEVELS)


def test_a_backlog_too_large_is_counted_from_the_reports(db, many, monkeypatch):
    monkeypatch.setattr(counting, "MOST_BESIDE", 2)
    for _ in range(3):
        put(many.office)
    assert counting.beside(Wanted()) is None
    from app.service_requests.scope import Scope

    scope = Scope(None, True, False, frozenset(), frozenset())
    found = on_map.shown(AROUND, scope, Filters(), [], clock.now())
    assert found.lying.total == 3


def test_more_than_can_be_counted_says_that_it_is_a_part(login_as, many, monkeypatch):
    monkeypatch.setattr(reading, "MOST_COUNTED", 2)
    for _ in range(4):
        put(many.office)
    page = login_as(many.handler).get(f"{PAGE}?o={AROUND.address}&nhan_tu=2000-01-01").text
    assert "hơn" in page.split('id="seen"')[1][:200].lower()
