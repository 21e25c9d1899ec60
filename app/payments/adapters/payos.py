"""payOS: HMAC-SHA-256 over ``data`` as received, as sorted ``key=value`` with null as empty.

Every field that came is signed, also those that no library knows yet: so nothing is left out.
"""

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
    movement,
    named,
)

DONE = "00"


def canonical(data: dict[str, Any]) -> bytes:
    """Give what payOS signs of ``data``."""
    return "&".join(f"{key}={_text(data[key])}" for key in sorted(data)).encode()


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _is_signed(secret: str, report: Report, _now: datetime) -> bool:
    try:
        content = report.json()
        right = hexed(secret, canonical(dict(content["data"])), "sha256")
        return equal(right, str(content["signature"]).lower())
    except (ValueError, KeyError, TypeError):
        return False


def _read(report: Report) -> list[Sent]:
    data = report.json()["data"]
    if str(data.get("code", DONE)) != DONE:
        return []
    reference = data["reference"]
    made = movement(
        data["transactionDateTime"], data["amount"], data.get("description"), reference,
        named("payos", data.get("paymentLinkId"), reference),
    )  # fmt: skip
    return [Sent(made, accounts(data.get("accountNumber"), data.get("virtualAccountNumber")))]


PAYOS = Adapter("payos", "payOS", _is_signed, _read)
