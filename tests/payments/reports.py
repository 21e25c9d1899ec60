"""What a bank's program and providers report of a statement's entries: signed, as they send it.

`REPORTERS` has, by the adapter's name, what makes `Report`s of entries; the secret is the
account's own, `KEY` for providers.
"""

import json
import random as randoms
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from app.payments.adapters import Report
from app.payments.adapters.base import hexed
from app.payments.adapters.own import sign
from tests.payments.statements import Entry

KEY = "khoa-bi-mat-thu-nghiem"
Reporter = Callable[[randoms.Random, str, Sequence[Entry], bool, datetime], list[Report]]


def own(
    random: randoms.Random, secret: str, told: Sequence[Entry], _numbered: bool, now: datetime
) -> list[Report]:
    """Report several at once; our own contract always has the bank's number."""
    made, rest = [], list(told)
    while rest:
        many = random.randint(1, 4)
        some, rest = rest[:many], rest[many:]
        rows = [
            {"id": each.bank_id, "date": f"{each.on}", "amount": each.amount,
             "content": each.words}
            for each in some
        ]  # fmt: skip
        body, stamp = json.dumps({"transactions": rows}).encode(), str(int(now.timestamp()))
        proof = sign(secret, stamp, body)
        made.append(Report({"X-Timestamp": stamp, "X-Signature": proof}, body))
    return made


def sepay(
    _random: randoms.Random, key: str, told: Sequence[Entry], numbered: bool, _now: datetime
) -> list[Report]:
    """Report each by itself: money out by its way, money taken back below zero."""
    headers = {"Authorization": f"Apikey {key}"}
    return [Report(headers, json.dumps(_sepay(each, numbered)).encode()) for each in told]


def _sepay(each: Entry, numbered: bool) -> dict[str, Any]:
    way, amount = ("out", -each.amount) if each.is_out else ("in", each.amount)
    return {
        "id": _name(each), "transactionDate": f"{each.on} 14:02:37", "transferType": way,
        "transferAmount": amount, "content": each.words, "accountNumber": None,
        "referenceCode": each.bank_id if numbered else None,
    }  # fmt: skip


def casso(
    _random: randoms.Random, key: str, told: Sequence[Entry], numbered: bool, now: datetime
) -> list[Report]:
    """Report each by itself, all that leaves the account below zero."""
    made = []
    for each in told:
        row = {
            "id": _name(each), "transactionDateTime": f"{each.on} 15:36:21",
            "amount": each.amount, "description": each.words,
            "reference": each.bank_id if numbered else "",
        }  # fmt: skip
        content, stamp = {"data": row, "error": 0}, str(int(now.timestamp()))
        said = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        proof = hexed(key, f"{stamp}.{said}".encode(), "sha512")
        made.append(Report({"X-Casso-Signature": f"t={stamp},v1={proof}"}, said.encode()))
    return made


def _name(each: Entry) -> int:
    return int("".join(char for char in each.bank_id if char.isdigit()))


REPORTERS: dict[str, Reporter] = {"own": own, "sepay": sepay, "casso": casso}
