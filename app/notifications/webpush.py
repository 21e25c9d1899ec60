"""Sends encrypted messages to push services (RFC 8030, 8291, 8292). Knows no database.

Messages to one service share pooled connections and a VAPID header. A service that fails is
left alone for a while, so that it costs one time limit and not one a message.
"""

import ssl
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import Enum
from typing import NamedTuple

from app.core import figures
from app.notifications.encryption import Keys, encrypt
from app.notifications.endpoints import BadEndpoint, Endpoint, PushServices
from app.notifications.pool import Pool
from app.notifications.vapid import Vapid
from app.notifications.wire import Answer, Inward, Limits, Unreachable, connect

PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(minutes=15)
MIN_WAIT, MAX_WAIT = timedelta(seconds=1), timedelta(days=1)
CREATED, TOO_MANY = 201, 429


class Outcome(Enum):
    """What became of a message."""

    ACCEPTED = "accepted"
    GONE = "gone"
    """The browser gave the subscription up (404, 410): delete it."""
    LATER = "later"
    HELD = "held"
    """Not tried: the push service is being left alone for a while."""
    REFUSED = "refused"
    """Will not be taken as it is: another try is useless."""


class Result(NamedTuple):
    """An outcome, with the wait before the next try when it is ``LATER`` or ``HELD``.

    For ``LATER`` it is what the service asked for, between a second and a day; None: it did
    not say.
    """

    outcome: Outcome
    detail: str
    wait: timedelta | None = None


class Message(NamedTuple):
    """One message to one browser.

    ``topic`` (at most 32 characters of base64url): a later message with the same one takes
    the place of one not yet delivered. ``ttl``: how long the service keeps trying.
    ``urgency``: very-low, low, normal or high (RFC 8030).
    """

    endpoint: str
    keys: Keys
    payload: bytes
    topic: str
    ttl: timedelta = timedelta(days=3)
    urgency: str = "normal"


TAKEN = Result(Outcome.ACCEPTED, "201")


class Task(NamedTuple):
    """A message on its way: its place among all, and where it goes."""

    at: int
    message: Message
    endpoint: Endpoint


class WebPush:
    """The sender: one a process, used by several threads."""

    def __init__(
        self,
        vapid: Vapid,
        services: PushServices,
        context: ssl.SSLContext | None = None,
        limits: Limits | None = None,
    ) -> None:
        """Take the signer and the list; ``context`` says which certificates to believe."""
        self._vapid = vapid
        self._services = services
        self._context = context or ssl.create_default_context()
        self._limits = limits or Limits()
        self._pools: dict[str, Pool] = {}
        self._paused: dict[str, datetime] = {}
        self._failures: dict[str, int] = {}

    def send(self, message: Message, now: datetime) -> Result:
        """Send one message and wait for the service's answer."""
        return self.send_many([message], now)[0]

    def send_many(self, messages: Sequence[Message], now: datetime) -> list[Result]:
        """Send ``messages``, up to 16 side by side to one service; give results in order."""
        results: dict[int, Result] = {}
        groups: dict[str, list[Task]] = defaultdict(list)
        for at, message in enumerate(messages):
            try:
                endpoint = self._services.check(message.endpoint)
            except BadEndpoint as error:
                results[at] = Result(Outcome.REFUSED, str(error))
            else:
                groups[endpoint.origin].append(Task(at, message, endpoint))
        for group in groups.values():
            while group:
                size = self._pool(group[0].endpoint).at_once
                some, group = group[:size], group[size:]
                answers = self._send_some(some, now)
                results.update(zip((task.at for task in some), answers, strict=True))
        for result in results.values():
            figures.sent("push", result.outcome.value)
        return [results[at] for at in range(len(messages))]

    def close(self) -> None:
        """Close the kept connections; sending again opens new ones."""
        for pool in self._pools.values():
            pool.close()

    def _send_some(self, tasks: Sequence[Task], now: datetime) -> list[Result]:
        """Send to one service, unless it is being left alone."""
        endpoint = tasks[0].endpoint
        left = self._paused.get(endpoint.origin, now) - now
        if left > timedelta(0):
            return [Result(Outcome.HELD, "paused", left)] * len(tasks)
        requests = [self._request(task.message, task.endpoint, now) for task in tasks]
        answers = self._pool(endpoint).exchange(requests)
        results = [judged(answer, now) for answer in answers]
        self._pause_where_failing(endpoint.origin, answers, results, now)
        return results

    def _request(self, message: Message, endpoint: Endpoint, now: datetime) -> bytes:
        body = encrypt(message.payload, message.keys)
        head = (
            f"POST {endpoint.path} HTTP/1.1\r\nHost: {endpoint.authority}\r\n"
            "Content-Encoding: aes128gcm\r\nContent-Type: application/octet-stream\r\n"
            f"TTL: {int(message.ttl.total_seconds())}\r\nUrgency: {message.urgency}\r\n"
            f"Topic: {message.topic}\r\nContent-Length: {len(body)}\r\nAuthorization: "
        )
        return head.encode() + self._vapid.header(endpoint.origin, now) + b"\r\n\r\n" + body

    def _pool(self, endpoint: Endpoint) -> Pool:
        pool = self._pools.get(endpoint.origin)
        if pool is None:
            opening = lambda: connect(endpoint, self._context, self._limits)  # noqa: E731
            pool = self._pools.setdefault(endpoint.origin, Pool(opening, self._limits))
        return pool

    def _pause_where_failing(
        self,
        origin: str,
        answers: Sequence[Answer | Unreachable],
        results: Sequence[Result],
        now: datetime,
    ) -> None:
        """Leave a service alone that is down or overloaded, longer after each failure.

        A 429 may be about one browser only: it makes nobody else wait.
        """
        failing = [
            result.wait
            for answer, result in zip(answers, results, strict=True)
            if result.outcome is Outcome.LATER
            and not (isinstance(answer, Answer) and answer.status == TOO_MANY)
        ]
        failures = self._failures[origin] = self._failures.get(origin, 0) + 1 if failing else 0
        if failing:
            unasked = min(PAUSE * 2 ** min(failures - 1, 9), LONGEST_PAUSE)
            self._paused[origin] = now + max(wait or unasked for wait in failing)


def judged(answer: Answer | Unreachable, now: datetime) -> Result:
    """Read what the service's answer, or its silence, means for the message."""
    if isinstance(answer, Inward):
        return Result(Outcome.REFUSED, str(answer))
    if isinstance(answer, Unreachable):
        return Result(Outcome.LATER, str(answer))
    if answer.status == CREATED:
        return TAKEN
    detail = str(answer.status)
    if 200 <= answer.status < 300:
        return Result(Outcome.ACCEPTED, detail)
    if answer.status in (404, 410):
        return Result(Outcome.GONE, detail)
    if answer.status == TOO_MANY or answer.status >= 500:
        return Result(Outcome.LATER, detail, _asked_wait(answer, now))
    return Result(Outcome.REFUSED, detail)


def _asked_wait(answer: Answer, now: datetime) -> timedelta | None:
    """Read Retry-After (RFC 9110 10.2.3: seconds or a date), held within sane bounds."""
    text = answer.headers.get(b"retry-after", b"").decode("latin-1")
    if text.isascii() and text.isdigit():
        return min(max(timedelta(seconds=int(text[:9])), MIN_WAIT), MAX_WAIT)
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return None
    wait = until - now if until.tzinfo else MIN_WAIT
    return min(max(wait, MIN_WAIT), MAX_WAIT)
