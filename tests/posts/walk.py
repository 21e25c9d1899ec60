"""Sends the valid request of any address, by anybody, and tells what changed in the database."""

import io
import json
import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cache
from threading import Barrier
from typing import Any

from flask import Flask, url_for
from flask.testing import FlaskClient
from sqlalchemy import select

from app.core.db import db
from app.media.storage import store
from app.service_requests.life import RECEIVED
from app.service_requests.models import RequestPhoto, ServiceRequest
from tests.architecture.matrix_post_world import FILES, PostWorld
from tests.architecture.matrix_posts import POSTS, Sent
from tests.factories import providers
from tests.media.pictures import encoded, four_corners

PART = re.compile(r"{([^{}]+)}")
HOST = "outside.example.invalid"
REFUSED = {401, 403, 404}
NOT_COUNTED = {"submission", "rate"}
"""Keys of forms and counts of tries: how the rules are kept, not what they keep."""
UNSEEN = {"version", "idempotency_key", "do", "act", "on", "next"}
"""Fields that nobody types: hidden ones, and what a button says."""

STAMPS = {
    "sqlite": "PRAGMA data_version",
    "postgresql": "SELECT pg_snapshot_xmax(pg_current_snapshot())::text",
}
"""What a connection is told otherwise once somebody else has written."""


@dataclass(frozen=True)
class Answer:
    status: int
    location: str
    text: str = field(default="", compare=False, repr=False)


def _put_a_photo_in_its_place() -> None:
    """Give the photo that is painted over its file: each test has a store of its own."""
    report = ServiceRequest.status == RECEIVED
    link = select(RequestPhoto).join(
        ServiceRequest, ServiceRequest.id == RequestPhoto.service_request_id
    )
    for each in db.session.scalars(link.where(report)):
        store().write(each.photo.name("large"), encoded(four_corners(), "WEBP"))
    db.session.rollback()


@dataclass
class Walk:
    """A world that is as it was made whenever ``afresh`` was called."""

    app: Flask
    filled: Callable[..., Any]
    known: dict[str, Any] = field(default_factory=dict)
    was: dict[str, Any] = field(default_factory=dict)
    then: Callable[[], None] | None = None
    looking: Any = None
    """A connection of its own that sees whether somebody wrote."""

    def afresh(self, then: Callable[[], None] | None = None) -> dict[str, Any]:
        """Put everything back, and change what ``then`` does; give names, things and tokens."""
        self.close()
        db.session.remove()
        self.known, self.then = self.filled("posts", _made), then
        _put_a_photo_in_its_place()
        if then is not None:
            then()
        self.looking = db.engine.raw_connection()
        return self.known

    def begin(self, then: Callable[[], None] | None = None) -> None:
        """Put everything back, and remember how it is."""
        self.afresh(then)
        self.was = contents()

    def again(self) -> None:
        """Put everything back as it was at the last ``begin``."""
        self.afresh(self.then)

    def close(self) -> None:
        """Look no longer."""
        if self.looking is not None:
            self.looking.close()
        self.looking = None

    def stamp(self) -> Any:
        """Give what is another value once anything was written, be it only a count of tries."""
        cursor = self.looking.cursor()
        cursor.execute(STAMPS[db.engine.dialect.name])
        seen = cursor.fetchone()
        cursor.close()
        self.looking.rollback()
        return seen

    def send(self, endpoint: str, times: int = 1, role: str | None = None) -> list[Answer]:
        """Put everything back, send the address's request so many times at once; the answers."""
        send = self._sender(endpoint, role, self.afresh())
        if times == 1:
            return [_in_a_thread(send)]
        together = Barrier(times)

        def at_once(_number: int) -> Answer:
            together.wait()
            return send()

        with ThreadPoolExecutor(times) as threads:
            return list(threads.map(at_once, range(times)))

    def emptied(self, endpoint: str) -> Answer:
        """Send the address's form with nothing typed into it, to the world as it is."""
        sent = POSTS[endpoint]
        kept = {name: "" if name not in UNSEEN else each for name, each in sent.data.items()}
        before = self.stamp()
        answer = _in_a_thread(self._sender(endpoint, None, self.known, data=kept))
        if self.stamp() != before:
            self.again()
        return answer

    def people(self) -> dict[str, int]:
        """Give the ids of the world's people by their roles."""
        found: dict[str, int] = self.known["people"]
        return found

    def send_again(self, endpoint: str, role: str | None = None) -> Answer:
        """Send the address's request once more to the world as it is."""
        return _in_a_thread(self._sender(endpoint, role, self.known))

    def refuses(self, endpoint: str, role: str) -> str:
        """Send it as somebody who may not; say what is otherwise than refused and nothing done."""
        answer, changed = self.changing(endpoint, role)
        if answer.status in REFUSED and not changed - NOT_COUNTED:
            return ""
        return f"{endpoint} by {role}: {answer}, changes {sorted(changed)}"

    def changing(self, endpoint: str, role: str | None = None) -> tuple[Answer, set[str]]:
        """Send it to the world as it is; the answer, and which tables changed: put back again."""
        before = self.stamp()
        answer = self.send_again(endpoint, role)
        changed = set(differing(self.was, contents())) if self.stamp() != before else set()
        if changed:
            self.again()
        return answer, changed

    def _sender(
        self, endpoint: str, role: str | None, known: dict[str, Any], **otherwise: Any
    ) -> Callable[[], Answer]:
        sent = POSTS[endpoint]
        sent = replace(sent, role=role or sent.role, **otherwise)
        url, cookie = self._url(endpoint, known["things"][sent.thing]), self._cookie(sent, known)
        headers = {name: _filled(known, value) for name, value in sent.headers.items()}

        def send() -> Answer:
            client = FlaskClient(self.app, use_cookies=False)
            given = _body(known, sent)
            headers_sent = {**headers, "Cookie": cookie}
            answer = client.post(url, headers=headers_sent, buffered=True, **given)
            text = answer.text if answer.mimetype == "text/html" else ""
            return Answer(answer.status_code, answer.headers.get("Location", ""), text)

        return send

    def _url(self, endpoint: str, values: dict[str, Any]) -> str:
        rules = (r for r in self.app.url_map.iter_rules(endpoint) if "POST" in (r.methods or ()))
        rule = next(each for each in rules if each.arguments <= set(values))
        with self.app.test_request_context("/"):
            return url_for(endpoint, **{name: values[name] for name in rule.arguments})

    def _cookie(self, sent: Sent, known: dict[str, Any]) -> str:
        kept = {name: _filled(known, value) for name, value in sent.cookie.items()}
        if sent.role in known["tokens"]:
            kept |= {"_user_id": known["tokens"][sent.role], "_fresh": True}
        serializer = self.app.session_interface.get_signing_serializer(self.app)
        return f"{self.app.config['SESSION_COOKIE_NAME']}={serializer.dumps(kept)}"


