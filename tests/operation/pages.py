"""What the operator's pages may weigh and ask of the database."""

from datetime import date

from app.accounts.permissions import ADMINISTER
from app.core import clock
from app.core.db import db
from app.operation.units import planning
from app.places import contacts
from app.places import queries as units
from app.sheets.models import SheetUpload
from tests.budgets import Page
from tests.factories import places
from tests.factories.accounts import make_official

LATER = date(2027, 1, 1)


def many_changes(rows: int) -> str:
    for _ in range(rows):
        code = places.make_commune().code
        planning.plan_rename(code, "Phường", "Mới", LATER, "NQ 1", "system", clock.now())
    return "/can-bo/quan-tri/don-vi"


def many_contacts(rows: int) -> str:
    top = units.province() or places.make_province()
    for at in range(rows):
        said = contacts.Said(
            f"0216 3 {at:06d}", f"Trực ban {at}", place=places.make_commune(f"Xã {at}", top)
        )
        contacts.write(contacts.HOTLINE, f"so-{at}", said, LATER, "system", clock.now())
        row = contacts.by_code(contacts.HOTLINE, f"so-{at}", LATER)
        assert row is not None
        row.valid_from, row.checked_on = date(2026, 1, 1), None
    return "/can-bo/quan-tri/kiem-tra-lai?tat_ca=1"


def a_workbook(rows: int) -> str:
    lines = [["agencies", at, "new", f"Phòng {at}", [["name", "", f"Phòng {at}"]]]
             for at in range(rows)]  # fmt: skip
    upload = SheetUpload(
        kind="province", subject_id=0, file_name="tinh.xlsx", content=b"PK", digest="", heads=[],
        sample=lines, columns={}, problems=[], state="checked", created_at=clock.now(),
        result={"counts": {"agencies": {"new": rows}}, "changes": rows, "digest": ""},
    )  # fmt: skip
    db.session.add(upload)
    db.session.flush()
    return f"/can-bo/quan-tri/thiet-lap/{upload.code}"


PAGES = [
    Page("numbers, links and rates", many_contacts, lambda: make_official(ADMINISTER)),
    Page("a workbook that was looked at", a_workbook, lambda: make_official(ADMINISTER)),
    Page(
        "reading a workbook in",
        lambda rows: a_workbook(rows) and "/can-bo/quan-tri/thiet-lap",
        lambda: make_official(ADMINISTER),
    ),
    Page("changes of units", many_changes, lambda: make_official(ADMINISTER)),
]
