"""The queue's protocol without a browser: what the service worker does, step by step.

What is written here is kept as the phone keeps it: items and cookies outlive a crash, all else
does not. The real worker is driven in tests/faults/test_f01_in_chromium.py.
"""

import http.client
import io
import json
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import encode_multipart

from tests.faults.proxy import HOST
from tests.media import pictures

LOST = (OSError, http.client.HTTPException, ValueError)
"""No answer, half an answer, or one that is not ours."""


@dataclass
class Item:
    """What waits; ``code`` is its receipt."""

    words: str
    photo: bytes
    key: str = field(default_factory=lambda: secrets.token_hex(16))
    code: str = ""


@dataclass
class Visit(Item):
    """A visit that waits: whose door, and when by the phone's clock."""

    door: int = 0
    at: str = ""


class ModelPhone:
    """A guest's phone, which sends reports."""

    place = "90001"
    address = "/phan-anh/moi"
    viewer = "g"
    """How the viewer for whom it sends begins."""

    def __init__(self, port: int) -> None:
        """Reach the server at ``port`` of this machine."""
        self.port = port
        self.items: list[Item] = []
        self.cookies: dict[str, str] = {}
        self.headers: dict[str, str] = {}
        self.sent_after_receipt = 0

    def write(self, words: str, number: int) -> Item:
        """Keep one, with a photo, before anything is sent."""
        self.items.append(Item(words, pictures.jpeg(40 + number % 50, 30)))
        return self.items[-1]

    def waiting(self) -> list[Item]:
        """Give what has no receipt yet, in order."""
        return [item for item in self.items if not item.code]

    def flush(self) -> bool:
        """Send what waits, in order; False where the network or the server failed."""
        return all(self.send(item) for item in self.waiting())

    def send(self, item: Item) -> bool:
        """Ask who is signed in, send one, keep its receipt."""
        try:
            status, who = self._ask("GET", "/phien.json")
            if status != 200 or not who.get("viewer", "").startswith(self.viewer):
                return False
            status, told = self._ask("POST", self.address, *self._form(item, who["csrf"]))
        except LOST:
            return False
        if status == 201 and told.get("code"):
            item.code = told["code"]
            return True
        assert status >= 500 or told.get("again"), (status, told)
        return False

    def _form(self, item: Item, csrf: str) -> tuple[bytes, str]:
        fields: MultiDict[str, Any] = MultiDict(
            {
                "csrf_token": csrf,
                "idempotency_key": item.key,
                "sender": "",
                "service": "street-light",
                "place": self.place,
                "description": item.words,
            }
        )
        fields.add("photos", FileStorage(_stream(item.photo), "anh.jpg", content_type="image/jpeg"))
        boundary, body = encode_multipart(fields)
        return body, f"multipart/form-data; boundary={boundary}"

    def _ask(
        self, method: str, path: str, body: bytes = b"", kind: str = ""
    ) -> tuple[int, dict[str, Any]]:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=30)
        headers = {"Accept": "application/json", "Connection": "close", **self.headers}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if kind:
            headers["Content-Type"] = kind
        try:
            connection.request(method, path, body or None, headers)
            answer = connection.getresponse()
            said = json.loads(answer.read())
            for line in answer.headers.get_all("Set-Cookie", []):
                self.cookies.update({k: v.value for k, v in SimpleCookie(line).items()})
            return answer.status, said
        finally:
            connection.close()


class HelperPhone(ModelPhone):
    """The phone of somebody signed in, who goes from door to door."""

    viewer = "u"

    def __init__(self, port: int, address: str, cookie: str) -> None:
        """Send visits to ``address``; ``cookie`` is the session's."""
        super().__init__(port)
        self.address, self.cookies = address, {"phien": cookie}

    def visit(self, words: str, door: int, at: datetime) -> Item:
        """Write a visit at ``door`` down, before anything is sent."""
        self.items.append(Visit(words, b"", door=door, at=at.isoformat()))
        return self.items[-1]

    def _form(self, item: Item, csrf: str) -> tuple[bytes, str]:
        assert isinstance(item, Visit)
        fields = {
            "csrf_token": csrf, "idempotency_key": item.key, "ho": item.door, "viec": "helped",
            "ghi_chu": item.words, "observed_at": item.at, "trang_luc": item.at,
        }  # fmt: skip
        return urlencode(fields).encode(), "application/x-www-form-urlencoded"


def _stream(content: bytes) -> Any:

    return io.BytesIO(content)
