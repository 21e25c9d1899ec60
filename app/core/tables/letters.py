"""Old Vietnamese letters: text typed in TCVN3 (ABC) or VNI fonts, recognised and converted.

Such text holds other letters and only the font made it Vietnamese: "Sè tiÒn" and "Soá tieàn" are
both "Số tiền". TCVN3 has no capital letters with marks: its capital fonts draw small ones large,
so they come out small.
"""

import re
import unicodedata
from collections.abc import Iterable

from app.core.text import ALPHABET, fold

TCVN3, VNI = "tcvn3", "vni"
ENOUGH_WORDS, ENOUGH_SHARE, BETTER_BY = 2, 0.8, 0.2

_TCVN3 = dict(
    zip(
        "\u00a1\u00a2\u00a3\u00a4\u00a5\u00a6\u00a7\u00a8\u00a9\u00aa\u00ab\u00ac\u00ad\u00ae"
        "\u00b5\u00b6\u00b7\u00b8\u00b9\u00bb\u00bc\u00bd\u00be\u00c6\u00c7\u00c8\u00c9\u00ca\u00cb"
        "\u00cc\u00ce\u00cf\u00d0\u00d1\u00d2\u00d3\u00d4\u00d5\u00d6\u00d7\u00d8\u00dc\u00dd\u00de"
        "\u00df\u00e1\u00e2\u00e3\u00e4\u00e5\u00e6\u00e7\u00e8\u00e9\u00ea\u00eb\u00ec\u00ed\u00ee"
        "\u00ef\u00f1\u00f2\u00f3\u00f4\u00f5\u00f6\u00f7\u00f8\u00f9\u00fa\u00fb\u00fc\u00fd\u00fe",
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)
_VNI_MARKS = {
    "ø": "\u0300", "ù": "\u0301", "û": "\u0309", "õ": "\u0303", "ï": "\u0323",
    "â": "\u0302", "à": "\u0302\u0300", "á": "\u0302\u0301", "å": "\u0302\u0309",
    "ã": "\u0302\u0303", "ä": "\u0302\u0323",
    "ê": "\u0306", "è": "\u0306\u0300", "é": "\u0306\u0301", "ú": "\u0306\u0309",
    "ü": "\u0306\u0303", "ë": "\u0306\u0323",
}  # fmt: skip
"""What a letter after a vowel puts on it; "au" with hook, which fonts write ú, included."""
_VNI_ALONE = {"ñ": "đ", "ö": "ư", "ô": "ơ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "í": "í",
              "ì": "ì"}  # fmt: skip
_SYLLABLE = re.compile(
    r"(?:b|c|ch|d|g|gh|gi|h|k|kh|l|m|n|ng|ngh|nh|p|ph|q|r|s|t|th|tr|v|x)?"
    r"(?:a|ai|ao|au|ay|e|eo|eu|i|ia|ie|ieu|iu|o|oa|oai|oay|oe|oeo|oi|oo|u|ua|uay|uao|ue|ui|uo|"
    r"uoi|uou|uu|uy|uya|uye|uyu|y|ye|yeu)(?:c|ch|m|n|ng|nh|p|t)?"
)
_VOWELS = set("aeiouyơư")
_MARKS = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}


def recognise(texts: Iterable[str]) -> str:
    """Say in which old letters `texts` (a sheet's first cells) were typed; "" for none."""
    words = [word for text in texts for word in text.split() if not word.isascii()]
    as_is = _share(words)
    shares = {name: _share([convert(word, name) for word in words]) for name in (TCVN3, VNI)}
    best = max(shares, key=lambda name: shares[name])
    good = len(words) >= ENOUGH_WORDS and shares[best] >= max(ENOUGH_SHARE, as_is + BETTER_BY)
    return best if good else ""


def convert(text: str, letters: str) -> str:
    """Give `text` in Unicode; what has letters that the old fonts cannot hold stays as it is."""
    if text.isascii() or any(char.isalpha() and ord(char) > 0xFF for char in text):
        return text
    return _from_tcvn3(text) if letters == TCVN3 else _from_vni(text)


def _from_tcvn3(text: str) -> str:
    return "".join(_TCVN3.get(char, char) for char in text)


def _from_vni(text: str) -> str:
    made: list[str] = []
    for char in text:
        small = char.lower()
        marked = _marked(made[-1] if made else "", _VNI_MARKS.get(small, ""))
        if marked:
            made[-1] = marked
        elif small in _VNI_ALONE:
            alone = _VNI_ALONE[small]
            made.append(alone if char == small else alone.upper())
        else:
            made.append(char)
    return unicodedata.normalize("NFC", "".join(made))


def _marked(letter: str, marks: str) -> str:
    """Give the letter with those marks; "" where no Vietnamese letter has them."""
    if not marks or letter.lower() not in _VOWELS:
        return ""
    made = unicodedata.normalize("NFC", letter + marks)
    return made if len(made) == 1 and _is_letter(made) else ""


def _share(words: list[str]) -> float:
    """Give how many of `words` are Vietnamese, 0 to 1."""
    return sum(map(_is_vietnamese, words)) / len(words) if words else 0.0


def _is_vietnamese(word: str) -> bool:
    bare = word.strip(".,;:!?()[]\"'“”/-–…*0123456789")
    parts = [part for part in re.split(r"[./\-–,()0-9]+", bare) if part]
    return all(_is_syllable(part) for part in parts)


def _is_syllable(part: str) -> bool:
    text = unicodedata.normalize("NFC", part)
    if not all(_is_letter(char) for char in text):
        return False
    if text not in (text.lower(), text.upper(), text.capitalize()):
        return False
    tones = sum(mark in _MARKS for mark in unicodedata.normalize("NFD", text))
    return tones <= 1 and bool(_SYLLABLE.fullmatch(fold(text)))


def _is_letter(char: str) -> bool:
    base = "".join(
        mark for mark in unicodedata.normalize("NFD", char.lower()) if mark not in _MARKS
    )
    return unicodedata.normalize("NFC", base) in ALPHABET
