"""What one meant stands first: many things that people type, spelled as they spell."""

import re

import pytest

from app.core import matching
from app.core.matching import Known, best
from app.service_requests import starter
from tests.home.queries import QUERIES

ASKED = [(typed, path) for path, all_typed in QUERIES.items() for typed in all_typed]


@pytest.fixture
def province(filled):
    """The services of a province with the words people use for them."""
    filled("demo_services", starter.load)


def first_link(page: str) -> str:
    found = re.search(
        r'<section class="stack">\s*<h2>[^<]*</h2>\s*<a class="card" href="([^"]+)"', page
    )
    return found[1].replace("&amp;", "&") if found else ""


@pytest.mark.parametrize("path", QUERIES)
def test_what_one_meant_stands_first(client, province, path):
    tops = {
        typed: first_link(client.get("/tim", query_string={"q": typed}).text)
        for typed in QUERIES[path]
    }
    assert {typed: top for typed, top in tops.items() if top != path} == {}


def test_there_are_as_many_as_a_province_needs():
    assert len(ASKED) >= 120
    assert len({typed for typed, _path in ASKED}) == len(ASKED)


# --- the mechanism

THINGS = (
    Known.of("Cấp nước", "mất nước, nước đục"),
    Known.of("Điện", "mất điện, dây đứt"),
    Known.of("Đèn đường", "đèn tắt"),
)


def tops(typed: str) -> list[int]:
    return [index for _fit, index in best(typed, THINGS)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("mất nước", 0), ("NƯỚC MẤT", 0), ("mat dien", 1), ("den duong", 2), ("đèn dường", 2),
        ("ddeenf dduowngf", 2), ("đèn đườg", 2), ("đèn dđường", 2), ("đèn tăt ở ngõ nhà tôi", 2),
    ],
)  # fmt: skip
def test_words_are_found_misspelt_in_any_order_and_as_keys(typed, first):
    assert tops(typed)[0] == first


@pytest.mark.parametrize("typed", ["", " ", "?!", "con gà trống", "zzzz", "%00", "x" * 500])
def test_what_fits_nothing_finds_nothing(typed):
    assert tops(typed) == []


def test_what_fits_far_less_than_the_best_is_left_out():
    assert tops("mất nước") == [0]


def test_a_text_is_found_where_it_holds_all_that_was_typed():
    texts = (
        Known.of("Tách thửa cho con", "Cần sổ hồng và sơ đồ; nhà ở mặt đường có mẫu riêng"),
        Known.of("Đường vào thửa đất", "Xin mở lối đi"),
    )
    assert matching.holding("đèn đường hỏng", texts) == []
    assert matching.holding("sổ hồng", texts) == [0]
    assert matching.holding("duong di vao", texts) == [1]
    assert matching.holding("làm sao tách thửa", texts) == [0]


def test_a_word_that_all_have_says_nothing_of_which():
    both = (Known.of("mất nước"), Known.of("mất điện"))
    assert {index for _fit, index in best("mất", both)} == {0, 1}
    assert best("mất điện", both)[0][1] == 1


@pytest.mark.parametrize(
    ("typed", "known", "fits"),
    [
        ("dien", "dien", matching.EXACT), ("die", "dien", matching.BEGUN),
        ("chuong", "truong", matching.SOUNDS), ("dien", "bien", matching.MISSPELT),
        ("din", "dan", 0), ("dien", "duong", 0), ("ab", "ba", 0),
        ("hcuong", "chuong", matching.MISSPELT),
    ],
)  # fmt: skip
def test_one_word_fits_another(typed, known, fits):
    assert matching.fit(typed, known) == fits