def _in_a_thread(send: Callable[[], Answer]) -> Answer:
    with ThreadPoolExecutor(1) as alone:
        return alone.submit(send).result()


def counts() -> dict[str, int]:
    """Give how many rows each table has."""
    found = {name: count for name, count in _rows(_counting())}
    db.session.rollback()
    return found


@cache
def _counting() -> str:
    # Written once: to build and compile it for each look costs more than the look.
    tables = (each.name for each in db.metadata.sorted_tables if each.name not in NOT_COUNTED)
    return " UNION ALL ".join(f"SELECT '{name}', count(*) FROM \"{name}\"" for name in tables)


def contents() -> dict[str, int]:
    """Give a hash of all rows of each table, in whatever order they lie."""
    names = [each.name for each in db.metadata.sorted_tables if each.name != "submission"]
    found = {name: hash(frozenset(map(repr, _rows(f'SELECT * FROM "{name}"')))) for name in names}
    db.session.rollback()
    return found


def _rows(statement: str) -> Sequence[Any]:
    return db.session.connection().exec_driver_sql(statement).all()


def differing(before: dict[str, int], after: dict[str, int]) -> dict[str, tuple[int, int]]:
    """Give what differs, by table."""
    return {name: (before[name], after[name]) for name in before if before[name] != after[name]}


def with_hosts(app: Flask, monkeypatch: Any) -> None:
    """Let the operator's settings name the host that requests name."""
    providers.set_up(app, monkeypatch, biller_hosts=(HOST,), feed_hosts=(HOST,))


def _made() -> dict[str, Any]:
    world = PostWorld()
    return {"names": world.names, "things": world.things, "tokens": world.tokens,
            "people": world.people}  # fmt: skip


def _body(known: dict[str, Any], sent: Sent) -> dict[str, Any]:
    if sent.json is not None:
        data = json.dumps(_filled(known, sent.json))
        return {"data": data, "content_type": "application/json"}
    data = {_filled(known, name): _filled(known, value) for name, value in sent.data.items()}
    return {"data": data | {"csrf_token": "the-token-of-a-form"}}


def _filled(known: dict[str, Any], value: Any) -> Any:
    whole = PART.fullmatch(value)
    if whole is None:
        return PART.sub(lambda part: str(known["names"][part[1]]), value)
    name = whole[1]
    if name.startswith("file: "):
        return io.BytesIO(FILES[name[6:]]()), name[6:]
    return known["names"][name]
