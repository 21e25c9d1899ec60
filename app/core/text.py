"""Vietnamese text: folding for search, the alphabet's order, cleaning, unaccented forms.

Everything here is pure. Composed (NFC) and decomposed (NFD) spellings of one text always
give one result, because phones and old office programs type either.
"""

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
LETTER_MARKS = {"\u0306", "\u0302", "\u031b"}  # breve, circumflex and horn make other letters
TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}

FIRST_YEAR, LAST_YEAR = 1900, 2099
DAY_LETTERS = len("2026-11-19")

_RANKS = {letter: chr(ord("a") + place) for place, letter in enumerate(ALPHABET)}
_STROKES = str.maketrans({"đ": "d", "Đ": "D", "ð": "d", "Ð": "D"})
"""Ð (U+00D0) is another alphabet's letter that looks like Đ (U+0110): old programs typed it."""
_BARE = {**_STROKES, **dict.fromkeys(range(0x0300, 0x0370))}
"""The marks that letters of our alphabet come apart into go, and the strokes."""
_STRAIGHT = str.maketrans({"“": "'", "”": "'", "‘": "'", "’": "'", "–": "-", "—": "-", "…": "..."})
_DECIMAL = re.compile(r"-?(?P<whole>[0-9]+)(?:[.,](?P<part>[0-9]{1,15}))?")
_GROUPED = re.compile(
    r"-?(?P<whole>[0-9]{1,3}(?P<sign>[.,])[0-9]{3}(?:(?P=sign)[0-9]{3})*)"
    r"(?:(?!(?P=sign))[.,](?P<part>[0-9]{1,15}))?"
)
_TWO_READINGS = re.compile(r"-?(?!0[.,])[0-9]{1,3}[.,][0-9]{3}")
_KEPT_CONTROLS = {"\n", "\t"}
_JOINERS = {"\u200d"}  # zero width joiner: holds family and profession emoji together
_TAGS = range(0xE0020, 0xE0080)  # spell out the flags of regions in emoji


def fold(text: str) -> str:
    """Give `text` as search compares it: no marks, đ and ð as d, lower case, single spaces."""
    if text.isascii():
        return " ".join(text.lower().split())  # most cells of a long sheet
    lowered = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = lowered.translate(_BARE)
    if not bare.isascii():  # another script's marks
        bare = "".join(c for c in bare if unicodedata.category(c) not in {"Mn", "Me", "Cf"})
    return " ".join(bare.split())


