"""Folding, order and cleaning of Vietnamese text."""

import unicodedata
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import text

VIETNAMESE = st.text(alphabet="aàảãáạăằâấbcdđeêếghiíkloòôồơởuưừuỳyý AĐÔỢ", max_size=30)


def decomposed(value: str) -> str:
    return unicodedata.normalize("NFD", value)


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Đường Lê Lợi", "duong le loi"),
        ("  Đặng\u00a0 Thị   Ưởng ", "dang thi uong"),
        ("HOÀ BÌNH", "hoa binh"),
        ("Ｙên\u200b Bái", "yen bai"),
        ("", ""),
    ],
)
def test_it_folds_accents_case_and_spaces(typed: str, folded: str) -> None:
    assert text.fold(typed) == folded
    assert text.fold(decomposed(typed)) == folded


@given(st.text())
def test_folding_twice_changes_nothing_more(value: str) -> None:
    assert text.fold(text.fold(value)) == text.fold(value)


@given(VIETNAMESE)
def test_composed_and_decomposed_text_are_one(value: str) -> None:
    for function in (text.fold, text.sort_key, text.clean, text.normalise_tone, text.ascii_slug):
        assert function(decomposed(value)) == function(value)
    assert text.fold(value).isascii()


def test_it_sorts_letters_as_the_alphabet_does() -> None:
    letters = list("aăâbcdđeêghiklmnoôơpqrstuưvxy")
    assert sorted(reversed(letters), key=text.sort_key) == letters


def test_it_sorts_tones_after_letters() -> None:
    words = ["ma", "mà", "mả", "mã", "má", "mạ", "mac", "măc", "mâu", "mậu", "me"]
    assert sorted(reversed(words), key=text.sort_key) == words


def test_it_sorts_a_shorter_word_first() -> None:
    places = ["An", "An Bình", "Anh", "Đa", "Đà", "Ea"]
    assert sorted(reversed(places), key=text.sort_key) == places


def test_it_sorts_people_by_the_last_word() -> None:
    people = ["Vũ Thử An", "Lê Thử Ân", "Ân Thử Bình", "Đỗ Thử Đào", "Ngô Thử Đào"]
    assert sorted(reversed(people), key=text.name_sort_key) == people
    assert text.name_sort_key("")


def test_cleaning_drops_controls_and_direction_overrides() -> None:
    assert text.clean("a\x00b\u202ec\u2066d\ufeff\r\ne\u2028f\ud800") == "abcd\ne\nf"


@pytest.mark.parametrize("emoji", ["👩‍👩‍👧", "🇻🇳", "👍🏽", "❤️", "🏴󠁧󠁢󠁳󠁣󠁴󠁿"])
def test_cleaning_keeps_emoji_whole(emoji: str) -> None:
    assert text.clean(f"tốt {emoji}") == f"tốt {emoji}"


@pytest.mark.parametrize(("typed", "number"), [("0", 0), ("007", 7), ("123456789", 123456789)])
def test_whole_numbers_are_read(typed: str, number: int) -> None:
    assert text.whole(typed) == number


NO_NUMBERS = ["", " 1", "-1", "+1", "1_0", "²", "٣", "1e3", "1234567890", "9" * 5000, "\0"]


@pytest.mark.parametrize("typed", [*NO_NUMBERS, "1.0"])
def test_what_is_no_whole_number_or_too_long_is_none(typed: str) -> None:
    assert text.whole(typed) is None


@pytest.mark.parametrize(
    ("typed", "number"),
    [("12", "12"), ("12,5", "12.5"), ("-0.25", "-0.25"), ("007", "7"), ("37.5", "37.5"),
     ("0,125", "0.125"), ("1.2345", "1.2345"), ("12345,678", "12345.678"), ("1.234,5", "1234.5"),
     ("1,234.5", "1234.5"), ("1.234,567", "1234.567"), ("1,234,567", "1234567"),
     ("-1.234.567", "-1234567")],
)  # fmt: skip
def test_decimals_are_read(typed: str, number: str) -> None:
    assert text.decimal(typed) == Decimal(number)


