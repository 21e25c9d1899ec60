"""What buyers find: by words and misspellings, kind, place, season, grade, price."""

import re
from datetime import date

import pytest
from flask import Flask

from app.core import clock as core_clock
from app.core import text
from app.market import finding
from app.market.actions.indexing import index_product
from app.market.finding import ListForm
from app.market.models import ProductWord
from app.market.queries import browse
from app.market.queries.browse import Filters
from app.market.queries.spelling import edits, is_near, sound
from tests.factories.market import make_kind, make_product, make_shop
from tests.factories.market_orders import listed
from tests.factories.places import make_commune
from tests.plans import plans

one = pytest.mark.one_database
NAMES = (
    "Mật ong đa hoa", "Mộc nhĩ rừng", "Chè Bát Tiên", "Shan tuyết cổ thụ Suối Giàng",
    "Quế điếu", "Miến đao Quy Mông", "Nấm linh chi", "Gạo nếp Tú Lệ", "Táo mèo sấy", "Xoài",
)  # fmt: skip


@pytest.fixture
def market(db):
    """A product of each name, by name."""
    kind, shop = make_kind("Nông sản"), make_shop(name="Gian Hàng Thử")
    made = {name: make_product(shop, name, kind=kind) for name in NAMES}
    listed(*made.values())
    return made


def found(**asked) -> list[str]:
    """The names that an address finds."""
    page = finding.find(ListForm(**asked), core_clock.now()).page
    return [product.name for product in page.rows]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("mật ong", "Mật ong đa hoa"),
        ("mat ong", "Mật ong đa hoa"),
        ("MẬT ONG", "Mật ong đa hoa"),
        ("matong", "Mật ong đa hoa"),
        ("mat ogn", "Mật ong đa hoa"),
        ("mọc nhỉ", "Mộc nhĩ rừng"),
        ("mọt nhĩ", "Mộc nhĩ rừng"),
        ("trè bát tiên", "Chè Bát Tiên"),
        ("chè bát tiêng", "Chè Bát Tiên"),
        ("san tuyết", "Shan tuyết cổ thụ Suối Giàng"),
        ("shan tuyet suoi dàng", "Shan tuyết cổ thụ Suối Giàng"),
        ("quê diếu", "Quế điếu"),
        ("miến dao", "Miến đao Quy Mông"),
        ("mien đao qui mong", "Miến đao Quy Mông"),
        ("nắm ninh chi", "Nấm linh chi"),
        ("gao nep tu le", "Gạo nếp Tú Lệ"),
        ("táo mèo xấy", "Táo mèo sấy"),
        ("soài", "Xoài"),
    ],
)
def test_accents_and_likely_misspellings_do_not_matter(market, typed, name):
    assert found(text=typed)[:1] == [name]


@one
def test_what_resembles_nothing_finds_nothing(market):
    assert found(text="máy cày") == []
    assert found(text="?!") == []
    assert found(text="x" * 90) == []


@one
@pytest.mark.own_day
def test_every_filter_narrows_and_they_go_together(db, clock):
    tea, honey = make_kind("Chè"), make_kind("Mật ong")
    black = make_kind("Chè đen", parent=tea)
    here, there = make_commune(), make_commune()
    shop_here, shop_there = make_shop(commune=here), make_shop(commune=there)
    graded = {"ocop_stars": 4, "ocop_certificate": "1", "ocop_until": date(2026, 12, 1)}
    listed(
        make_product(shop_here, "A", 90_000, kind=tea, season_from=11, season_to=2),
        make_product(shop_there, "B", 30_000, kind=black, season_from=3, season_to=4, **graded),
        make_product(shop_there, "C", 60_000, kind=honey),
    )
    assert found() == ["C", "B", "A"]
    assert found(kind=tea.code) == ["B", "A"]
    assert found(place=there.code) == ["C", "B"]
    assert found(in_season=True) == ["A"]
    assert found(graded=True) == ["B"]
    assert found(cheapest=True) == ["B", "C", "A"]
    assert found(kind=tea.code, place=there.code, graded=True) == ["B"]
    assert found(place="unknown") == []
    clock.move_to(date(2026, 12, 2))
    assert found(graded=True) == [], "the grade has lapsed"


