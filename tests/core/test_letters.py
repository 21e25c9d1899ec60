"""Every letter of the old Vietnamese fonts, as it is typed there."""

import pytest

from app.core.tables import letters

TYPED = {
    "àáảãạ": ("\xb5\xb8\xb6\xb7\xb9", "aø aù aû aõ aï"),
    "ăằắẳẵặ": ("\xa8\xbb\xbe\xbc\xbd\xc6", "aê aè aé aú aü aë"),
    "âầấẩẫậ": ("\xa9\xc7\xca\xc8\xc9\xcb", "aâ aà aá aå aã aä"),
    "đ": ("\xae", "ñ"),
    "èéẻẽẹ": ("\xcc\xd0\xce\xcf\xd1", "eø eù eû eõ eï"),
    "êềếểễệ": ("\xaa\xd2\xd5\xd3\xd4\xd6", "eâ eà eá eå eã eä"),
    "ìíỉĩị": ("\xd7\xdd\xd8\xdc\xde", "ì í æ ó ò"),
    "òóỏõọ": ("\xdf\xe3\xe1\xe2\xe4", "oø où oû oõ oï"),
    "ôồốổỗộ": ("\xab\xe5\xe8\xe6\xe7\xe9", "oâ oà oá oå oã oä"),
    "ơờớởỡợ": ("\xac\xea\xed\xeb\xec\xee", "ô ôø ôù ôû ôõ ôï"),
    "ùúủũụ": ("\xef\xf3\xf1\xf2\xf4", "uø uù uû uõ uï"),
    "ưừứửữự": ("\xad\xf5\xf8\xf6\xf7\xf9", "ö öø öù öû öõ öï"),
    "ỳýỷỹỵ": ("\xfa\xfd\xfb\xfc\xfe", "yø yù yû yõ î"),
}
"""All 67 letters with marks: the byte of TCVN3, and what is typed in VNI."""
CAPITALS = ("ĂÂÊÔƠƯĐ", "\xa1\xa2\xa3\xa4\xa5\xa6\xa7")
"""TCVN3 has no other capitals: its capital fonts draw small letters large."""
ALSO = {"ì": "iø", "í": "iù", "ỉ": "iû", "ĩ": "iõ", "ị": "iï", "ỵ": "yï"}
"""Further ways in which some programs write VNI."""


def test_every_letter_of_tcvn3():
    for wanted, (typed, _vni) in {**TYPED, CAPITALS[0]: (CAPITALS[1], "")}.items():
        assert letters.convert(typed, letters.TCVN3) == wanted


def test_every_letter_of_vni_small_and_capital_alone_and_within_a_word():
    for wanted, (_tcvn3, typed) in TYPED.items():
        assert letters.convert(typed, letters.VNI).split() == list(wanted)
        assert letters.convert(typed.upper(), letters.VNI).split() == list(wanted.upper())
        words = " ".join(f"x{each}n" for each in typed.split())
        assert letters.convert(words, letters.VNI) == " ".join(f"x{each}n" for each in wanted)
    for wanted, typed in ALSO.items():
        assert letters.convert(typed + typed.upper(), letters.VNI) == wanted + wanted.upper()


@pytest.mark.parametrize("text", ["eê", "oë", "uâ", "yá", "nø"])
def test_a_mark_that_no_vietnamese_letter_has_there_stays_as_it_was_typed(text):
    assert letters.convert(text, letters.VNI) == text


def test_what_is_unicode_already_stays():
    assert letters.convert("số tiền", letters.VNI) == "số tiền"


def test_curly_quotes_and_long_dashes_are_no_letters():
    assert letters.convert("“TiÒn n\xadíc” – th¸ng 11", letters.TCVN3) == "“Tiền nước” – tháng 11"
