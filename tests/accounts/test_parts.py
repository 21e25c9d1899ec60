"""Small parts: phones, devices."""

import pytest

from app.accounts import phones, queries
from app.accounts.devices import describe
from tests.plans import plans


def test_a_phone_is_masked_in_the_middle():
    assert phones.masked("+84900000012") == "0900 ••• 012"


def test_a_phone_is_written_as_at_home():
    assert phones.national("+84900000012") == "0900 000 012"


def test_the_index_depends_on_the_key_and_hides_the_number(app):
    assert phones.index("+84900000012") == phones.index("+84900000012")
    assert phones.index("+84900000012") != phones.index("+84900000013")
    assert "900000012" not in phones.index("+84900000012")


@pytest.mark.one_database
def test_a_session_is_found_without_reading_all_people(app):
    (lines,) = plans(lambda: queries.session_by_token("x"))
    assert len(lines) == 3
    assert all(line.startswith("SEARCH") for line in lines), lines


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        ("Mozilla/5.0 (Linux; Android 9) AppleWebKit Chrome/120 Mobile Safari", "Chrome · Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17) Version/17 Safari/604", "Safari · iPhone"),
        ("Mozilla/5.0 (Linux; Android 11) Chrome/99 Safari Zalo android/1", "Zalo · Android"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/120 Safari/537 Edg/120", "Edge · Windows"),
        ("curl/8", ""),
        ("", ""),
    ],
)
def test_a_device_is_named_as_people_know_it(agent, said):
    assert describe(agent) == said


@pytest.mark.parametrize(
    "typed",
    ["0900000012 SDT", "0900 000 012 (Zalo)", "SĐT: 0900.000.012", "0900000012 - nhà riêng 2"],
)
def test_words_around_a_phone_are_no_part_of_it(typed: str):
    assert phones.parse(typed) == "+84900000012"


@pytest.mark.parametrize("typed", ["0912345 SDT", "0900-FLOWER", "0900 ABC 012", "SDT", ""])
def test_letters_are_no_digits(typed: str):
    with pytest.raises(phones.NotAPhone):
        phones.parse(typed)
