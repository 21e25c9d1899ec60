"""People who send reports, and again where they were not told that it arrived."""

import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from app.demo.people import WARD
from tests.deploy.front_file import NAME
from tests.faults.phone import Item, ModelPhone

REPORTS_A_PHONE = 10
"""Then another phone, from another address: none meets the limits on guests."""
PAUSE_SECONDS, AGAIN_SECONDS = 1.2, 0.3


class Phone(ModelPhone):
    """One phone behind the front, which notes how it was answered."""

    place = WARD

    def __init__(self, port: int, address: str, answers: "Counter[str]") -> None:
        """Come from this address."""
        super().__init__(port)
        self.headers = {
            "Host": NAME,
            "Referer": f"https://{NAME}/",
            "X-Forwarded-For": address,
            "X-Forwarded-Proto": "https",
        }
        self.answers = answers

    def _ask(
        self, method: str, path: str, body: bytes = b"", kind: str = ""
    ) -> tuple[int, dict[str, Any]]:
        try:
            status, said = super()._ask(method, path, body, kind)
        except (OSError, ValueError) as error:
            self.answers[f"{method}: {type(error).__name__}"] += 1
            raise
        self.answers[f"{method}: {status}"] += 1
        return status, said


@dataclass
class Sent:
    """One report that was acknowledged: when its last try began (monotonic)."""

    item: Item
    begun: float


@dataclass
class People:
    """Several at once, each one report after another until told to stop."""

    port: int
    answers: "Counter[str]" = field(default_factory=Counter)
    sent: list[Sent] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)
    problems: list[str] = field(default_factory=list)

    def start(self, how_many: int) -> None:
        """Begin."""
        self.threads = [
            threading.Thread(target=self._guarded, args=(number,)) for number in range(how_many)
        ]
        for thread in self.threads:
            thread.start()

    def stop(self) -> None:
        """Let each send what it has begun, and end."""
        self.stopping.set()
        for thread in self.threads:
            thread.join(120)

    def first_since(self, moment: float) -> float | None:
        """The first moment since then at which a report, begun since, was acknowledged."""
        begun = [each.begun for each in list(self.sent) if each.begun >= moment]
        return min(begun) if begun else None

    def _guarded(self, number: int) -> None:
        try:
            self._send_on(number)
        except Exception as error:  # noqa: BLE001  told at the end, whatever it was
            self.problems.append(repr(error))

    def _send_on(self, number: int) -> None:
        count = 0
        while not self.stopping.is_set():
            if count % REPORTS_A_PHONE == 0:
                address = f"10.{number}.{count // 10 // 250}.{count // 10 % 250 + 1}"
                phone = Phone(self.port, address, self.answers)
            self._send_one(phone, phone.write(f"Đèn tắt, người {number}, việc {count}", count))
            count += 1
            self.stopping.wait(PAUSE_SECONDS)

    def _send_one(self, phone: Phone, item: Item) -> None:
        begun = time.monotonic()
        while not phone.send(item):
            time.sleep(AGAIN_SECONDS)
            begun = time.monotonic()
        self.sent.append(Sent(item, begun))
