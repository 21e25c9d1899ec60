"""A certified OpenID provider in a process of its own, and somebody who walks through its pages."""

import json
import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urljoin

import requests

from app.core.providers import Provider
from tests import clocks
from tools import openid_provider

FORM = re.compile(r'<form[^>]*action="([^"]+)"')
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
SECRET = "of the tests alone: +/%&=?"
PEOPLE: dict[str, dict[str, Any]] = {
    "an": {"claims": {"name": "Nguyễn Văn Thử", "phone_number": "+84900000501"}, "acr": "loa2"},
    "binh": {"claims": {"name": "Trần Thị Thử", "phone_number": "+84900000502"}, "acr": "loa1"},
    "chi": {"claims": {"name": "Lê Thị Thử"}},
}


@dataclass
class Running:
    """The process; `restart` gives it new keys, and nobody is signed in any more."""

    settings: dict[str, Any]
    process: subprocess.Popen[str] = field(init=False)
    port: int = 0

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        folder = openid_provider.install()
        said = json.dumps({**self.settings, "port": self.port})
        env = {**os.environ, "PROVIDER": said, "PROVIDER_FOLDER": str(folder)}
        script = Path(__file__).parent / "openid" / "provider.mjs"
        self.process = subprocess.Popen(
            ["node", str(script)], env=env, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.startswith("LISTENS "):
                self.port = int(line.split()[1])
                return
        raise AssertionError("the provider did not start")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)
        if self.process.stdout is not None:
            self.process.stdout.close()

    def restart(self) -> None:
        self.stop()
        self.start()
        self.take_clock()

    def take_clock(self) -> None:
        """Let it be as late there as it is in the test."""
        ahead = round(clocks.ahead().total_seconds() * 1000)
        with requests.Session() as client:
            client.trust_env = False
            client.get(f"{self.issuer}/clock", params={"ahead": ahead}, timeout=20)

    def of(self, kind: str, **values: Any) -> Provider:
        """What an operator would have set for it."""
        said: dict[str, Any] = {
            "kind": kind, "issuer": self.issuer, "client_id": f"app-{kind}",
            "client_secret": SECRET, "name": "Định danh thử", "scope": "openid profile phone",
            "levels": {"loa1": 1, "loa2": 2},
        }  # fmt: skip
        return Provider(**{**said, **values})


@contextmanager
def running(base_url: str, told_at: str) -> Iterator[Running]:
    """The provider, with a client each for citizens and officials of the app at `base_url`."""
    clients = [
        {
            "client_id": f"app-{kind}", "client_secret": SECRET,
            "redirect_uris": [f"{base_url}/tai-khoan/qua/{kind}/ve"],
            "post_logout_redirect_uris": [f"{base_url}/"],
            "backchannel_logout_uri": f"{told_at}/{kind}",
            "backchannel_logout_session_required": True,
        }
        for kind in ("cong-dan", "can-bo")
    ]  # fmt: skip
    found = Running({"clients": clients, "people": PEOPLE})
    found.start()
    try:
        yield found
    finally:
        found.stop()


class Person:
    """A browser at the provider's pages: it types a name where one is asked, and agrees."""

    def __init__(self) -> None:
        self.browser = requests.Session()
        self.browser.trust_env = False

    def sign_in(self, url: str, login: str) -> str:
        """Give the address with which the provider sends the browser back."""
        issuer = url.split("/auth", 1)[0]
        answer = self.browser.get(url, allow_redirects=False)
        for _step in range(12):
            if answer.is_redirect:
                target = urljoin(answer.url, answer.headers["Location"])
                if not target.startswith(issuer):
                    return target
                answer = self.browser.get(target, allow_redirects=False)
            else:
                answer = self._fill_in(answer, {"login": login, "password": "x"})
        raise AssertionError(f"the provider goes on for ever: {answer.url}")

    def turn_back(self, url: str) -> str:
        """Leave the provider's page by its own link."""
        answer = self.browser.get(url)
        abort = re.search(r'href="([^"]+/abort)"', answer.text)
        assert abort is not None
        answer = self.browser.get(urljoin(answer.url, abort.group(1)), allow_redirects=False)
        answer = self.browser.get(answer.headers["Location"], allow_redirects=False)
        return answer.headers["Location"]

    def sign_out(self, issuer: str) -> None:
        """Sign out at the provider, at its own page."""
        self._fill_in(self.browser.get(f"{issuer}/session/end"), {"logout": "yes"})

    def _fill_in(self, page: requests.Response, typed: Mapping[str, str]) -> requests.Response:
        action = FORM.search(page.text)
        assert page.status_code == 200 and action is not None, page.text[:2000]
        values = {**dict(HIDDEN.findall(page.text)), **typed}
        return self.browser.post(
            urljoin(page.url, action.group(1)), data=values, allow_redirects=False
        )


@contextmanager
def told() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Where a provider tells that somebody signed out, and what it told: (kind, token)."""
    tokens: list[tuple[str, str]] = []

    class Ear(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            tokens.append((self.path.strip("/"), parse_qs(body)["logout_token"][0]))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_words: Any) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Ear)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", tokens
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
