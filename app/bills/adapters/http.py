"""Billers with a program of their own: JSON over HTTP, signed both ways (docs/billers-http.md).

One fixed address, no redirects, no proxies from the environment, short limits on time and size.
Whatever is not a rightly signed, well-formed answer counts as none.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from app.bills import queries
from app.bills.adapters import hosts
from app.bills.adapters.base import (
    ANSWERS,
    Answer,
    BillerDown,
    Input,
    Reconciled,
    compare,
)
from app.bills.bill_rows import FIELDS, Rules, month_of
from app.bills.bill_rows import read as read_row
from app.bills.models import Biller
from app.core import clock
from app.core.bodies import json_of
from app.core.codes import sha256
from app.core.config import settings
from app.core.lazy import lazy
from app.core.tables.cells import Cells
from app.core.tables.values import BadValue
from app.core.text import day as read_day
from app.core.text import whole
from app.notifications.endpoints import BadEndpoint

if TYPE_CHECKING:
    import requests
else:
    requests = lazy("requests")

CONNECT_SECONDS, READ_SECONDS = 3.05, 8.0
MAX_ANSWER = 256 * 1024
IN_TIME = 300
MOST_BILLS = 60
COLUMNS = ("code", "period", "total", "name", "address", "before", "after", "quantity",
           "before_tax", "tax", "fee", "due_on", "status")  # fmt: skip
MOST_LINES = 20


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """Give HMAC-SHA-256 of ``timestamp.body`` under ``secret``, in hex."""
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


class HttpAdapter:
    """Asks a biller's program. Every failure is ``BillerDown``."""

    def __init__(self, biller: Biller, timeout: float = READ_SECONDS) -> None:
        self.biller = biller
        self.timeout = timeout

    def describe(self) -> list[Input]:
        """Ask what a customer types."""
        found = self._post("describe", {}).get("inputs")
        if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
            raise BillerDown("no inputs")
        return [Input(str(each.get("name"))[:40], str(each.get("hint"))[:120]) for each in found]

    def inquire(self, code: str, pending: str = "") -> Answer:
        """Ask about a code, or again about a question that was pending."""
        asked = {"reference": pending} if pending else {"customer_code": code}
        answer = self._post("inquire", asked)
        kind = answer.get("status")
        if kind not in ANSWERS:
            raise BillerDown("no status")
        bills = answer.get("bills", [])
        if not isinstance(bills, list) or len(bills) > MOST_BILLS:
            raise BillerDown("no list of bills")
        rows = tuple(_row(code, each) for each in bills)
        return Answer(kind, rows, str(answer.get("reference", ""))[:80])

    def confirm(self, bill: str, amount: int, transaction_ref: str) -> None:
        """Tell that a bill was paid; our reference makes a repeat harmless."""
        asked = {"bill": bill, "amount": amount, "transaction_ref": transaction_ref}
        if self._post("confirm", asked, transaction_ref).get("status") != "confirmed":
            raise BillerDown("not confirmed")

    def reconcile(self, rows: Iterable[tuple[str, int]] = ()) -> Reconciled:
        """Compare what it was told with our receipts; without ``rows`` it is asked for them."""
        given = list(rows) or self._payments()
        return compare(given, queries.receipts_by_number(self.biller))

    def _payments(self) -> list[tuple[str, int]]:
        found = self._post("reconcile", {}).get("payments")
        if not isinstance(found, list):
            raise BillerDown("no payments")
        try:
            return [(str(each["transaction_ref"]), int(each["amount"])) for each in found]
        except (ArithmeticError, TypeError, KeyError, ValueError) as error:
            raise BillerDown("payments") from error

    def _post(self, path: str, values: dict[str, Any], key: str = "") -> dict[str, Any]:
        body = json.dumps(values, sort_keys=True).encode()
        stamp = str(int(time.time()))
        headers = {
            "Content-Type": "application/json",
            "X-Timestamp": stamp,
            "X-Signature": sign(self.biller.secret or "", stamp, body),
            "Idempotency-Key": key or sha256(f"{path}:{stamp}:{body!r}"),
            "Accept-Encoding": "identity",
        }
        try:
            with requests.Session() as client:
                client.trust_env = False
                return self._exchange(client, f"{self._address()}/{path}", body, headers)
        except requests.RequestException as error:
            raise BillerDown(type(error).__name__) from error

    def _exchange(
        self, client: requests.Session, url: str, body: bytes, headers: dict[str, str]
    ) -> dict[str, Any]:
        limits = (CONNECT_SECONDS, self.timeout)
        with client.post(
            url, data=body, headers=headers, timeout=limits, allow_redirects=False, stream=True
        ) as response:
            answer = response.raw.read(MAX_ANSWER + 1)
            if response.status_code != 200 or len(answer) > MAX_ANSWER:
                raise BillerDown(f"status {response.status_code}")
            stamp = response.headers.get("X-Timestamp", "")
            self._check(stamp, response.headers.get("X-Signature", ""), answer)
        return _json(answer)

    def _check(self, stamp: str, signature: str, answer: bytes) -> None:
        """Refuse an answer that is not signed by the biller, or long ago."""
        seconds = whole(stamp, 11)
        if seconds is None:
            raise BillerDown("no time stamp")
        if abs(clock.now().timestamp() - seconds) > IN_TIME:
            raise BillerDown("out of time")
        right = sign(self.biller.secret or "", stamp, answer)
        if not hmac.compare_digest(right.encode(), signature.encode()):
            raise BillerDown("wrong signature")

    def _address(self) -> str:
        config = settings()
        try:
            hosts.refuse_inward(
                hosts.check(self.biller.address, config.biller_hosts, config.is_production)
            )
        except BadEndpoint as error:
            raise BillerDown(str(error)) from error
        except OSError as error:
            raise BillerDown("its name has no address") from error
        return self.biller.address


def _json(answer: bytes) -> dict[str, Any]:
    try:
        found = json_of(answer)
    except ValueError as error:
        raise BillerDown("no JSON") from error
    if not isinstance(found, dict):
        raise BillerDown("no JSON object")
    return found


def _row(code: str, bill: Any) -> dict[str, Any]:
    """Hold a bill from outside to the same rules as a row of a sheet."""
    if not isinstance(bill, dict):
        raise BillerDown("a bill is no object")
    cells = ["" if bill.get(name) is None else str(bill[name]) for name in COLUMNS]
    cells[0] = code
    said = Cells(FIELDS, {name: at for at, name in enumerate(COLUMNS)})
    try:
        row = read_row(said.row(cells), said, Rules(clock.local(clock.now()).date(), 15))
        row["lines"] = [
            {"label": str(each["label"])[:80], "amount": int(each["amount"])}
            for each in bill.get("lines", [])[:MOST_LINES]
        ]
        _span(row, bill)
    except (ArithmeticError, BadValue, KeyError, TypeError, ValueError) as error:
        raise BillerDown("a bill cannot be read") from error
    return {**row, "row": 0, "foreign_id": str(bill.get("id", ""))[:80]}


def _span(row: dict[str, Any], bill: dict[str, Any]) -> None:
    """Take the bill's own first and last day where it names both."""
    if bill.get("from_on") and bill.get("to_on"):
        first, last = read_day(str(bill["from_on"])), read_day(str(bill["to_on"]))
        start, end = month_of(row["period"])
        near = timedelta(days=62)
        if not (first and last and start - near <= first <= last <= end + near):
            raise ValueError("the period's days are not near its month")
        row["from_on"], row["to_on"] = first.isoformat(), last.isoformat()
