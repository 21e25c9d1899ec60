"""How to install, the helper's poster, and its count."""

import re

import zxingcpp
from PIL import Image, ImageDraw
from sqlalchemy import select

from app.accounts import permissions, sending
from app.accounts.models import LimitSetting
from app.pwa.models import InstallCount
from tests.factories import service_requests as make
from tests.factories.accounts import make_official


def read_qr(page: str) -> str:
    """What a camera reads off the page."""
    side = int(re.search(r'class="qr" viewBox="0 0 (\d+) ', page)[1])
    path = re.search(r'translate\(0 \.5\)" d="([^"]+)"', page)[1]
    picture = Image.new("L", (side * 4, side * 4), 255)
    pen = ImageDraw.Draw(picture)
    for x, y, run in re.findall(r"M(\d+) (\d+)h(\d+)", path):
        left, top = int(x) * 4, int(y) * 4
        pen.rectangle((left, top, left + int(run) * 4 - 1, top + 3), fill=0)
    return zxingcpp.read_barcodes(picture)[0].text


def counts(db) -> list[tuple[str, str, int]]:
    db.session.expire_all()
    rows = db.session.scalars(select(InstallCount).order_by(InstallCount.id))
    return [(row.tag, row.village_code, row.count) for row in rows]


def test_the_poster_s_code_leads_back_with_the_helper_s_tag_and_village(client, db):
    village = make.place("village", "Khe Thử")
    db.session.commit()
    page = client.get(f"/cai-dat?nguoi=to-01&ap={village.code}").text
    assert read_qr(page) == f"http://localhost/cai-dat?nguoi=TO-01&ap={village.code}"
    assert "TO-01" in page
    assert page.count("<li><svg") == 6


def test_an_install_is_one_more_for_the_tag_and_village(client, db):
    village = make.place("village", "Khe Thử")
    db.session.commit()
    data = {"nguoi": "to-01", "ap": village.code}
    for _ in range(3):
        assert client.post("/cai-dat/da-cai", data=data).status_code == 204
    client.post("/cai-dat/da-cai", data={})
    assert counts(db) == [("TO-01", village.code, 3), ("", "", 1)]


def test_a_tag_that_is_none_is_refused(client, db):
    assert client.post("/cai-dat/da-cai", data={"nguoi": "<script>"}).status_code == 422
    assert counts(db) == []


def test_a_flood_is_not_counted(client, db):
    db.session.add(LimitSetting(name=sending.INSTALLS.browser.name, most=2))
    answers = [client.post("/cai-dat/da-cai").status_code for _ in range(4)]
    assert answers == [204, 204, 429, 429]
    assert counts(db) == [("", "", 2)]


def test_the_operator_reads_the_counts(client, login_as, db):
    client.post("/cai-dat/da-cai", data={"nguoi": "to-01"})
    page = login_as(make_official(permissions.OPERATE)).get("/can-bo/cai-dat").text
    assert "TO-01" in page
