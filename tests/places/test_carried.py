"""What a phone carries of the province to find a commune without a network."""

import brotli
import pytest

from app.core.text import ascii_slug
from app.places.imports import dataset
from app.places.imports.units import import_units
from app.places.models import COMMUNE, Place
from tests.factories import places as make
from tests.factories.accounts import make_user

URL = "/dia-danh/mang-theo"
PROXY_QUALITY, MOST_BYTES = 5, 12_000


def villages_of(answer, code):
    return next(row[6] for row in answer.get_json()["communes"] if row[0] == code)


def test_communes_come_with_centre_old_names_and_villages(client, db):
    province = make.make_province()
    east = make.make_commune("Bình Đông", province, code="90001", lat=21.7212, long=104.8949)
    make.make_former("Thử Cũ", east, code="80001", context="Huyện Thử")
    middle = make.make_former("Thử Giữa", east, code="80002")
    make.make_former("Thử Đầu", middle, code="80003")
    make.make_former("Bình Đông", east, code="80004", unit_type="Phường")
    make.make_village(east, "Khe Bành", code="90001-thon-khe-banh")
    make.make_village(east, "Hai", code="other")
    answer = client.get(URL)
    (row,) = answer.get_json()["communes"]
    assert row[:5] == ["90001", "Phường Bình Đông", 21.72, 104.89, ""]
    assert row[5] == [["Xã Thử Cũ", "huyện Thử"], ["Xã Thử Đầu", ""], ["Xã Thử Giữa", ""]]
    assert row[6] == [["Thôn Hai", "other"], ["Thôn Khe Bành"]]
    assert answer.get_json()["exact"] is False


def test_a_position_is_enough_only_where_every_commune_has_its_boundary(client, db):
    first, second = make.make_commune("Một"), make.make_commune("Hai")
    make.enclose(first, 21.7, 104.8)
    assert client.get(URL).get_json()["exact"] is False
    make.enclose(second, 21.9, 104.8)
    assert client.get(URL).get_json()["exact"] is True


def test_of_many_villages_those_around_home_are_carried(client, db, monkeypatch):
    monkeypatch.setattr("app.places.carried.MOST_VILLAGES", 2)
    home = make.make_commune("Nhà", code="70001", lat=21.7, long=104.8)
    beside = make.make_commune("Bên", code="70002", lat=21.8, long=104.8)
    far = make.make_commune("Xa", code="70003", lat=22.7, long=104.8)
    for commune in (home, beside, far):
        make.make_village(commune)
    assert [villages_of(client.get(URL), code) for code in ("70001", "70003")] == [[], []]
    client.set_cookie("chon", f"vi.normal.{home.id}.")
    answer = client.get(URL)
    assert [len(villages_of(answer, f"7000{each}")) for each in (1, 2, 3)] == [1, 1, 0]


def test_the_phone_may_keep_it_and_asks_again_at_little_cost(client, db, login_as):
    make.make_commune()
    first = client.get(URL)
    assert (first.headers["X-Keep"], first.headers["X-Viewer"]) == ("1", "g")
    again = client.get(URL, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.get_data()) == (304, b"")
    assert login_as(make_user()).get(URL).headers["X-Viewer"].startswith("u")


@pytest.mark.parametrize("villages", [0, 600])
def test_a_whole_province_fits_into_twelve_kilobytes(client, db, statements, villages):
    import_units(dataset.read("15"))
    communes = db.session.query(Place).filter_by(kind=COMMUNE, valid_to=None).all()
    assert len(communes) == 99
    for number in range(villages):
        commune = communes[number // 30]
        name = f"{NAMES[number % 30]} {NAMES[(number // 7) % 30]}"
        made = f"{commune.code}-{ascii_slug(f'Thôn {name}')}"
        make.make_village(commune, name, code=made if number % 20 else f"{made}-{number}")
    db.session.flush()
    with statements() as seen:
        answer = client.get(URL)
    size = len(brotli.compress(answer.get_data(), quality=PROXY_QUALITY))
    assert size <= (MOST_BYTES if villages else MOST_BYTES // 2)
    assert len(seen) <= 8


NAMES = """Khe Pài Ngòi Làng Bản Suối Nậm Đồng Cốc Tả Lùng Phìn Sán Cao Thượng Hạ Trung Đoài Tân
Vĩnh Phú Mỏ Cầu Chợ Ao Gò Đá Vàng Lâm Sơn""".split()  # noqa: SIM905