@one
@pytest.mark.parametrize("cheapest", [False, True])
def test_pages_follow_one_another_without_a_gap(db, cheapest):
    shop, kind = make_shop(), make_kind()
    prices = [50_000, 20_000, 50_000, 70_000] * 13
    for n, price in enumerate(prices):
        listed(make_product(shop, f"P{n}", price, kind=kind))
    names, after = [], None
    for _ in range(3):
        product = browse.product_by_code(after) if after else None
        page = browse.products(Filters(cheapest_first=cheapest, after=product))
        names += [row.name for row in page.rows]
        after = page.after
    assert (len(names), len(set(names)), after) == (52, 52, None)


@one
def test_only_what_everybody_may_see_is_in_the_index(market, db):
    product = market["Xoài"]
    product.do("hide", core_clock.now())
    index_product(product)
    assert db.session.query(ProductWord).filter_by(product_id=product.id).count() == 0
    assert found(text="xoài") == []


@one
def test_the_pages_show_what_counts(client, db):
    shop = make_shop(name="Gian Mật Thử", has_zalo=True)
    product = make_product(shop, price=70_000, unit="jar", pack_amount=350, stock=3)
    hidden = make_product(shop, "Chưa bán", status="draft")
    listed(product)
    page = client.get(f"/cho-so/san-pham/{product.code}").get_data(as_text=True)
    assert "200.000" in page, "the price of a kilogram"
    assert f'href="tel:{shop.contact.phone}"' in page
    assert "https://zalo.me/0" in page
    assert "csrf_token" not in page, "it is kept for everybody"
    assert client.get(f"/cho-so/san-pham/{hidden.code}").status_code == 404
    shelf = client.get(f"/cho-so/{shop.slug}").get_data(as_text=True)
    assert product.name in shelf
    assert hidden.name not in shelf
    assert client.get("/cho-so/khong-co").status_code == 404


@one
def test_a_seller_sees_their_own_draft(login_as, client):
    product = make_product(status="draft")
    url = f"/cho-so/san-pham/{product.code}"
    assert login_as(product.shop.owner).get(url).status_code == 200
    assert client.get(url).status_code == 404


@one
@pytest.mark.parametrize("address", ["?sau=nothing", "?loai=x&noi=y", "?xa=%00", "?q=%F0%9F%8D%AF"])
def test_odd_addresses_are_pages_too(client, market, address):
    assert client.get("/cho-so" + address).status_code == 200


def test_how_words_sound():
    for a, b in (("trai", "chai"), ("soai", "xoai"), ("le", "ne"), ("giang", "dang"),
                 ("nghe", "nge"), ("quy", "qui"), ("moc", "mot"), ("cay", "kai")):  # fmt: skip
        assert sound(a) == sound(b), (a, b)
    assert sound("ong") != sound("oi")
    assert (edits("ogn", "ong"), edits("che", "che"), edits("", "ab")) == (1, 0, 2)
    assert not is_near("ga", "ca")


FILTERS = {
    "everything": Filters(),
    "kind": Filters(kind_id=1),
    "place": Filters(commune_id=1),
    "in season, cheapest": Filters(month=11, cheapest_first=True),
    "grade": Filters(graded_on=date(2026, 11, 19)),
    "words": Filters(words=("mat", "ong")),
    "words in a kind, cheapest": Filters(words=("mat",), kind_id=1, cheapest_first=True),
}


@pytest.mark.sqlite
@pytest.mark.parametrize("name", FILTERS)
def test_no_list_walks_the_table_or_sorts_it(app: Flask, market, name):
    lines = plans(lambda: browse.products(FILTERS[name]))[0]  # the list's
    assert lines
    walked = [line for line in lines if line.startswith("SCAN ") and "USING" not in line]
    sorted_ = [line for line in lines if "TEMP B-TREE" in line and "ORDER" in line]
    assert not walked, lines
    assert not sorted_, lines


def test_words_are_what_text_folds_to():
    assert finding.search_words("Mật-ong, (đa hoa) x") == ["mat", "ong", "da", "hoa"]
    assert re.fullmatch(r"[a-z]+", "".join(text.words("Mộc nhĩ")))
