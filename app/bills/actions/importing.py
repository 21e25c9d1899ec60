"""From the rows of a sheet to draft bills, in steps that a killed worker can take up again."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from operator import itemgetter
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, insert, select

from app.accounts.actors import Actor
from app.bills import queries
from app.bills.actions import issuing
from app.bills.models import Bill, Biller, CustomerAccount, ImportRow
from app.bills.models.bill import DRAFT, PUBLISHED, WITHDRAWN, new_code
from app.bills.models.imported import CHANGED, CORRECTS, NEW, PAID, SAME
from app.core import personal
from app.core.db import db
from app.sheets.models import SheetUpload

CHUNK = 1_000
FIGURES = tuple(each.key for each in queries.FIGURES)
KEYS = {"reading_before": "before", "reading_after": "after"}
SAYS = itemgetter(*(KEYS.get(name, name) for name in FIGURES))
Said = dict[str, Any]
"""What a row says, as ``bill_rows.read`` gives it."""


def stage(upload: SheetUpload, biller: Biller, rows: Sequence[Said]) -> dict[str, int]:
    """Keep of checked rows (as ``bill_rows.read`` gives them, with ``row``) what changes anything.

    Gives how many of each verdict there are, their ``total``, and in how many the parts do not
    give the total (``gaps``).
    """
    customers, bills = _known(biller, rows)
    counts = dict.fromkeys((NEW, SAME, CHANGED, CORRECTS, PAID, "total", "gaps"), 0)
    kept = []
    for row in rows:
        bill = bills.get(_key(row))
        verdict = judge(row, bill)
        counts[verdict] += 1
        counts["total"] += row["total"]
        counts["gaps"] += _has_gap(row)
        if verdict != SAME or _changes_more(row, bill, customers[row["code_key"]]):
            kept.append(_staged(upload, row, verdict))
    if kept:
        db.session.execute(insert(ImportRow.__table__), kept)
    return counts


def unstage(upload: SheetUpload) -> None:
    db.session.execute(delete(ImportRow).where(ImportRow.upload_id == upload.id))


def left(upload: SheetUpload) -> int:
    statement = select(func.count()).where(ImportRow.upload_id == upload.id)
    return db.session.scalar(statement) or 0


def judge(row: Said, bill: Any) -> str:
    """Say what applying ``row`` would do to the bill of its code and period.

    ``bill`` is as ``queries.known_by_key`` gives it, None for no bill.
    """
    if bill is None:
        return NEW
    same = SAYS(row) == bill[: len(FIGURES)]
    if bill.state != PUBLISHED:
        return SAME if same and bill.state == DRAFT else CHANGED
    # What was corrected by hand since is not undone by the file it came from.
    if not same and row["total"] != bill.owed:
        return CORRECTS
    return PAID if _pays(row, bill) else SAME


def apply_some(upload: SheetUpload, biller: Biller, by: Actor, now: datetime) -> int:
    """Apply the next rows and forget them; give how many. The caller commits."""
    found = ImportRow.upload_id == upload.id
    columns = select(ImportRow.id, ImportRow.data).where(found)
    rows = db.session.execute(columns.order_by(ImportRow.id).limit(CHUNK)).all()
    if not rows:
        return 0
    said = [row.data for row in rows]
    customers, known = _known(biller, said)
    numbers = _accounts(biller, said, customers)
    fresh = [row for row in said if _key(row) not in known]
    _draft_all(fresh, numbers, upload, biller, now)
    changed = [(row, bill) for row in said if (bill := known.get(_key(row))) is not None]
    _change_all(changed, upload, biller, by, now)
    db.session.execute(delete(ImportRow).where(found, ImportRow.id <= rows[-1].id))
    return len(rows)


def _staged(upload: SheetUpload, row: Said, verdict: str) -> dict[str, Any]:
    return {
        "upload_id": upload.id,
        "row": row["row"],
        "code_key": row["code_key"],
        "period": row["period"],
        "verdict": verdict,
        "data": row,
    }


def _has_gap(row: Said) -> bool:
    parts = row["before_tax"]
    return parts is not None and parts + (row["tax"] or 0) + (row["fee"] or 0) != row["total"]


def _pays(row: Said, bill: Any) -> bool:
    """Tell whether the row says of an open bill that it was paid elsewhere."""
    return row["paid"] and bill.settled_on is None and bill.owed > bill.received


def _changes_more(row: Said, bill: Any, customer: Any) -> bool:
    """Tell whether a row whose figures are the same says something new of its customer or bill."""
    return _pays(row, bill) or CustomerAccount.is_news(row, customer)


def _key(row: Said) -> tuple[str, str]:
    return row["code_key"], row["period"]


def _known(biller: Biller, rows: Sequence[Said]) -> tuple[dict[str, Any], dict[Any, Any]]:
    keys, periods = {row["code_key"] for row in rows}, {row["period"] for row in rows}
    return queries.known_by_key(biller, keys, periods)


def _accounts(biller: Biller, rows: Iterable[Said], known: Mapping[str, Any]) -> dict[str, int]:
    """Give the numbers of the customers of these rows, by key; new ones are opened."""
    by_key = {row["code_key"]: row for row in rows}
    told = [
        key for key, customer in known.items() if CustomerAccount.is_news(by_key[key], customer)
    ]
    for key, account in queries.accounts_by_keys(biller, told).items():
        row = by_key[key]
        account.describe(row["name"], row["address"])
        if row["phone"]:
            account.set_phone(row["phone"])
    opened = _open([row for key, row in by_key.items() if key not in known], biller)
    return {key: customer.id for key, customer in known.items()} | opened


def _open(rows: Sequence[Said], biller: Biller) -> dict[str, int]:
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


def _draft_all(
    rows: Sequence[Said],
    numbers: Mapping[str, int],
    upload: SheetUpload,
    biller: Biller,
    now: datetime,
) -> None:
    if rows:
        upload_id, source = upload.id, biller.adapter
        made = [
            {
                **_draft(row, upload_id, now, source),
                "biller_id": biller.id,
                "account_id": numbers[row["code_key"]],
            }
            for row in rows
        ]
        db.session.execute(insert(Bill.__table__), made)


def _change_all(
    found: Sequence[tuple[Said, Any]], upload: SheetUpload, biller: Biller, by: Actor, now: datetime
) -> None:
    """Bring bills that are there (as ``judge`` takes them) to what their rows say."""
    judged = [(row, judge(row, bill)) for row, bill in found]
    rows = [row for row, verdict in judged if verdict != SAME or row["paid"]]
    keys, periods = {row["code_key"] for row in rows}, {row["period"] for row in rows}
    bills = queries.bills_by_key(biller, keys, periods)
    for row, verdict in judged:
        if (bill := bills.get(_key(row))) is not None:
            _change(upload, row, verdict, bill, by, now)
    db.session.flush()


def _change(
    upload: SheetUpload, row: Said, verdict: str, bill: Bill, by: Actor, now: datetime
) -> None:
    if verdict == CHANGED:
        if bill.state == WITHDRAWN:
            bill.go("draft again")
        _fill(bill, row, upload.id)
    elif verdict == CORRECTS:
        reason = str(_l("The biller sent a corrected figure."))
        issuing.correct(bill, row["total"], reason, by, now)
    if _pays(row, bill):
        issuing.settle(bill, now.date(), by, now)


def draft(account: CustomerAccount, row: Said, upload_id: int | None, now: datetime) -> Bill:
    """Give a draft bill of what ``row`` says; the caller adds it."""
    values = _draft(row, upload_id, now, account.biller.adapter)
    return Bill(biller=account.biller, account=account, **values)


def _draft(row: Said, upload_id: int | None, now: datetime, source: str) -> dict[str, Any]:
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


def _fill(bill: Bill, row: Said, upload_id: int | None) -> None:
    for name, value in _figures(row, upload_id).items():
        setattr(bill, name, value)


def _figures(row: Said, upload_id: int | None) -> dict[str, Any]:
    return {
        **{name: _figure(row, name) for name in FIGURES},
        **{name: date.fromisoformat(row[name]) for name in ("from_on", "to_on", "due_on")},
        "lines": row.get("lines") or [],
        "foreign_id": row.get("foreign_id") or "",
        "owed": row["total"],
        "upload_id": upload_id,
    }


def _figure(row: Said, name: str) -> int | Decimal | None:
    """Give a figure of a row as the bill's column holds it."""
    value = row[KEYS.get(name, name)]
    return Decimal(value) if isinstance(value, str) else value
