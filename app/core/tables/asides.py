"""Rows that are no rows: letterheads, sums, signatures, notes. They are set aside and shown."""

import re
from collections.abc import Sequence
from functools import lru_cache

from app.core.text import ascii_slug, fold, words

SUM_BEGINS = {"tong", "cong", "du", "luy", "mang", "chuyen", "total", "totals", "subtotal", "sum",
              "grand", "sub", "balance", "opening", "closing", "so"}  # fmt: skip
SUM_WORDS = SUM_BEGINS | {
    "so", "tien", "phat", "sinh", "no", "co", "trong", "ky", "dau", "cuoi", "thang", "ngay", "nam",
    "ke", "sang", "debit", "credit", "giao", "dich", "thu", "chi", "truoc", "sau", "nay", "cac",
    "khoan", "hang", "trang", "ghi", "page", "carried", "forward", "brought", "kha", "dung", "don",
    "hoa", "khach", "ho", "luong", "m3", "kwh", "amount", "of", "transactions", "toan", "bo", "tu",
    "den", "phai", "nop", "vnd", "dong", "ps", "gd",
}  # fmt: skip
SUM_PAIRS = {("so", "du"), ("so", "tong")}
"""What a cell that begins with "số" must go on with to be a sum: "Số dư", not "Số 5"."""
SENTENCE_WORDS = 4
"""Words without a digit: an amount or a month has fewer ("Kỳ 1 tháng 11 năm 2026" has three)."""
PRINTED = re.compile(
    r".*\bngay \d{1,2} thang \d{1,2} nam \d{4}|(?:trang|page)\W*\d+(?:\s*(?:/|of|tren)\s*\d+)?|"
    r"(?:in (?:luc|ngay)|ngay in|gio in|printed|ngay lap)\b.*"
)
"""What stands in a corner of a page: where and when it was signed or printed, its number."""
NUMBERING = re.compile(r"\(?(?:\d{1,2}|[A-Za-z])\)?(?:\s*=.*)?")


def is_sum(cell: str) -> bool:
    """Tell whether a cell is the word for a sum or a balance: "Tổng cộng", "Số dư cuối kỳ: 5".

    Every word of it must belong to such a phrase: "CONG TY …" and "Tổng công ty …" are none.
    """
    if cell.isalnum() and not cell.isalpha():
        return False  # one word with a digit, as nearly all codes of a long sheet
    found = [word for word in words(cell) if not word.isdigit()]
    if not found or found[0] not in SUM_BEGINS or not SUM_WORDS.issuperset(found):
        return False
    return found[0] != "so" or tuple(found[:2]) in SUM_PAIRS


def is_head(cells: Sequence[str], heads: Sequence[str]) -> bool:
    """Tell whether a row is the heads again, as at the top of a further page."""
    there = _slugs(tuple(heads))
    first = next(filter(None, cells), "")
    if not there or _begins_otherwise(first, there[0]) or ascii_slug(first) not in ("", there[0]):
        return False  # nearly every row of a long sheet
    return _slugs(tuple(cells)) == there


def _begins_otherwise(text: str, slug: str) -> bool:
    first = text[:1]
    return first.isascii() and first.isalnum() and first.lower() != slug[0]


@lru_cache(maxsize=8)
def _slugs(cells: tuple[str, ...]) -> list[str]:
    return [slug for slug in map(ascii_slug, cells) if slug]


def is_numbering(cells: Sequence[str]) -> bool:
    """Tell whether a row only numbers the columns: (1) (2) (3), or A B 1 2 3=1+2."""
    if not NUMBERING.fullmatch(next(filter(None, cells), "")):
        return False
    texts = [cell for cell in cells if cell]
    if len(texts) < 3 or not all(NUMBERING.fullmatch(text) for text in texts):
        return False
    numbers = [int(found[0]) for text in texts if (found := re.match(r"\d{1,2}", text.strip("(")))]
    return len(numbers) >= 2 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def is_aside(
    cells: Sequence[str], heads: Sequence[str], is_named: bool, needed: Sequence[str]
) -> bool:
    """Tell whether a row below the heads is none of the table's.

    ``is_named`` says that the cell by which rows are known (a day, a customer's code) is filled in
    as such. Without it a row is none if it has the word for a sum, or if none of the ``needed``
    cells may hold a value; any other row is one, and has to be right.
    """
    if is_head(cells, heads) or is_numbering(cells):
        return True
    if is_named:
        return False
    return any(map(is_sum, cells)) or not any(map(_may_hold_a_value, needed))


def _may_hold_a_value(cell: str) -> bool:
    """Tell whether a cell may be an amount or a month: it has a digit and is no sentence."""
    if not re.search(r"\d", cell) or PRINTED.fullmatch(fold(cell)):
        return False
    plain = [word for word in words(cell) if not re.search(r"\d", word)]
    return len(plain) < SENTENCE_WORDS
