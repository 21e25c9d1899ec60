"""A biller's program for tests and the demonstration: docs/billers-http.md, from the other side.

    python -m tools.sandbox_biller --port 9000 --secret "…" --switch pending

Switches: slow, down, wrong-signature, not-found, pending. Codes answered: SB0001 to SB0009 have
a bill, SB0000 has no debt. It keeps everything in memory.
"""

import argparse
import hashlib
import hmac
import json
import threading
import time
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SWITCHES = ("slow", "down", "wrong-signature", "not-found", "pending")
IN_TIME = 300
PRICE, VAT = 10_500, 5


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """Give HMAC-SHA-256 of ``timestamp.body`` under ``secret``, in hex."""
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


class SandboxBiller:
    """The program; ``switches`` may be changed while it runs."""

    def __init__(self, secret: str, port: int = 0, slow_seconds: float = 20.0) -> None:
        self.secret, self.slow_seconds = secret, slow_seconds
        self.switches: set[str] = set()
        self.questions: dict[str, str] = {}
        self.paid: dict[str, dict[str, Any]] = {}
        self.confirmed_keys: list[str] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", port), self._handler())
        self.address = f"http://127.0.0.1:{self.server.server_port}"

    def start(self) -> None:
        """Serve in a thread of its own."""
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        """Serve no more."""
        self.server.shutdown()
        self.server.server_close()

    def answer(self, path: str, asked: dict[str, Any], key: str) -> dict[str, Any]:
        """Answer a question that was rightly signed."""
        if path == "/describe":
            return {"inputs": [{"name": "customer_code", "hint": "SB và 4 chữ số"}]}
        if path == "/inquire":
            return self._inquire(asked)
        if path == "/confirm":
            return self._confirm(asked, key)
        payments = [{"transaction_ref": ref, **paid} for ref, paid in self.paid.items()]
        return {"payments": payments}

    def _inquire(self, asked: dict[str, Any]) -> dict[str, Any]:
        code = str(
            asked.get("customer_code") or self.questions.get(str(asked.get("reference")), "")
        )
        if "pending" in self.switches:
            reference = f"Q-{code}"
            self.questions[reference] = code
            return {"status": "pending", "reference": reference}
        known = code[:5] == "SB000" and len(code) == 6 and code[5].isdigit()
        if "not-found" in self.switches or not known:
            return {"status": "not_found"}
        if code.endswith("0") or code in {
            paid["bill"].split(":")[0] for paid in self.paid.values()
        }:
            return {"status": "no_debt"}
        return {"status": "bills", "bills": [_bill(code)]}

    def _confirm(self, asked: dict[str, Any], key: str) -> dict[str, Any]:
        self.confirmed_keys.append(key)
        self.paid.setdefault(
            str(asked["transaction_ref"]), {"bill": asked["bill"], "amount": asked["amount"]}
        )
        return {"status": "confirmed"}

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        biller = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                """Check the signature, then answer as the switches say."""
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                stamp, signature = (
                    self.headers.get("X-Timestamp", ""),
                    self.headers.get("X-Signature", ""),
                )
                if "slow" in biller.switches:
                    time.sleep(biller.slow_seconds)
                if "down" in biller.switches:
                    self._send(503, {})
                elif not biller.trusts(stamp, signature, body):
                    self._send(403, {})
                else:
                    key = self.headers.get("Idempotency-Key", "")
                    self._send(200, biller.answer(self.path, json.loads(body), key))

            def _send(self, status: int, answer: dict[str, Any]) -> None:
                body, stamp = json.dumps(answer).encode(), str(int(time.time()))
                secret = "wrong" if "wrong-signature" in biller.switches else biller.secret
                try:
                    self.send_response(status)
                    self.send_header("X-Timestamp", stamp)
                    self.send_header("X-Signature", sign(secret, stamp, body))
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                except ConnectionError:
                    self.close_connection = True  # whoever asked did not wait

            def log_message(self, format: str, *args: object) -> None:
                """Be silent."""

        return Handler

    def trusts(self, stamp: str, signature: str, body: bytes) -> bool:
        """Tell whether a question is signed with the shared secret, and fresh."""
        fresh = stamp.isdigit() and abs(time.time() - int(stamp)) <= IN_TIME
        return fresh and hmac.compare_digest(sign(self.secret, stamp, body), signature)


def _bill(code: str) -> dict[str, Any]:
    """Give last month's bill of that code: always the same one."""
    last = datetime.now(UTC).date().replace(day=1) - timedelta(days=1)
    used = 10 + int(code[-1])
    amount = used * PRICE
    tax = amount * VAT // 100
    return {
        "id": f"{code}:{last:%Y-%m}", "period": f"{last:%Y-%m}", "before": 100,
        "after": 100 + used, "quantity": used, "before_tax": amount, "tax": tax, "fee": 0,
        "total": amount + tax, "due_on": f"{last + timedelta(days=20)}", "name": "Khách Hàng Thử",
        "address": "Số 1 ngõ Thử Nghiệm",
        "lines": [
            {"label": f"{used} m³ × {PRICE}", "amount": amount},
            {"label": "VAT", "amount": tax},
        ],
    }  # fmt: skip


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--port", type=int, default=9000)
    parser.add_argument("--secret", required=True)
    parser.add_argument("--switch", action="append", choices=SWITCHES, default=[])
    chosen = parser.parse_args()
    biller = SandboxBiller(chosen.secret, chosen.port)
    biller.switches = set(chosen.switch)
    print(f"sandbox biller at {biller.address}")
    biller.server.serve_forever()


if __name__ == "__main__":
    main()
