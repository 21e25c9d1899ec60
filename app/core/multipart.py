"""Where the parts of a sent form end, found without regular expressions made for that form.

Werkzeug compiles two for each boundary, and every browser draws a new boundary for every form: a
tenth of what Python does when a report is sent. Here the boundary is found as bytes, and what may
stand around it by an expression that is compiled once. What is read is the same to the byte.
"""

import re
from typing import Any, NamedTuple

from werkzeug import formparser
from werkzeug.sansio.multipart import MultipartDecoder

BREAKS = (b"\n", b"\r")
AFTER = re.compile(rb"--[^\S\n\r]*(?:\r\n|\n|\r)?|[^\S\n\r]*(?:\r\n|\n|\r)")
"""What stands behind a boundary: two dashes where the form ends, else the end of its line."""


class Found(NamedTuple):
    """A boundary with the line breaks around it; asked as a match of ``re`` is."""

    begins: int
    ends: int
    behind: bytes

    def start(self) -> int:
        """Give where the line break before it begins."""
        return self.begins

    def end(self) -> int:
        """Give where the next part begins."""
        return self.ends

    def group(self, number: int) -> bytes:
        """Give what stands behind the boundary."""
        return self.behind


class Boundary:
    """Looks for a boundary as Werkzeug's expressions do."""

    def __init__(self, boundary: bytes, *, opens_a_line: bool) -> None:
        """``opens_a_line``: there has to be a line break before it."""
        self.mark, self.opens_a_line = b"--" + boundary, opens_a_line

    def search(self, data: bytearray, position: int = 0) -> Found | None:
        """Give the first one from the position on, if there is any."""
        at = data.find(self.mark, position)
        while at != -1:
            begins = _line_break_before(data, at, position)
            behind = AFTER.match(data, at + len(self.mark))
            if behind is not None and (begins < at or not self.opens_a_line):
                return Found(begins, behind.end(), bytes(behind[0]))
            at = data.find(self.mark, at + 1)
        return None


def _line_break_before(data: bytearray, at: int, position: int) -> int:
    if at - 2 >= position and data[at - 2 : at] == b"\r\n":
        return at - 2
    return at - 1 if at > position and data[at - 1 : at] in BREAKS else at


class Decoder(MultipartDecoder):
    """Werkzeug's decoder, whose own expressions are those of one boundary: compiled once."""

    def __init__(self, boundary: bytes, *given: Any, **named: Any) -> None:
        """Look for this form's boundary."""
        super().__init__(b"", *given, **named)
        self.boundary = boundary
        self.preamble_re = Boundary(boundary, opens_a_line=False)  # type: ignore[assignment]
        self.boundary_re = Boundary(boundary, opens_a_line=True)  # type: ignore[assignment]


def install() -> None:
    """Have forms read by it. Werkzeug's parser takes its decoder from its own module alone."""
    formparser.MultipartDecoder = Decoder  # type: ignore[misc]