def lowered(text: str) -> str:
    """`text` inside a sentence: its first letter small, unless a short form (VNeID) begins it."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


def capital(text: str) -> str:
    """`text` at the beginning of a sentence: its first letter large."""
    return text[:1].upper() + text[1:]


def words(text: str) -> list[str]:
    """Give the folded words of `text` in order, without punctuation: what search compares."""
    bare = "".join(char if char.isalnum() else " " for char in fold(text))
    return bare.split()


def sort_key(text: str) -> str:
    """Give a string whose code-point order is the Vietnamese dictionary's order of `text`.

    Letters decide first (a ă â b c d đ e ê …), then tones (ngang, huyền, hỏi, ngã, sắc, nặng),
    so the key can be stored in a column and indexed.
    """
    letters: list[str] = []
    tones: list[str] = []
    for char in " ".join(unicodedata.normalize("NFC", text).casefold().split()):
        letter, tone = _split_tone(char)
        letters.append(_RANKS.get(letter, letter))
        tones.append(tone)
    return "".join(letters) + "\x01" + "".join(tones)


@lru_cache(maxsize=2_048)  # a long sheet sorts the same few letters a million times
def _split_tone(char: str) -> tuple[str, str]:
    marks = unicodedata.normalize("NFD", "đ" if char == "ð" else char)
    tone = next((TONES[mark] for mark in marks if mark in TONES), "0")
    kept = marks[:1] + "".join(mark for mark in marks[1:] if mark in LETTER_MARKS)
    return unicodedata.normalize("NFC", kept), tone


def name_sort_key(full_name: str) -> str:
    """Give the key that sorts people as Vietnamese lists do: by the last word, then the whole."""
    words = full_name.split()
    return sort_key(words[-1] if words else "") + "\x00" + sort_key(full_name)


def clean(text: str, limit: int | None = None) -> str:
    """Give `text` fit to store: composed, without control and direction characters, stripped.

    Line ends become "\\n"; emoji stay whole. With `limit` the result is cut to that many
    characters: a last defence, for the form has to refuse what is too long beforehand.
    """
    if text.isprintable() and unicodedata.is_normalized("NFC", text):  # nearly all there is
        kept = text.strip()
    else:
        kept = _without_controls(text)
    return kept if limit is None else kept[:limit].rstrip().rstrip("\u200d")


def _without_controls(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = lines.replace("\u2028", "\n").replace("\u2029", "\n")
    return unicodedata.normalize("NFC", "".join(filter(_may_stay, lines))).strip()


def line(text: str, limit: int) -> str:
    """Give `text` as one line of at most `limit` characters: clean, with single spaces."""
    return " ".join(clean(text[: limit * 4]).split())[:limit]


def _may_stay(char: str) -> bool:
    if char in _KEPT_CONTROLS or char in _JOINERS or ord(char) in _TAGS:
        return True
    return unicodedata.category(char) not in {"Cc", "Cf", "Cs"} and ord(char) & 0xFFFE != 0xFFFE


def _tone_pairs() -> dict[str, str]:
    """Map every late spelling (oà) to its early one (òa), in the three cases people type."""
    pairs = {}
    for first, second in ("oa", "oe", "uy"):
        for tone in TONES:
            late = unicodedata.normalize("NFC", first + second + tone)
            early = unicodedata.normalize("NFC", first + tone + second)
            for change in (str.lower, str.upper, str.capitalize):
                pairs[change(late)] = change(early)
    return pairs


_TONE_PAIRS = _tone_pairs()
_LATE_TONE = re.compile(r"(?<![qQ])(" + "|".join(_TONE_PAIRS) + r")(?![^\W\d_])")


def normalise_tone(text: str) -> str:
    """Give `text` with one way of placing tones: Hoà and Hòa both become Hòa; quý stays."""
    composed = unicodedata.normalize("NFC", text)
    return _LATE_TONE.sub(lambda found: _TONE_PAIRS[found[1]], composed)


def whole(text: str, digits: int = 9) -> int | None:
    """Read a whole number of at most ``digits`` plain digits; None for anything else."""
    plain = text.isascii() and text.isdigit() and len(text) <= digits
    return int(text) if plain else None


def digits(text: str) -> str:
    """Give the digits of a typed code; spaces and dashes do not matter."""
    return "".join(char for char in text if char.isascii() and char.isdigit())


def decimal(text: str, digits: int = 9) -> Decimal | None:
    """Read 12, 12,5, -12.5 or 1.234,5 with at most ``digits`` digits before the point.

    Gives None for all else, and for what has two readings. Python alone would also read
    1e-999999999, which fills the memory once it is written out.
    """
    found = _DECIMAL.fullmatch(text) or _GROUPED.fullmatch(text)
    if found is None or has_two_readings(text):
        return None
    whole_part = re.sub(r"[.,]", "", found["whole"])
    if len(whole_part) > digits:
        return None
    sign, part = text[: text.startswith("-")], found["part"]
    return Decimal(f"{sign}{whole_part}.{part}" if part else f"{sign}{whole_part}")


def has_two_readings(text: str) -> bool:
    """Tell whether a number may be thousands or a fraction: one sign, three digits behind it."""
    return _TWO_READINGS.fullmatch(text) is not None


def moment(text: str) -> datetime | None:
    """Read a local time as browsers send it, 2026-11-19T09:12; None for all else.

    So are years in which nobody lives: beyond the last one no day can be added.
    """
    try:
        found = datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


def day(text: str) -> date | None:
    """Read a day as browsers send it, 2026-11-19; None for all else, as for ``moment``."""
    found = moment(text)
    return found.date() if found and len(text) <= DAY_LETTERS else None


def ascii_slug(text: str) -> str:
    """Give `text` in lower-case letters, digits and single hyphens, as URLs and codes need."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")


FOR_BANKS, FOR_PHONES = "./-", "./-,:;?!'()+%_@&=#"
"""Punctuation that every bank takes in a transfer's content; that GSM's own alphabet has."""


def plain(text: str, limit: int, marks: str = FOR_BANKS) -> str:
    """Give `text` unaccented in plain ASCII, its case kept, cut to `limit` characters.

    Letters, digits, spaces and `marks` stay. Curly quotes and dashes become straight ones.
    """
    straight = text.translate(_STRAIGHT)
    bare = unicodedata.normalize("NFKD", straight).translate(_STROKES)
    ascii_only = re.sub(rf"[^A-Za-z0-9 {re.escape(marks)}]", "", re.sub(r"\s", " ", bare))
    return " ".join(ascii_only.split())[:limit].rstrip()


TITLE_LENGTH = 80


def first_words(text: str | None) -> str:
    """The first line of ``text``, cut at a word to serve as a title."""
    line = (text or "").strip().split("\n")[0].strip()
    if len(line) <= TITLE_LENGTH:
        return line
    return line[:TITLE_LENGTH].rsplit(" ", 1)[0] + "…"
