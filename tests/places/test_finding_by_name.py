"""A commune is found by its new or old name, however it is typed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.db import db
from app.places import queries
from app.places.models import VILLAGE
from app.places.ranking import parse, rank
from tests.factories import places as make

pytestmark = pytest.mark.usefixtures("province")


def first(typed: str, kind: str | None = "commune") -> tuple[str, str, str | None]:
    """Give (code, title, title of the former unit) of the best match."""
    match = queries.search(typed, kind)[0]
    return match.place.code, match.place.title, match.was.title if match.was else None


@pytest.mark.parametrize(
    ("typed", "code", "now", "was"),
    [
        ("Nguyễn Thái Học", "04252", "Phường Yên Bái", "Phường Nguyễn Thái Học"),
        ("phường Hồng Hà", "04252", "Phường Yên Bái", "Phường Hồng Hà"),
        ("xã Minh Bảo", "04273", "Phường Nam Cường", "Xã Minh Bảo"),
        ("Mậu A", "04375", "Xã Mậu A", None),
        ("thị trấn Mậu A", "04375", "Xã Mậu A", "Thị trấn Mậu A"),
        ("Châu Quế Hạ", "04387", "Xã Châu Quế", "Xã Châu Quế Hạ"),
        ("phường Yên Bái", "04252", "Phường Yên Bái", None),
        ("phường Đồng Tâm", "04252", "Phường Yên Bái", "Phường Đồng Tâm"),
    ],
)
def test_old_names_find_the_new_commune(typed: str, code: str, now: str, was: str | None) -> None:
    old_letter = typed.translate({ord("Đ"): "Ð", ord("đ"): "ð"})
    ways = (typed, unicodedata.normalize("NFD", typed), typed.upper(), parse(typed).text)
    for way in (*ways, old_letter):
        assert first(way) == (code, now, was)


@pytest.mark.parametrize(
    "typed",
    [
        "phuong yen bai",
        "p. yen bai",
        "P.Yên Bái",
        "duong yen bai",
        "yenbai",
        "xã Yên Bái",
        "thành phố Yên Bái",
        "12 đường Lê Lợi, phường Yên Bái, tỉnh Lào Cai",
        "nguyen thai hoc yen bai",
        "phường Nguyễn Phúc",
        "Nguyễn Phúc",
        "tổ 4, phường Nguyễn Thái Học, TP Yên Bái",
        "số 5 đường Nguyễn Thái Học, phường Hồng Hà",
    ],
)
def test_many_ways_of_typing_lead_to_one_commune(typed: str) -> None:
    assert first(typed)[0] == "04252"


@pytest.mark.parametrize("typed", ["Xuân Hoà", "Xuân Hòa", "xuan hoa", "XUÂN HÒA"])
def test_the_placing_of_tones_does_not_matter(typed: str) -> None:
    assert first(typed)[1] == "Xã Xuân Hòa"


def test_a_present_name_goes_before_a_former_one() -> None:
    found = [(m.place.title, bool(m.was)) for m in queries.search("nam cuong", "commune")]
    assert found[:2] == [("Phường Nam Cường", False), ("Phường Cam Đường", True)]


def test_exact_goes_before_prefix_before_word() -> None:
    found = queries.search("bảo", "commune", limit=30)
    ranks = [match.rank for match in found]
    assert ranks == sorted(ranks)
    assert found[0].place.name_folded.startswith("bao") or found[0].was


def test_each_commune_comes_once_and_is_present() -> None:
    found = queries.search("a", "commune", limit=100)
    ids = [match.place.id for match in found]
    assert len(ids) == len(set(ids))
    assert all(match.place.is_current for match in found)
    assert len(queries.search("a", "commune", limit=3)) == 3


@pytest.mark.parametrize("typed", ["", "   ", "%", "_", "'", "\x00", "👍", "zzzz", "x" * 5000])
def test_nonsense_finds_nothing_and_breaks_nothing(typed: str) -> None:
    assert queries.search(typed) == []


@pytest.mark.parametrize("typed", ["yen bai", "Nguyễn Thái Học", "a", "xã minh bảo"])
def test_a_search_takes_two_statements_at_most(typed: str, statements) -> None:
    db.session.expunge_all()
    with statements() as seen:
        for match in queries.search(typed):
            assert match.place.parent is not None
    assert len(seen) <= 2


def test_a_province_is_found_only_when_asked_for() -> None:
    assert {match.place.kind for match in queries.search("lao cai")} == {"commune"}
    assert first("lào cai", "province")[1] == "Tỉnh Lào Cai"
    assert first("tỉnh Yên Bái", "province")[1:] == ("Tỉnh Lào Cai", "Tỉnh Yên Bái")


def test_a_divided_unit_gives_every_successor() -> None:
    one, other = make.make_commune("Thử Đông"), make.make_commune("Thử Tây")
    make.make_former("Thử Cũ Kỹ", one, other)
    found = queries.search("thu cu ky", "commune")
    assert {(m.place.name, m.was.name if m.was else "") for m in found} == {
        ("Thử Đông", "Thử Cũ Kỹ"),
        ("Thử Tây", "Thử Cũ Kỹ"),
    }


def test_a_village_is_found_with_its_commune() -> None:
    commune = queries.by_code("04387")
    make.make_village(commune, "Khe Thử")
    for typed in ("thon khe thu", "khe thử", "Thôn Khe Thử, xã Châu Quế", "khe thu chau que"):
        assert first(typed, VILLAGE)[1] == "Thôn Khe Thử"
    assert queries.search("khe thu", "commune") == []
    assert queries.search("khe thu")[0].place.within == "thôn Khe Thử, xã Châu Quế"


class Named:
    title_folded = "phuong yen bai"
    name_folded = "yen bai"
    search_text = "phuong yen bai tinh lao cai"
    aliases = "phuongnguyenphuc nguyenphuc"


@given(st.text(max_size=60))
def test_any_text_can_be_ranked(typed: str) -> None:
    query = parse(typed)
    assert not query.words or rank(query, Named()) in {None, *range(8)}


def test_a_name_after_a_larger_unit_is_not_the_commune() -> None:
    assert rank(parse("xã Thử Nghiệm, huyện Yên Bái"), Named()) is None
