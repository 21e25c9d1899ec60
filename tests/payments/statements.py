"""Statements as banks write them, made from one list of movements.

`statement(random, entries)` writes the entries as a file of some bank: csv, xlsx, xls or an HTML
table named .xls; one of several head layouts; days, amounts and letterheads written in several
ways; with or without the banks' numbers. Read back it gives the entries' incoming money again,
however it was written. `overlapping(random, entries)` cuts one month into several such files
that overlap. Whoever tests balances takes the files in any order and expects the balances of
the list itself. Everything comes from the `random.Random` that is given: the same seed gives
the same bytes.

An entry's `amount` is what it adds to the account, in whole đồng: below zero for money that goes
out. Layouts with two columns tell outgoing money apart from a reversal (a credit below zero), the
others tell both by sign or by a Nợ/Có column; `expected(entries, layout)` says what the rows give
in each.
"""

import csv
import html
import io
import random as randoms
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import xlsxwriter
import xlwt

FORMATS = ("csv", "xlsx", "xls", "html")
Cell = str | int | date


@dataclass(frozen=True)
class Entry:
    """One movement of a month: its day, signed amount, content and the bank's number."""

    on: date
    amount: int
    words: str
    bank_id: str = ""
    takes_back: bool = False
    """The bank undoes a credit: below zero, in the credit's own column where there is one."""

    @property
    def is_out(self) -> bool:
        """Tell whether it is money that went out, and undoes nothing."""
        return self.amount < 0 and not self.takes_back


@dataclass(frozen=True)
class Layout:
    """The heads of a bank's statement, by what stands below them; "" is a field it has not."""

    name: str
    date: str
    words: str
    credit: str = ""
    debit: str = ""
    amount: str = ""
    side: str = ""
    id: str = ""
    in_day: bool = False
    """The bank's number stands under the day, in one cell."""
    upper: tuple[str, ...] = ()
    """A row above the heads that is merged over several of them."""

    @property
    def is_signed(self) -> bool:
        """Tell whether outgoing money is known with its amount."""
        return not self.credit


@dataclass(frozen=True)
class File:
    """A statement: its name, bytes, layout, the sheet's encoding, and whether it has numbers."""

    name: str
    content: bytes
    layout: Layout
    numbered: bool


LAYOUTS = (
    Layout("vietcombank", "Ngày1/ TNX Date/ Số CT/ Doc No",
           "Nội dung chi tiết/ Transactions in detail",
           credit="Số tiền ghi có/ Credit", debit="Số tiền ghi nợ/ Debit", in_day=True),
    Layout("techcombank", "Ngày giao dịch/Transaction date", "Diễn giải/Description",
           credit="Có TKTT/Credit", debit="Nợ TKTT/Debit", id="Số bút toán/Transaction No"),
    Layout("mb", "NGÀY GIAO DỊCH", "NỘI DUNG", credit="PHÁT SINH CÓ", debit="PHÁT SINH NỢ",
           id="SỐ BÚT TOÁN"),
    Layout("agribank", "Ngày GD", "Diễn giải", credit="Ghi có", debit="Ghi nợ", id="Mã GD"),
    Layout("bidv", "Ngày hiệu lực", "Mô tả", credit="Số tiền ghi có", debit="Số tiền ghi nợ",
           id="Số tham chiếu"),
    Layout("two rows", "Ngày", "Nội dung giao dịch", credit="Có", debit="Nợ", id="Số CT",
           upper=("", "", "", "Số tiền", "", "")),
    Layout("in and out", "Thời gian giao dịch", "Nội dung", credit="Số tiền vào",
           debit="Số tiền ra", id="Mã giao dịch"),
    Layout("signed", "Ngày giao dịch", "Mô tả", amount="Số tiền", id="Mã giao dịch"),
    Layout("by side", "Ngày", "Diễn giải", amount="Số tiền giao dịch", side="Nợ/Có",
           id="Số tham chiếu"),
    Layout("english", "Booking date", "Description", amount="Amount", side="D/C",
           id="Reference"),
)  # fmt: skip
DAYS: tuple[Callable[[datetime], str], ...] = (
    lambda at: f"{at:%d/%m/%Y}", lambda at: f"{at:%d-%m-%Y}", lambda at: f"{at:%Y-%m-%d}",
    lambda at: f"{at:%d/%m/%Y %H:%M:%S}", lambda at: f"{at:%H:%M:%S %d/%m/%Y}",
    lambda at: f"{at:%d/%m/%Y, %H:%M:%S}", lambda at: f"{at:%d/%m/%Y}\u00a0",
    lambda at: f"{at:%Y%m%d}",
)  # fmt: skip
AMOUNTS: tuple[Callable[[int], str], ...] = (
    str, lambda n: f"{n:,}", lambda n: f"{n:,}".replace(",", "."), lambda n: f"{n:,}.00",
    lambda n: f"{n:,}".replace(",", "\u00a0"), lambda n: f"{n:,}".replace(",", ".") + " đồng",
    lambda n: f"VND {n:,}", lambda n: f"({-n:,})" if n < 0 else f"{n:,}",
)  # fmt: skip
EMPTIES = ("", "-", "0", " - ", "–")
SIDES = (("C", "D"), ("Có", "Nợ"), ("CR", "DR"))
LETTERHEAD = (
    ("NGÂN HÀNG THỬ NGHIỆM",),
    ("SAO KÊ TÀI KHOẢN", "", "", "Trang 1/1"),
    ("Từ ngày 01/11/2026 đến ngày 30/11/2026",),
)
FOOT = (
    ("", "Tổng cộng", "", "9.999.999", "9.999.999"),
    ("Ghi chú: sao kê này để thử, không có giá trị.",),
    ("", "", "Người lập biểu", "", "Kiểm soát"),
)


