"""From the rows of a sheet to draft bills, in steps that a killed worker can take up again."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, insert, select

from app.accounts.actors import Actor
from app.bills import queries
from app.bills.actions import issuing
from app.bills.models import Bill, Biller, CustomerAccount, ImportRow
from app.bills.models.bill import DRAFT, PUBLISHED, WITHDRAWN, new_code
from app.bills.models.imported import CHANGED, CORRECTS, NEW, PAID, SAME
from app.core import audit, personal
from app.core.db import db
from app.payments.models import SheetUpload

CHUNK = 500
FIGURES = ("total", "quantity", "reading_before", "reading_after", "before_tax", "tax", "fee")
KEYS = {"reading_before": "before", "reading_after": "after"}


def stage(upload: SheetUpload, biller: Biller, rows: Sequence[dict[str, Any]]) -> dict[str, int]:
    """Keep checked rows (each with ``row``, ``code_key`` and what it says) for applying.

    Gives how many of each verdict there are.
    """
    known = queries.bills_by_key(
        biller, {row["code_key"] for row in rows}, {r["period"] for r in rows}
    )
    values = []
    for row in rows:
        verdict = judge(row, known.get((row["code_key"], row["period"])))
        values.append(
            {
                "upload_id": upload.id,
                "row": row["row"],
                "code_key": row["code_key"],
                "period": row["period"],
                "verdict": verdict,
                "data": row,
            }
        )
    if values:
        db.session.execute(insert(ImportRow), values)
    verdicts = [value["verdict"] for value in values]
    return {each: verdicts.count(each) for each in (NEW, SAME, CHANGED, CORRECTS, PAID)}


def unstage(upload: SheetUpload) -> None:
    db.session.execute(delete(ImportRow).where(ImportRow.upload_id == upload.id))


def judge(row: dict[str, Any], bill: Bill | None) -> str:
    """Say what applying ``row`` would do to the bill of its code and period."""
    if bill is None:
        return NEW
    same = all(figure(row, name) == getattr(bill, name) for name in FIGURES)
    if bill.state != PUBLISHED:
        return SAME if same and bill.state == DRAFT else CHANGED
    # What was corrected by hand since is not undone by the file it came from.
    if not same and row["total"] != bill.owed:
        return CORRECTS
    return PAID if row["paid"] and bill.missing > 0 else SAME


def figure(row: dict[str, Any], name: str) -> int | Decimal | None:
    """Give a figure of a row as the bill's column holds it."""
    value = row[KEYS.get(name, name)]
    return Decimal(value) if isinstance(value, str) else value


def apply_some(upload: SheetUpload, biller: Biller, by: Actor, now: datetime) -> int:
    """Apply the next rows and forget them; give how many. The caller commits."""
    statement = select(ImportRow).where(ImportRow.upload_id == upload.id)
    rows = db.session.scalars(statement.order_by(ImportRow.id).limit(CHUNK)).all()
    numbers = _accounts(biller, [row.data for row in rows])
    periods = {row.period for row in rows}
    bills = queries.bills_by_key(biller, {row.code_key for row in rows}, periods)
    fresh = []
    for row in rows:
        bill = bills.get((row.code_key, row.period))
        if bill is None:
            drafted = _draft(row.data, upload.id, now, biller.adapter)
            fresh.append({**drafted, "biller_id": biller.id, "account_id": numbers[row.code_key]})
        else:
            _apply(upload, row, bill, by, now)
    if fresh:
        db.session.execute(insert(Bill.__table__), fresh)
    done = [row.id for row in rows]
    db.session.flush()
    db.session.execute(delete(ImportRow).where(ImportRow.id.in_(done)))
    return len(rows)


def finish(upload: SheetUpload, by: Actor, now: datetime) -> None:
    """End an import: its figures go into the audit log."""
    upload.finish(upload.result, now)
    audit.record(by.reference, "import-bills", upload.reference, now=now, after=upload.result)


def _accounts(biller: Biller, rows: Iterable[dict[str, Any]]) -> dict[str, int]:
    """Give the numbers of the customers of these rows, by key; new ones are opened."""
    by_key = {row["code_key"]: row for row in rows}
    found = queries.accounts_by_keys(biller, by_key.keys())
    for key, account in found.items():
        row = by_key[key]
        account.describe(row["name"], row["address"])
        if row.get("phone") and row["phone"] != account.phone:
            account.set_phone(row["phone"])
    opened = _open([row for key, row in by_key.items() if key not in found], biller)
    return {key: account.id for key, account in found.items()} | opened


def _open(rows: Sequence[dict[str, Any]], biller: Biller) -> dict[str, int]:
    """Open the customers of a sheet's new codes in few statements; give their numbers by key."""
    if not rows:
        return {}
    place_id = biller.agency.place_id
    keys = personal.new_keys(len(rows))
    made = [
        {**CustomerAccount.columns(row, key), "biller_id": biller.id, "place_id": place_id}
        for row, key in zip(rows, keys, strict=True)
    ]
    table = CustomerAccount.__table__
    stored = insert(table).returning(table.c.id, table.c.code_key)
    return {row.code_key: row.id for row in db.session.execute(stored, made)}


def _apply(upload: SheetUpload, row: ImportRow, bill: Bill, by: Actor, now: datetime) -> None:
    verdict = judge(row.data, bill)
    if verdict == CHANGED:
        if bill.state == WITHDRAWN:
            bill.go("draft again")
        _fill(bill, row.data, upload.id)
    elif verdict == CORRECTS:
        reason = str(_l("The biller sent a corrected figure."))
        issuing.correct(bill, row.data["total"], reason, by, now)
    if row.data["paid"] and bill.settled_on is None and bill.missing > 0:
        issuing.settle(bill, now.date(), by, now)


def draft(
    account: CustomerAccount, row: dict[str, Any], upload_id: int | None, now: datetime
) -> Bill:
    """Give a draft bill of what ``row`` says; the caller adds it."""
    values = _draft(row, upload_id, now, account.biller.adapter)
    return Bill(biller=account.biller, account=account, **values)


def _draft(
    row: dict[str, Any], upload_id: int | None, now: datetime, source: str
) -> dict[str, Any]:
    """Give the columns of a draft bill, but for whose it is."""
    return {
        **_figures(row, upload_id),
        "code": new_code(),
        "period": row["period"],
        "number": 0,
        "state": DRAFT,
        "received": 0,
        "is_open": False,
        "created_at": now,
        "source": source,
        "settled_on": now.date() if row["paid"] else None,
    }


def _fill(bill: Bill, row: dict[str, Any], upload_id: int | None) -> None:
    for name, value in _figures(row, upload_id).items():
        setattr(bill, name, value)


def _figures(row: dict[str, Any], upload_id: int | None) -> dict[str, Any]:
    return {
        **{name: figure(row, name) for name in FIGURES},
        **{name: date.fromisoformat(row[name]) for name in ("from_on", "to_on", "due_on")},
        "lines": row.get("lines") or [],
        "foreign_id": row.get("foreign_id") or "",
        "owed": row["total"],
        "upload_id": upload_id,
    }
