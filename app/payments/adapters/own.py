"""Our own contract (docs/bank-files.md): a bank's or a biller's program signs what it sends."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from app.core.tables.values import BadValue
from app.payments.adapters.base import (
    Adapter,
    Report,
    Sent,
    equal,
    hexed,
    is_in_time,
    movement,
)

TIMESTAMP, SIGNATURE = "X-Timestamp", "X-Signature"


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """Give HMAC-SHA-256 of ``timestamp.body`` under ``secret``, in hex."""
    return hexed(secret, timestamp.encode() + b"." + body, "sha256")


def _is_signed(secret: str, report: Report, now: datetime) -> bool:
    stamp = report.header(TIMESTAMP)
    in_time = stamp.isdigit() and len(stamp) <= 11 and is_in_time(stamp, now)
    return in_time and equal(sign(secret, stamp, report.body), report.header(SIGNATURE))


def _read(report: Report) -> list[Sent]:
    return [Sent(_movement(row)) for row in report.json()["transactions"]]


def _movement(row: dict[str, Any]) -> Any:
    if not str(row["id"]).strip():
        raise BadValue("id")
    corrects = row.get("corrects")
    if corrects is not None and type(corrects) is not int:
        raise BadValue("corrects")
    made = movement(row["date"], row["amount"], row["content"], row["id"])
    return replace(made, corrects=corrects)


OWN = Adapter(
    "own",
    _l("A program of the bank or the biller"),
    _is_signed,
    _read,
    gives_secret=False,
    once=lambda report: report.header(SIGNATURE),
)
