"""A calendar that other programs subscribe to (iCalendar, RFC 5545): events and nothing else."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

TYPE = "text/calendar; charset=utf-8"
LONGEST_LINE = 75
"""Octets, without the line end (RFC 5545, 3.1)."""
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


@dataclass(frozen=True)
class Event:
    """``uid`` tells it from all others for ever; ``at`` is an aware moment or a whole day."""

    uid: str
    at: datetime | date
    title: str
    text: str
    url: str


def written(name: str, events: Iterable[Event], now: datetime) -> str:
    """Write the calendar called ``name``; programs are asked to look again every hour."""
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//cong-dan-so//deadlines//VI",
        "CALSCALE:GREGORIAN", "METHOD:PUBLISH", f"X-WR-CALNAME:{_text(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H",
    ]  # fmt: skip
    for each in events:
        lines += ["BEGIN:VEVENT", f"UID:{each.uid}", f"DTSTAMP:{_moment(now)}", _start(each.at),
                  f"SUMMARY:{_text(each.title)}", f"DESCRIPTION:{_text(each.text)}",
                  f"URL:{each.url}", "END:VEVENT"]  # fmt: skip
    return "".join(f"{folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def folded(line: str) -> str:
    """Break a line into pieces of at most 75 octets, never within a letter."""
    pieces, piece = [], b""
    for letter in line:
        if len(piece) + len(letter.encode()) > LONGEST_LINE:
            pieces.append(piece)
            piece = b" "  # what follows begins with a space, which counts too
        piece += letter.encode()
    return b"\r\n".join([*pieces, piece]).decode()


def _text(value: str) -> str:
    return value.translate(_ESCAPED)


def _start(at: datetime | date) -> str:
    if isinstance(at, datetime):
        return f"DTSTART:{_moment(at)}"
    return f"DTSTART;VALUE=DATE:{at:%Y%m%d}"


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
