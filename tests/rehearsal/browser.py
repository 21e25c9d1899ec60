"""A browser without scripts, through the front: keeps cookies, sends a form's hidden fields."""

import re
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import urllib3

from tests.deploy.front_file import HOST, NAME
from tests.rehearsal.machine import Failed
from tests.service_requests import citizen

VERSION = re.compile(r'name="version" value="([^"]*)"')


class Browser:
    """One person's."""

    def __init__(self, port: int, authority: Path) -> None:
        """Reach the front on this machine by the site's name."""
        self.pool = urllib3.HTTPSConnectionPool(
            HOST, port, ca_certs=str(authority), server_hostname=NAME, assert_hostname=NAME,
            timeout=30,
        )  # fmt: skip
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> str:
        """The page at `path`."""
        answer = self._ask("GET", path)
        if answer.status != 200:
            raise Failed(f"GET {path}: {answer.status}")
        return answer.data.decode()

    def content(self, path: str) -> tuple[str, bytes]:
        """The type and bytes of a file at `path`."""
        answer = self._ask("GET", path)
        return answer.headers.get("Content-Type", ""), answer.data

    def send(self, page: str, path: str, fields: dict[str, Any]) -> str:
        """Send the form of `page` to `path`; give where that leads."""
        found = citizen.hidden(page)
        version = VERSION.search(page)
        more = {"version": version[1]} if version else {}
        answer = self._ask("POST", path, fields=found | more | fields)
        if answer.status != 303:
            raise Failed(f"POST {path}: {answer.status} {_words(answer.data.decode())}")
        return str(answer.headers["Location"])

    def tell(self, page: str, path: str, to: str, said: Any) -> None:
        """Send JSON as a script of `page` does, which stands at `path`."""
        headers = {"X-CSRFToken": citizen.hidden(page)["csrf_token"], "Accept": "application/json"}
        answer = self._ask("POST", to, json=said, headers=headers, at=path)
        if answer.status != 201:
            raise Failed(f"POST {to}: {answer.status} {answer.data.decode()[:400]}")

    def _ask(
        self, method: str, path: str, at: str = "", headers: dict[str, str] | None = None,
        **more: Any,
    ) -> urllib3.BaseHTTPResponse:  # fmt: skip
        headers = {"Host": NAME, "Referer": f"https://{NAME}{at or path}"} | (headers or {})
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        answer = self.pool.request(method, path, headers=headers, redirect=False, **more)
        for line in answer.headers.getlist("Set-Cookie"):
            for name, cookie in SimpleCookie(line).items():
                self.cookies[name] = cookie.value
        return answer


def _words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())[:400]
