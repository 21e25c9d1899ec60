"""A known person is taken out of what others wrote, however they spelt it."""

import pytest

from app.core.masking import masked

NAMES, PHONES = ["Trần Thị Mai Hoa"], ["+84900000123"]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Gặp bà Trần Thị Mai Hoa ở nhà.", "Gặp bà ••• ở nhà."),
        ("Gặp bà TRAN  THI\nMAI HOA.", "Gặp bà •••."),
        ("Cô Mai Hoa hẹn 9 giờ", "Cô ••• hẹn 9 giờ"),
        ("Gọi 0900.000.123, +84 900 000 123 và 84900000123.", "Gọi •••, ••• và •••."),
        ("Số 0900 000 124 là của người khác", "Số 0900 000 124 là của người khác"),
        ("Chậu hoa trước trường Mai Dịch", "Chậu hoa trước trường Mai Dịch"),
        ("Trần Thị Mai", "Trần Thị Mai"),
        ("", ""),
    ],
)
def test_name_and_phone_go_and_the_rest_stays(text, left):
    assert masked(text, NAMES, PHONES) == left


def test_a_name_of_one_word_is_a_word_like_any_other():
    assert masked("Hoa nở đẹp", ["Hoa"], []) == "Hoa nở đẹp"
