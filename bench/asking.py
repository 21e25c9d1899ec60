"""What `bench/work.py` runs inside a build: asks its pages in this very process, and times them.

It stands on what builds have had for long (the app, `bench.sign_in`), so
that the one beside it can be an old one. It reads lines `PAGE TIMES` and writes a line each: the
milliseconds of processor time that a request took.
"""

import io
import random
import re
import secrets
import sys
import time
from typing import Any

from flask import Flask
from PIL import Image
from sqlalchemy import text
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import EnvironBuilder, encode_multipart

from app.core.db import db
from bench.sign_in import cookie

CITIZEN, HANDLER, LEAD = "0900000001", "0900000011", "0900000012"
FORM = "/phan-anh/moi"
PAGES = {
    "form signed out": ("", FORM),
    "front page": (CITIZEN, "/"),
    "public list": (CITIZEN, "/phan-anh"),
    "bills": (CITIZEN, "/hoa-don"),
    "notices": (CITIZEN, "/thong-bao"),
    "mine": (CITIZEN, "/phan-anh/cua-toi"),
    "desk inbox": (HANDLER, "/can-bo?muc=cho-xu-ly"),
    "report at the desk": (HANDLER, "/can-bo/phan-anh/{code}"),
    "lead's page": (LEAD, "/can-bo/lanh-dao"),
}
POST = "report with a photo"
PLACE = {"service": "street-light", "lat": "21.719", "long": "104.896", "place": "04252"}
ODD = re.compile(r'name="(idempotency_key|sender|csrf_token)"[^>]* value="([^"]*)"')
REPORT = re.compile(r'href="/can-bo/phan-anh/([A-Z0-9-]+)[?"]')
Answer = tuple[str, list[tuple[str, str]], bytes]


class Asker:
    """Asks an app without a network between, as browsers do."""

    def __init__(self, app: Flask) -> None:
        """Sign in whoever asks."""
        self.app = app
        with app.app_context():
            self.cookies = {who: cookie(app, who) for who in (CITIZEN, HANDLER, LEAD)}
        self.cookies[""] = ""
        for who in self.cookies:
            self._visit(who)
        found = REPORT.search(self.page("desk inbox").decode())
        assert found, "the desk has no report"
        self.code = found[1]

    def environ(self, name: str) -> dict[str, Any]:
        """What a server hands on for that page."""
        who, path = PAGES[name]
        return self.made(path.format(code=getattr(self, "code", "")), self.cookies[who])

    def made(self, path: str, cookies: str, **more: Any) -> dict[str, Any]:
        """What a server hands on for a request of a browser."""
        headers = {"Accept-Encoding": "gzip, deflate, br", "Accept-Language": "vi"}
        if cookies:
            headers["Cookie"] = cookies
        builder = EnvironBuilder(path=path, headers=headers, **more)
        return dict(builder.get_environ())

    def _visit(self, who: str) -> bytes:
        """Open the form as a browser does, which sends back the cookie that it is given."""
        form = self.made(FORM, self.cookies[who])
        del form["HTTP_ACCEPT_ENCODING"]
        _, headers, body = self.ask(form)
        given = next((v for k, v in headers if k == "Set-Cookie" and v.startswith("phien")), "")
        if who and given:
            self.cookies[who] = given.partition(";")[0]
        return body

    def page(self, name: str) -> bytes:
        """The page's body as it is before it is compressed."""
        environ = self.environ(name)
        del environ["HTTP_ACCEPT_ENCODING"]
        status, _, body = self.ask(environ)
        assert status.startswith("200"), f"{name} answered {status}"
        return body

    def ask(self, environ: dict[str, Any]) -> Answer:
        """The answer's status, headers and body."""
        said: list[Any] = []
        chunks = self.app.wsgi_app(environ, lambda *start: said.append(start))  # type: ignore[arg-type, return-value]
        body = b"".join(chunks)
        if hasattr(chunks, "close"):
            chunks.close()
        status, headers, *_ = said[0]
        return status, headers, body

    def asked(self, name: str, times: int) -> float:
        """Ask for a page so often; give the seconds of processor time in all."""
        environs = [self.environ(name) for _ in range(times)]
        begun = time.process_time()
        answers = [self.ask(environ)[0] for environ in environs]
        taken = time.process_time() - begun
        wrong = {status for status in answers if not status.startswith("200")}
        assert not wrong, f"{name} answered {wrong}"
        return taken

    def sent(self, times: int) -> float:
        """Send so many reports with a photo each; give the seconds of processor time in all.

        The photo is decoded in a process of its own: not counted here.
        """
        with self.app.app_context():  # as if hours lay between them
            db.session.execute(text("DELETE FROM rate"))
            db.session.commit()
        environs = [self._filled() for _ in range(times)]
        begun = time.process_time()
        answers = [self.ask(environ) for environ in environs]
        taken = time.process_time() - begun
        wrong = [answer for answer in answers if not answer[0].startswith("303")]
        assert not wrong, f"a report was answered {wrong[0][0]}: {wrong[0][2].decode()}"
        return taken

    def _filled(self) -> dict[str, Any]:
        fields: dict[str, Any] = dict(ODD.findall(self._visit(CITIZEN).decode()))
        words = " ".join(random.choices("abcdeghiklmnopqrstuvxy", k=9))
        fields |= {**PLACE, "description": f"Đèn không sáng {words} {secrets.token_hex(4)}"}
        fields |= {"idempotency_key": secrets.token_urlsafe(32), "similar": "1", "more": "1"}
        data: MultiDict[str, Any] = MultiDict(fields)
        data["photos"] = FileStorage(io.BytesIO(_photo()), "anh.jpg", "photos", "image/jpeg")
        boundary, sent = encode_multipart(data)
        kind = f"multipart/form-data; boundary={boundary}"
        return self.made(FORM, self.cookies[CITIZEN], method="POST", data=sent, content_type=kind)


def _photo() -> bytes:
    """A small JPEG, never the same."""
    shade = tuple(random.randrange(256) for _ in range(3))
    file = io.BytesIO()
    picture = Image.new("RGB", (640, 480), shade)
    picture.putpixel((0, 0), tuple(random.randrange(256) for _ in range(3)))
    picture.save(file, "JPEG")
    return file.getvalue()


def main() -> None:
    """Answer what is asked, line by line."""
    from wsgi import app

    asker = Asker(app)
    for line in sys.stdin:
        name, _, times = line.strip().rpartition(" ")
        count = int(times)
        seconds = asker.sent(count) if name == POST else asker.asked(name, count)
        print(1000 * seconds / count, flush=True)


if __name__ == "__main__":
    main()
