"""Casso, second edition: ``t=…,v1=…``, HMAC-SHA-512 over the time stamp and key-sorted JSON."""

import json
from datetime import datetime
from typing import Any

from app.payments.adapters.base import (
    Adapter,
    Report,
    Sent,
    accounts,
    equal,
    hexed,
    is_in_time,
    movement,
    named,
)

SIGNATURE = "X-Casso-Signature"


def canonical(content: Any) -> bytes:
    """Give JSON with its keys sorted, at every depth, and without spaces."""
    return json.dumps(
        content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def _is_signed(secret: str, report: Report, now: datetime) -> bool:
    parts = dict(part.strip().partition("=")[::2] for part in report.header(SIGNATURE).split(","))
    stamp = parts.get("t", "")
    if not is_in_time(stamp, now):
        return False
    try:
        message = stamp.encode() + b"." + canonical(report.json())
    except ValueError:
        return False
    return equal(hexed(secret, message, "sha512"), parts.get("v1", "").lower())


def _read(report: Report) -> list[Sent]:
    content = report.json()
    if content.get("error"):
        return []
    told = content["data"]
    return [_sent(row) for row in (told if isinstance(told, list) else [told])]


def _sent(row: dict[str, Any]) -> Sent:
    made = movement(
        row["transactionDateTime"], row["amount"], row.get("description"),
        row.get("reference"), named("casso", row["id"]),
    )  # fmt: skip
    return Sent(made, accounts(row.get("accountNumber"), row.get("virtualAccountNumber")))


CASSO = Adapter("casso", "Casso", _is_signed, _read)