def entries(random: randoms.Random, count: int, references: Sequence[str] = ()) -> list[Entry]:
    """Give `count` movements of November 2026 in order of day; contents hold `references`."""
    made = [_entry(random, number, references) for number in range(count)]
    return sorted(made, key=lambda each: each.on)


def _entry(random: randoms.Random, number: int, references: Sequence[str]) -> Entry:
    words = f"CONG TY THU {random.randint(1, 9)} CT {random.randint(10, 99)}"
    if references and random.random() < 0.7:
        words = f"{random.choice(references)} tien nuoc, lan {random.randint(1, 3)}"
    amount = random.choice((1, 1, 1, -1)) * random.randint(10, 5_000) * 500
    on = date(2026, 11, 1) + timedelta(days=random.randint(0, 29))
    return Entry(on, amount, words, f"FT26{number:06}")


def overlapping(
    random: randoms.Random,
    month: Sequence[Entry],
    parts: int,
    worded: Callable[[Entry], Entry] = lambda entry: entry,
    numbered: bool | None = None,
) -> list[File]:
    """Cut a month's entries into `parts` statements that overlap by some whole days.

    `worded` gives an entry as one statement words it; `numbered` is as `statement` takes it.
    """
    days = sorted({each.on for each in month})
    cuts = sorted(random.sample(range(1, len(days)), min(parts - 1, len(days) - 1)))
    edges = list(zip([0, *cuts], [*cuts, len(days)], strict=True))
    files = []
    for first, last in edges:
        reach = set(days[max(0, first - random.randint(0, 3)) : last + random.randint(0, 3)])
        told = [worded(each) for each in month if each.on in reach]
        files.append(statement(random, told, numbered=numbered))
    random.shuffle(files)
    return files


def statement(
    random: randoms.Random,
    month: Sequence[Entry],
    layout: Layout | None = None,
    form: str | None = None,
    numbered: bool | None = None,
) -> File:
    """Write the entries as one file; what is not given is chosen at random."""
    layout = layout or random.choice(LAYOUTS)
    form = form or random.choice(FORMATS)
    has_id = bool(layout.id or layout.in_day)
    numbered = has_id and (random.random() < 0.7 if numbered is None else numbered)
    writer = _Writer(random, layout, form in ("xlsx", "xls") and random.random() < 0.5, numbered)
    rows = writer.rows(month)
    content = {"csv": _csv, "xlsx": _xlsx, "xls": _xls, "html": _html}[form](random, rows)
    extension = "xls" if form == "html" else form
    return File(f"sao-ke-{layout.name.replace(' ', '-')}.{extension}", content, layout, numbered)


def expected(month: Sequence[Entry], file: File) -> list[tuple[date, int, str, str]]:
    """Give (day, amount, words, the bank's number) as the file's rows are to be read.

    Money that went out is 0 in layouts that have a column of its own for what came in.
    """
    return [
        (
            each.on,
            0 if each.is_out and not file.layout.is_signed else each.amount,
            each.words,
            each.bank_id if file.numbered else "",
        )
        for each in month
    ]