def test_a_whole_number_is_written_as_it_was_typed() -> None:
    assert f"{text.decimal('12'):f}" == "12"
    assert f"{text.decimal('1.234.567'):f}" == "1234567"


@pytest.mark.parametrize("typed", ["1.234", "1,234", "12.345", "-123,456", "001.234"])
def test_a_thousand_or_a_fraction_is_neither(typed: str) -> None:
    assert text.has_two_readings(typed)
    assert text.decimal(typed) is None


@pytest.mark.parametrize(
    "typed",
    [*(each for each in NO_NUMBERS if each != "-1"), "1.", ".5", "1,2,3", "1.234.56",
     "1.234,5,6", "1234.567.890", "NaN", "inf",
     "1e-999999999", "0." + "1" * 16],
)  # fmt: skip
def test_what_is_no_plain_decimal_is_none(typed: str) -> None:
    assert text.decimal(typed) is None


def test_days_and_moments_are_read_as_browsers_send_them() -> None:
    assert text.day("2026-11-19") == date(2026, 11, 19)
    assert f"{text.moment('2026-11-19T09:12')}" == "2026-11-19 09:12:00"


@pytest.mark.parametrize(
    "typed",
    ["", "19/11/2026", "2026-02-31", "0001-01-01", "9999-12-31", "10000-01-01", "0000-01-01", "²"],
)
def test_what_is_no_day_of_our_time_is_none(typed: str) -> None:
    assert text.day(typed) is None
    assert text.moment(f"{typed}T09:12") is None
    assert text.day("2026-11-19T09:12") is None


@given(st.text(), st.integers(min_value=0, max_value=20))
def test_cleaning_keeps_the_limit_and_is_stable(value: str, limit: int) -> None:
    once = text.clean(value, limit)
    assert len(once) <= limit
    assert text.clean(text.clean(value)) == text.clean(value)


@pytest.mark.parametrize(
    ("late", "early"),
    [
        ("Hoà", "Hòa"),
        ("HOÀ BÌNH", "HÒA BÌNH"),
        ("khoẻ", "khỏe"),
        ("thuỷ", "thủy"),
        ("Uỷ ban", "Ủy ban"),
        ("Quý", "Quý"),
        ("hoàn", "hoàn"),
        ("huỳnh", "huỳnh"),
        ("ngoái", "ngoái"),
    ],
)
def test_it_unifies_where_the_tone_stands(late: str, early: str) -> None:
    assert text.normalise_tone(late) == early
    assert text.normalise_tone(early) == early


def test_it_makes_slugs() -> None:
    assert text.ascii_slug("  Tổ dân phố số 4 (Đồng Tâm)!") == "to-dan-pho-so-4-dong-tam"


def test_it_makes_plain_transfer_contents() -> None:
    assert text.plain("Nộp tiền điện kỳ 11/2026 – Đỗ", 19) == "Nop tien dien ky 11"
    assert text.plain("Đặng\n👍 Ưng", 40) == "Dang Ung"


@given(st.text(), st.integers(min_value=1, max_value=25))
def test_plain_text_is_short_ascii(value: str, limit: int) -> None:
    result = text.plain(value, limit)
    assert result.isascii() and len(result) <= limit


@pytest.mark.parametrize("typed", ["Ðồng Ðăng", "ðồng ðăng", "Đồng Đăng"])
def test_the_letter_that_old_programs_typed_for_d_folds_like_it(typed: str) -> None:
    """U+00D0 and U+00F0 look like U+0110 and U+0111 and are another alphabet's."""
    assert text.fold(typed) == "dong dang"
    assert text.words(typed) == ["dong", "dang"]
    assert text.ascii_slug(typed) == "dong-dang"
    assert text.plain(typed, 40).lower() == "dong dang"
    assert text.sort_key(typed) == text.sort_key("Đồng Đăng")
