"""What may stand in braces in an answer kept ready, and what a report puts there.

The names are Vietnamese, as is every such answer; they may be typed without accents. What a
report does not have stays in square brackets, and an answer is not sent before it is filled in.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date

from app.core import clock
from app.core.text import fold, lowered
from app.core.translated import names_of
from app.service_requests.record import ServiceRequest

IN_BRACES = re.compile(r"\{([^{}\n]*)\}")
IN_BRACKETS = re.compile(r"\[([^\[\]\n]*)\]")
GREETING = "Kính gửi ông/bà"
"""The sender's name is hidden from whoever answers, so the greeting names nobody."""


def _day(value: date) -> str:
    return f"{value:%d/%m/%Y}"


def _service(report: ServiceRequest) -> str:
    names = names_of(report.service)
    return lowered(names.get("vi") or report.service.service_code)


def _agency(report: ServiceRequest, short: bool = False) -> str:
    if report.agency is None:
        return ""
    name, short_name = report.agency.names_in("vi")
    return short_name or name if short else name


def _named_day(report: ServiceRequest) -> str:
    named = report.commitment
    day = report.scheduled_on or (named.due_on if named else None)
    return _day(day) if day else ""


FILLED: dict[str, Callable[[ServiceRequest], str]] = {
    "lời chào": lambda report: GREETING,
    "mã": lambda report: report.code,
    "lĩnh vực": _service,
    "xã": lambda report: report.place.label,
    "thôn": lambda report: report.village.label if report.village else "",
    "địa chỉ": lambda report: report.address or "",
    "cơ quan": _agency,
    "đơn vị": lambda report: _agency(report, short=True),
    "điện thoại": lambda report: report.agency.phone if report.agency else "",
    "ngày nhận": lambda report: _day(clock.local(report.requested_datetime).date()),
    "hạn trả lời": lambda report: _day(clock.local(report.answer_by).date()),
    "ngày hẹn": _named_day,
}
NAMES = tuple(FILLED)
_by_folded = {fold(name): name for name in NAMES}


def unknown(text: str) -> list[str]:
    """Give what stands in braces and is no placeholder, and a brace that stands alone."""
    strange = [name for name in IN_BRACES.findall(text) if fold(name) not in _by_folded]
    rest = IN_BRACES.sub("", text)
    return strange + [sign for sign in "{}" if sign in rest]


def fill(text: str, report: ServiceRequest) -> str:
    """Put what the report has into the braces; what it lacks stays, in square brackets."""

    def value(found: re.Match[str]) -> str:
        name = _by_folded.get(fold(found[1]))
        return (FILLED[name](report) if name else "") or f"[{name or found[1]}]"

    return IN_BRACES.sub(value, text)


def left_open(text: str) -> Sequence[str]:
    """Give the placeholders that still stand in square brackets in an answer."""
    return [name for name in IN_BRACKETS.findall(text) if fold(name) in _by_folded]


def all_names() -> str:
    """Give the names as a hint lists them: {mã}, {lĩnh vực} …"""
    return " ".join(f"{{{name}}}" for name in NAMES)
