"""Of a marked area everybody sees no photo and no place, on no page that a stranger can open."""

from itertools import product

import pytest

from app.core.access import Everybody
from app.core.db import db as the_db
from app.places.maps.view import View
from app.service_requests import life
from app.service_requests.following import mended
from app.service_requests.models import MapBlank, RequestPhoto, ShownRepair
from tests.clocks import NOW
from tests.factories import service_requests as make
from tests.factories.accounts import make_user
from tests.factories.media import photo
from tests.service_requests.showing.test_showing import GREEN, RED, pictured

LAT, LONG = 22.0137, 104.0291
VILLAGE = "Thôn Không Ai Biết"
FILLED = {"size": "thumb"}
pytestmark = pytest.mark.one_database


@pytest.fixture
def commune(db):
    return make.place(name="Có Vùng Kín")


@pytest.fixture
def shown(db, offices, commune, media_folder):
    """A repair that is shown and a report that is open, in one place, each with public photos."""
    village = make.place("village", name=VILLAGE, parent=commune)
    given = {"agency": offices.office, "place": commune, "lat": LAT, "long": LONG}
    repair = make.service_request(life.CLOSED, description="Nắp cống vỡ ở ngõ 12", **given)
    matter = make.service_request(life.ACCEPTED, description="Đèn không sáng", **given)
    for each in (repair, matter):
        each.village = village
        make.link_photo(each, pictured(RED), RequestPhoto.REPORT, public=True)
    after = make.link_photo(repair, pictured(GREEN), RequestPhoto.REPLY, public=True)
    after.status_change_id = repair.changes[-1].id
    the_db.session.add(ShownRepair(service_request_id=repair.id, picked_at=NOW))
    the_db.session.commit()
    return repair, matter


def photos_of(report):
    rows = the_db.session.query(RequestPhoto).filter_by(service_request_id=report.id)
    return [link.photo.code for link in rows]


def mark(**area):
    the_db.session.add(MapBlank(note="Doanh trại", marked_at=NOW, **area))
    the_db.session.commit()


def unmark():
    the_db.session.delete(the_db.session.query(MapBlank).one())
    the_db.session.commit()


def addresses(app, reports):
    """Every page that is everybody's, and of these reports whatever has an address."""
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            declared = getattr(app.view_functions[rule.endpoint], "access", None)
            if declared is None or not isinstance(declared.rule, Everybody):
                continue
            if "GET" not in (rule.methods or ()):
                continue
            for report, code in _values(rule, reports):
                given = {**FILLED, "code": report.code, "photo": code}
                if rule.arguments <= given.keys():
                    built = rule.build({name: given[name] for name in rule.arguments})
                    if built is not None:
                        yield built[1]
    yield from near(reports[1])
    yield from (f"/tim?q={each.code}" for each in reports)


def near(report):
    """The map, from afar and close by, and what is shown to whoever reports the same there."""
    service = report.service.service_code
    maps = [f"/phan-anh/ban-do?o={View(zoom, LAT, LONG).address}" for zoom in (18, 29)]
    return [*maps, f"/phan-anh/da-co?service={service}&lat={LAT}&long={LONG}"]


def _values(rule, reports):
    if "photo" in rule.arguments:
        return [(each, code) for each in reports for code in photos_of(each)]
    return product(reports if "code" in rule.arguments else reports[:1], [""])


def told(app, reports, pages):
    """What of their photos and places a stranger finds, as (address, what)."""
    client, found = app.test_client(), set()
    app.extensions["front"].clear()
    codes = [code for each in reports for code in photos_of(each)]
    for address in sorted(set(pages)):
        answer = client.get(address)
        if answer.status_code != 200:
            continue
        if answer.mimetype.startswith("image/"):
            found |= (
                {(address, "photo")} if any(each.code in address for each in reports) else set()
            )
            continue
        found |= {(address, "photo") for code in codes if code in answer.text}
        found |= {(address, "place") for said in _places(address, reports) if said in answer.text}
    return found


def _places(address, reports):
    """A pin leads to its report; how far it is from where one stands is a place too."""
    if address.startswith(("/phan-anh/ban-do", "/phan-anh/da-co")):
        return [each.code for each in reports]
    return [VILLAGE, str(LAT), str(LONG)]


def test_no_page_for_everybody_shows_a_photo_or_a_place_of_a_marked_area(app, shown, commune):
    repair, matter = shown
    first = photos_of(matter)[0]
    pictured_on = [
        "/", "/phan-anh", "/truoc-va-sau", f"/truoc-va-sau/{repair.code}",
        f"/truoc-va-sau/{repair.code}/the.jpg", f"/phan-anh/{matter.code}",
        f"/phan-anh/{matter.code}/anh/{first}", f"/phan-anh/{matter.code}/anh/{first}-thumb.webp",
    ]  # fmt: skip
    placed_on = near(matter)
    told_of = {(each, "photo") for each in pictured_on} | {(each, "place") for each in placed_on}
    assert told_of <= told(app, shown, [*pictured_on, *placed_on])
    mark(place_id=commune.id)
    assert told(app, shown, [*pictured_on, *placed_on]) == set()
    unmark()
    mark(lat=LAT, long=LONG, radius_m=300)
    assert told(app, shown, addresses(app, shown)) == set()
    page = app.test_client().get(f"/phan-anh/{matter.code}")
    assert "Đèn không sáng" in page.text
    assert commune.title in page.text


def test_its_sender_and_its_office_see_the_photo_as_before(login_as, offices, commune):
    sender = make_user()
    report = make.service_request(
        life.ACCEPTED, agency=offices.office, place=commune, lat=LAT, long=LONG, citizen=sender
    )
    link = make.link_photo(report, photo(), RequestPhoto.REPORT, public=True)
    code = link.photo.code
    mark(lat=LAT, long=LONG, radius_m=300)
    assert code in login_as(offices.handler).get(f"/can-bo/phan-anh/{report.code}").text
    assert code in login_as(sender).get(f"/phan-anh/{report.code}").text


def test_a_repair_there_is_not_picked_and_one_that_was_is_shown_again_with_the_area(app, shown):
    repair, _matter = shown
    mark(lat=LAT, long=LONG, radius_m=300)
    assert mended.of(repair) is None
    unmark()
    assert mended.of(repair) is not None
    assert app.test_client().get(f"/truoc-va-sau/{repair.code}").status_code == 200
