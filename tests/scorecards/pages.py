"""The room's pages for the budgets: documents of twelve months with so many rows each."""

from datetime import date

from sqlalchemy import delete, select

from app.core import clock, signing
from app.core.db import db
from app.scorecards.facts import Facts
from app.scorecards.measures import figures
from app.scorecards.models import Scorecard
from tests.budgets import Page
from tests.factories import service_requests as make

REASON = {"code": "rieng-tu", "name": "Có thông tin riêng", "name_en": "Private", "number": 5}
CODES: list[str] = []


def of(number: int) -> dict:
    """Figures of so many reports."""
    facts = Facts()
    facts.numbers.update(received=number, on_time=number - 7, late=3, answered=number, fixed=number)
    facts.accept.update({3: number})
    facts.answer.update({72: number})
    return {**figures(facts, facts.numbers), "not_public": [REASON]}


def published(rows: int) -> None:
    """Twelve months with so many communes, agencies and services, and two editions each."""
    db.session.execute(delete(Scorecard))
    communes = [make.place(name=f"Số {number} Thử") for number in range(rows)]
    db.session.flush()
    CODES[:] = [each.code for each in communes]
    table = {
        "rows": [
            {"code": each.code, "name": each.title, "name_en": each.title,
             "figures": of(17 + number)}
            for number, each in enumerate(communes)
        ],
        "others": of(21),
        "others_number": 4,
    }  # fmt: skip
    for month in range(1, 13):
        for edition in (1, 2):
            first = date(2025, month, 1)
            document = {
                "province": of(900 + edition), "agencies": table, "communes": table,
                "services": table, "fewest": 5, "site": "Công dân số", "edition": edition,
                "at": f"2026-01-0{edition}T00:10:00+07:00",
            }  # fmt: skip
            db.session.add(
                Scorecard(
                    kind="thang", first=first, edition=edition, is_whole=True, at=clock.now(),
                    body=signing.canonical(document), signature="x",
                )
            )  # fmt: skip
    db.session.commit()


def province(rows: int) -> str:
    """The account of the province."""
    published(rows)
    return "/ket-qua?ky=thang&ngay=2025-12-01"


def communes(rows: int) -> str:
    """All communes."""
    published(rows)
    return "/ket-qua/xa?ky=thang&ngay=2025-12-01"


def year(rows: int) -> str:
    """The account of the province over a year, with the year before it."""
    published(rows)
    month = db.session.scalars(select(Scorecard).order_by(Scorecard.id.desc())).first()
    assert month is not None
    for each in (2024, 2025):
        db.session.add(
            Scorecard(
                kind="nam", first=date(each, 1, 1), edition=1, is_whole=True, at=clock.now(),
                body=month.body, signature="x",
            )
        )  # fmt: skip
    db.session.commit()
    return "/ket-qua?ky=nam&ngay=2025-01-01"


def communes_of_the_year(rows: int) -> str:
    """All communes, over a year."""
    return year(rows).replace("/ket-qua?", "/ket-qua/xa?")


def commune(rows: int) -> str:
    """One commune."""
    published(rows)
    return f"/ket-qua/xa/{CODES[0]}?ky=thang&ngay=2025-12-01"


def data(rows: int) -> str:
    """Open data."""
    published(rows)
    return "/ket-qua/du-lieu"


def receipts(rows: int) -> str:
    """The page that checks a receipt."""
    for _ in range(rows):
        make.received()
    return "/ket-qua/bien-nhan"


PAGES = [
    Page("the public account", province),
    Page("the account of all communes", communes),
    Page("the account of one commune", commune),
    Page("open data of the account", data),
    Page("checking a receipt", receipts),
]