class _Writer:
    """Writes the rows of one statement in one way."""

    def __init__(self, random: randoms.Random, layout: Layout, typed: bool, numbered: bool) -> None:
        self.random, self.layout, self.typed, self.numbered = random, layout, typed, numbered
        self.day, self.amount = random.choice(DAYS), random.choice(AMOUNTS)
        self.empty, self.sides = random.choice(EMPTIES), random.choice(SIDES)

    def rows(self, month: Sequence[Entry]) -> list[tuple[Cell, ...]]:
        """Give letterhead, heads, the entries and what banks print below them."""
        heads = [head for head, _ in self._columns(None)]
        rows: list[tuple[Cell, ...]] = list(self.random.choice((LETTERHEAD, LETTERHEAD[:1], ())))
        if self.layout.upper:
            rows.append(self.layout.upper)
        rows.append(tuple(heads))
        rows += [
            tuple(cell for _, cell in self._columns(each, at)) for at, each in enumerate(month)
        ]
        return rows + list(self.random.choice((FOOT, ())))

    def _columns(self, entry: Entry | None, at: int = 0) -> list[tuple[str, Cell]]:
        layout = self.layout
        found: list[tuple[str, Cell]] = [("STT", at + 1), (layout.date, self._date(entry))]
        if layout.id:
            found.append((layout.id, entry.bank_id if entry and self.numbered else ""))
        found += self._money(entry)
        if layout.credit:
            found.append(("Số dư", self._typed(7_000_000 + at)))
        found.append((layout.words, entry.words if entry else ""))
        return found

    def _money(self, entry: Entry | None) -> list[tuple[str, Cell]]:
        layout, amount = self.layout, entry.amount if entry else 0
        if layout.credit:
            is_out = entry is not None and entry.is_out
            sides = (-amount, 0) if is_out else (0, amount)
            heads = (layout.debit, layout.credit)
            return [(head, self._side(side)) for head, side in zip(heads, sides, strict=True)]
        if layout.side:
            into, out = self.sides
            return [
                (layout.amount, self._typed(abs(amount))),
                (layout.side, into if amount > 0 else out),
            ]
        return [(layout.amount, self._typed(amount))]

    def _side(self, amount: int) -> Cell:
        return self._typed(amount) if amount else self.empty

    def _typed(self, amount: int) -> Cell:
        return amount if self.typed else self.amount(amount)

    def _date(self, entry: Entry | None) -> Cell:
        if entry is None:
            return ""
        text = self.day(datetime.combine(entry.on, time(7, 30, 15)))
        if self.layout.in_day and self.numbered:
            return f"{text}\n{entry.bank_id}"
        return entry.on if self.typed else text


def _text(cell: Cell) -> str:
    return f"{cell:%d/%m/%Y}" if isinstance(cell, date) else str(cell)


def _csv(random: randoms.Random, rows: Sequence[Sequence[Cell]]) -> bytes:
    out = io.StringIO()
    delimiter = random.choice(",;\t|")
    quoting = random.choice((csv.QUOTE_MINIMAL, csv.QUOTE_ALL))
    writer = csv.writer(out, delimiter=delimiter, quoting=quoting)
    writer.writerows([[_text(cell) for cell in row] for row in rows])
    return out.getvalue().encode(random.choice(("utf-8", "utf-8-sig", "utf-16")))


def _xlsx(random: randoms.Random, rows: Sequence[Sequence[Cell]]) -> bytes:
    out = io.BytesIO()
    options = {"in_memory": True, "date_1904": random.random() < 0.3, "strings_to_formulas": False}
    book = xlsxwriter.Workbook(out, options)
    if random.random() < 0.3:
        book.add_worksheet("Ẩn").hide()
    page, day = book.add_worksheet("Sao kê"), book.add_format({"num_format": "dd/mm/yyyy"})
    page.activate()
    page.set_first_sheet()
    for number, row in enumerate(rows):
        for at, cell in enumerate(row):
            if isinstance(cell, date):
                page.write_datetime(number, at, datetime.combine(cell, time()), day)
            else:
                page.write(number, at, cell)
    book.close()
    return out.getvalue()


def _xls(_random: randoms.Random, rows: Sequence[Sequence[Cell]]) -> bytes:
    book = xlwt.Workbook()
    page, day = book.add_sheet("Sao kê"), xlwt.easyxf(num_format_str="DD/MM/YYYY")
    for number, row in enumerate(rows):
        for at, cell in enumerate(row):
            if isinstance(cell, date):
                page.write(number, at, cell, day)
            elif cell != "":
                page.write(number, at, cell)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _html(random: randoms.Random, rows: Sequence[Sequence[Cell]]) -> bytes:
    cells = [[html.escape(_text(cell)).replace("\n", "<br>") for cell in row] for row in rows]
    lines = ["<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in cells]
    page = (
        '<html><head><meta charset="utf-8"><style>td{mso-number-format:"\\@"}</style></head>'
        f"<body><table border=1>{''.join(lines)}</table></body></html>"
    )
    return page.encode(random.choice(("utf-8", "utf-8-sig")))
