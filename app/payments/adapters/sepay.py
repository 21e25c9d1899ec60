"""SePay: an API key in the Authorization header, or a signature over time stamp and raw body."""

from dataclasses import replace
from datetime import datetime

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

SIGNATURE, TIMESTAMP = "X-SePay-Signature", "X-SePay-Timestamp"


def _is_signed(secret: str, report: Report, now: datetime) -> bool:
    given, stamp = report.header(SIGNATURE), report.header(TIMESTAMP)
    if given or stamp:
        right = hexed(secret, stamp.encode() + b"." + report.body, "sha256")
        return is_in_time(stamp, now) and equal(f"sha256={right}", given.lower())
    kind, _space, key = report.header("Authorization").partition(" ")
    return kind.lower() == "apikey" and equal(secret, key.strip())


def _read(report: Report) -> list[Sent]:
    row = report.json()
    amount, way = row["transferAmount"], row["transferType"]
    if way not in ("in", "out"):
        raise ValueError("transferType")
    made = movement(
        row["transactionDate"], amount, row.get("content"), row.get("referenceCode"),
        named("sepay", row["id"]),
    )  # fmt: skip
    if way == "out":
        made = replace(made, amount=-abs(made.amount))
    elif made.amount < 0:
        made = replace(made, takes_back=True)
    return [Sent(made, accounts(row.get("accountNumber"), row.get("subAccount")))]


SEPAY = Adapter("sepay", "SePay", _is_signed, _read)
