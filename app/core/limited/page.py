"""The tables of an HTML page, as banks send them under the name of a workbook."""

from __future__ import annotations

import re
from html.parser import HTMLParser

MOST_NESTED = 50
SPAN = re.compile(r"\s*([0-9]{1,5})\s*")


class TooLarge(Exception):
    """The page has far more than a table needs; `reason` is a word of the limited process."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Page(HTMLParser):
    """Gathers the rows of all tables of a page, one below the other."""

    def __init__(self, most_rows: int, most_columns: int) -> None:
        super().__init__(convert_charrefs=True)
        self.most_rows, self.most_columns = most_rows, most_columns
        self.rows: list[list[str]] = []
        self.stacked: list[tuple[int, int]] = []
        self._outer: list[tuple[list[str] | None, list[str] | None, dict[int, int]]] = []
        self._row: list[str] | None = None
        self._cell: list[str] | None = None
        self._below: dict[int, int] = {}
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._outer.append((self._row, self._cell, self._below))
            self._row, self._cell, self._below = None, None, {}
            if len(self._outer) > MOST_NESTED:
                raise TooLarge("damaged")
        elif tag == "tr":
            self._end_row()
            self._row = []
        elif tag in ("td", "th"):
            self._begin_cell(dict(attrs))
        elif tag == "br" and self._cell is not None:
            self._cell.append("\n")
        elif tag in ("style", "script", "title"):
            self._silent += 1

    def handle_endtag(self, tag: str) -> None:
        if tag == "table" and self._outer:
            self._end_row()
            self._row, self._cell, self._below = self._outer.pop()
        elif tag == "tr":
            self._end_row()
        elif tag in ("td", "th"):
            self._end_cell()
        elif tag in ("style", "script", "title"):
            self._silent = max(0, self._silent - 1)

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._silent:
            self._cell.append(data.replace("\r", " ").replace("\n", " "))

    def close(self) -> None:
        super().close()
        self._end_row()

    def _begin_cell(self, attributes: dict[str, str | None]) -> None:
        self._end_cell()
        if self._row is None:
            self._row = []
        self._skip_what_reaches_down()
        at, down = len(self._row), self._span(attributes.get("rowspan"))
        wide = self._span(attributes.get("colspan"))
        if down > 1:
            self.stacked.append((len(self.rows) + 1, len(self.rows) + down))
            self._below.update({at + n: down - 1 for n in range(wide)})
        self._cell = []
        self._wide = wide

    def _skip_what_reaches_down(self) -> None:
        assert self._row is not None
        while self._below.get(len(self._row), 0) > 0:
            self._below[len(self._row)] -= 1
            self._row.append("")

    def _span(self, text: str | None) -> int:
        digits = SPAN.fullmatch(text or "")
        number = int(digits[1]) if digits else 1
        return min(max(number, 1), self.most_columns + 1)

    def _end_cell(self) -> None:
        if self._cell is None or self._row is None:
            return
        lines = " ".join("".join(self._cell).split(" ")).split("\n")
        self._row.append("\n".join(" ".join(line.split()) for line in lines).strip())
        self._row += [""] * (self._wide - 1)
        self._cell = None
        if len(self._row) > 10 * self.most_columns:
            raise TooLarge("columns")

    def _end_row(self) -> None:
        self._end_cell()
        if self._row is not None:
            self._skip_what_reaches_down()
            self.rows.append(self._row)
            self._row = None
            if len(self.rows) > 4 * self.most_rows:
                raise TooLarge("rows")
