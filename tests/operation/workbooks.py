"""Workbooks as a province would fill them in."""

import io
from collections.abc import Iterable, Mapping, Sequence

from app.core.tables.writing import write_sheets
from app.places.models import Place

AGENCIES = ("Mã", "Tên", "Tên ngắn", "Loại", "Mã cơ quan cấp trên", "Địa bàn", "Điện thoại")
OFFICIALS = ("Số điện thoại", "Họ và tên", "Mã cơ quan", "Quyền")
ROUTING = ("Mã lĩnh vực", "Địa bàn", "Mã cơ quan")
HOTLINES = ("Mã", "Số gọi", "Tên", "Địa bàn")
OFFICES = (
    ("vp", "Văn phòng HĐND và UBND"),
    ("kt", "Phòng Kinh tế"),
    ("vhxh", "Phòng Văn hóa - Xã hội"),
    ("hcc", "Trung tâm Phục vụ hành chính công"),
)
TOP = ("ubnd-tinh", "Ủy ban nhân dân tỉnh", "UBND tỉnh", "Ủy ban nhân dân", "", "", "")
Rows = Sequence[Sequence[str | int | None]]


def book(sheets: Mapping[str, tuple[Sequence[str], Rows]]) -> bytes:
    """A workbook of those sheets: heads and rows by name."""
    out = io.BytesIO()
    write_sheets(out, [(name, heads, rows) for name, (heads, rows) in sheets.items()])
    return out.getvalue()


def agencies(*rows: Sequence[str | int | None]) -> bytes:
    return book({"Cơ quan": (AGENCIES, rows)})


def officials(*rows: Sequence[str | int | None]) -> bytes:
    return book({"Cán bộ": (OFFICIALS, rows)})


def province(communes: Iterable[Place], people: int, services: Sequence[str] = ()) -> bytes:
    """A province: each commune with its committee, four offices, rules and a hotline.

    The people are spread over the offices; every tenth sees phone numbers, which is a grave right.
    """
    units = list(communes)
    places = [office for unit in units for office in _offices(unit)]
    return book({
        "Cơ quan": (AGENCIES, [TOP, *places]),
        "Cán bộ": (OFFICIALS, [_official(at, places) for at in range(people)]),
        "Phân luồng": (ROUTING, [rule for unit in units for rule in _rules(unit, services)]),
        "Đường dây nóng": (HOTLINES, [
            (f"xa-{unit.code}", f"0999{at:06d}", f"Trực ban {unit.title}", unit.code)
            for at, unit in enumerate(units)
        ]),
    })  # fmt: skip


def _offices(unit: Place) -> list[tuple[str, ...]]:
    committee = f"ubnd-{unit.code}"
    short = f"UBND {unit.label}"
    row = (
        committee,
        f"Ủy ban nhân dân {unit.label}",
        short,
        "Ủy ban nhân dân",
        TOP[0],
        unit.code,
        "",
    )
    return [row, *(
        (f"{code}-{unit.code}", f"{name}, {short}", name, "Phòng, ban", committee, unit.code, "")
        for code, name in OFFICES
    )]  # fmt: skip


def _official(at: int, places: Rows) -> tuple[str, ...]:
    rights = ["Xử lý phản ánh", *(["Lãnh đạo"] if at % 5 == 0 else []),
              *(["Xem số điện thoại"] if at % 10 == 0 else [])]  # fmt: skip
    code = str(places[at % len(places)][0])
    return f"0900{at:06d}", f"Cán Bộ Thử {at}", code, "; ".join(rights)


def _rules(unit: Place, services: Sequence[str]) -> list[tuple[str, ...]]:
    own = [(code, unit.code, f"vhxh-{unit.code}") for code in services]
    return [("", unit.code, f"kt-{unit.code}"), *own]
