"""The sender against a push service that behaves in every way it may, and in some it may not."""

import socket
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from py_vapid import Vapid02

from app.notifications import endpoints
from app.notifications.endpoints import PushServices
from app.notifications.pool import SIDE_BY_SIDE
from app.notifications.vapid import Vapid
from app.notifications.webpush import Outcome, WebPush, judged
from app.notifications.wire import Answer, Limits
from tests.notifications.conftest import NOW, message_to
from tests.sinks.push_sink import PushSink, Reply

pytestmark = [pytest.mark.loopback, pytest.mark.one_database]


def test_the_browser_gets_the_message(sink: PushSink, webpush: WebPush) -> None:
    browser = sink.browser("phone")
    result = webpush.send(message_to(browser, b'{"title":"LC-7K3M-9QXF"}', "abc_-1"), NOW)
    assert (result.outcome, result.detail) == (Outcome.ACCEPTED, "201")
    (push,) = sink.to(browser)
    assert push.payload == {"title": "LC-7K3M-9QXF"}
    assert push.headers["topic"] == "abc_-1"
    assert push.headers["ttl"] == "259200"
    assert push.headers["urgency"] == "normal"
    assert push.headers["content-encoding"] == "aes128gcm"
    assert push.headers["host"] == sink.place
    assert Vapid02.verify(push.headers["authorization"])


@pytest.mark.parametrize(
    ("reply", "outcome", "wait"),
    [
        (Reply(200, body=b"ok"), Outcome.ACCEPTED, None),
        (Reply(202), Outcome.ACCEPTED, None),
        (Reply(404, body=b"no such subscription"), Outcome.GONE, None),
        (Reply(410), Outcome.GONE, None),
        (Reply(429), Outcome.LATER, None),
        (Reply(429, {"Retry-After": "120"}), Outcome.LATER, timedelta(minutes=2)),
        (Reply(503, {"Retry-After": "9"}), Outcome.LATER, timedelta(seconds=9)),
        (Reply(500), Outcome.LATER, None),
        (Reply(400), Outcome.REFUSED, None),
        (Reply(403), Outcome.REFUSED, None),
        (Reply(413), Outcome.REFUSED, None),
        (Reply(raw=b"SSH-2.0-OpenSSH\r\n\r\n"), Outcome.LATER, None),
        (Reply(raw=b""), Outcome.LATER, None),
        (Reply(raw=b"HTTP/1.1 201"), Outcome.LATER, None),
        (Reply(raw=b"HTTP/1.1 201 Created\r\nX: " + b"x" * 40_000), Outcome.LATER, None),
        (
            Reply(raw=b"HTTP/1.1 103 Hints\r\n\r\nHTTP/1.1 201 Created\r\n\r\n"),
            Outcome.ACCEPTED,
            None,
        ),
    ],
)
def test_f06_what_each_answer_means(
    sink: PushSink, webpush: WebPush, reply: Reply, outcome: Outcome, wait: timedelta | None
) -> None:
    result = webpush.send(message_to(sink.browser("phone", reply)), NOW)
    assert (result.outcome, result.wait) == (outcome, wait)


def test_s29_an_endless_answer_is_cut(sink: PushSink, webpush: WebPush) -> None:
    chatty = sink.browser("chatty", Reply(raw=b"HTTP/1.1 201 Created\r\nX: " + b"x" * 40_000))
    assert webpush.send(message_to(chatty), NOW).detail == "answer too long"


def test_s29_a_long_body_is_not_read(sink: PushSink, webpush: WebPush) -> None:
    chatty = sink.browser("chatty", Reply(201, body=b"x" * 40_000))
    for _ in range(2):
        assert webpush.send(message_to(chatty), NOW).outcome is Outcome.ACCEPTED
    assert sink.connections == 2


def test_f06_a_redirect_is_not_followed(sink: PushSink, webpush: WebPush) -> None:
    other = sink.browser("other")
    moved = sink.browser("moved", Reply(307, {"Location": other.endpoint}))
    assert webpush.send(message_to(moved), NOW).outcome is Outcome.REFUSED
    assert sink.to(other) == []


def test_f06_a_slow_answer_is_given_up_and_the_service_left_alone(
    sink: PushSink, webpush: WebPush
) -> None:
    slow, quick = sink.browser("slow", Reply(hold=True)), sink.browser("quick")
    assert webpush.send(message_to(slow), NOW).outcome is Outcome.LATER
    paused = webpush.send(message_to(quick), NOW + timedelta(seconds=10))
    assert (paused.outcome, paused.wait) == (Outcome.HELD, timedelta(seconds=20))
    assert sink.to(quick) == []
    assert webpush.send(message_to(quick), NOW + timedelta(seconds=30)).detail == "201"


def test_f06_a_service_that_stays_down_is_left_alone_longer_each_time(
    sink: PushSink, webpush: WebPush
) -> None:
    broken, now, pauses = sink.browser("broken", Reply(500)), NOW, []
    for _ in range(7):
        webpush.send(message_to(broken), now)
        wait = webpush.send(message_to(broken), now).wait
        assert wait is not None
        pauses.append(wait)
        now += wait
    assert pauses == [timedelta(seconds=30 * 2**n) for n in range(5)] + [timedelta(minutes=15)] * 2
    sink.replies.clear()
    webpush.send(message_to(broken), now)
    sink.replies["broken"] = Reply(500)
    webpush.send(message_to(broken), now)
    assert webpush.send(message_to(broken), now).wait == timedelta(seconds=30)


def test_an_address_that_leads_nowhere_is_passed_over(
    sink: PushSink, webpush: WebPush, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = socket.create_connection

    def only_ipv4(address: tuple[str, int], timeout: float) -> socket.socket:
        if address[0] == "::1":
            raise OSError("no route to host")
        return original(("127.0.0.1", address[1]), timeout)

    monkeypatch.setattr("app.notifications.wire.addresses", lambda endpoint: ["::1", "127.0.0.1"])
    monkeypatch.setattr(socket, "create_connection", only_ipv4)
    assert webpush.send(message_to(sink.browser("phone")), NOW).outcome is Outcome.ACCEPTED


def test_f06_a_slow_service_does_not_hold_another(vapid: Vapid, sink: PushSink) -> None:
    other = PushSink()
    context = sink.trust
    other.authority.configure_trust(context)
    services = PushServices([sink.place, other.place], local_allowed=True)
    webpush = WebPush(vapid, services, context, Limits(connect=0.3, answer=0.3))
    slow = [sink.browser(f"slow-{number}", Reply(hold=True)) for number in range(3)]
    quick = other.browser("quick")
    results = webpush.send_many([message_to(each) for each in (*slow, quick)], NOW)
    assert [result.outcome for result in results] == [Outcome.LATER] * 3 + [Outcome.ACCEPTED]
    webpush.close()
    other.close()


def test_f06_a_503_makes_its_service_wait_as_told(sink: PushSink, webpush: WebPush) -> None:
    busy = sink.browser("busy", Reply(503, {"Retry-After": "300"}))
    webpush.send(message_to(busy), NOW)
    result = webpush.send(message_to(sink.browser("other")), NOW + timedelta(seconds=100))
    assert (result.outcome, result.wait) == (Outcome.HELD, timedelta(seconds=200))
    assert len(sink.received) == 1


def test_f06_a_429_for_one_browser_makes_nobody_else_wait(sink: PushSink, webpush: WebPush) -> None:
    webpush.send(message_to(sink.browser("chatty", Reply(429, {"Retry-After": "300"}))), NOW)
    assert webpush.send(message_to(sink.browser("other")), NOW).outcome is Outcome.ACCEPTED


@pytest.mark.parametrize(
    ("text", "wait"),
    [
        ("Thu, 19 Nov 2026 02:14:00 GMT", timedelta(minutes=2)),
        ("Thu, 19 Nov 2026 02:00:00 GMT", timedelta(seconds=1)),
        ("Thu, 19 Nov 2099 02:00:00 GMT", timedelta(days=1)),
        ("0", timedelta(seconds=1)),
        ("99999999999999999999", timedelta(days=1)),
        ("-5", None),
        ("soon", None),
        ("", None),
        ("١٢", None),
    ],
)
def test_f06_how_long_it_was_told_to_wait(text: str, wait: timedelta | None) -> None:
    answer = Answer(503, {b"retry-after": text.encode()})
    assert judged(answer, datetime(2026, 11, 19, 2, 12, tzinfo=UTC)).wait == wait


def test_connections_are_kept(sink: PushSink, webpush: WebPush) -> None:
    browser = sink.browser("phone")
    for _ in range(5):
        assert webpush.send(message_to(browser), NOW).outcome is Outcome.ACCEPTED
    assert sink.connections == 1


def test_a_kept_connection_that_was_closed_costs_no_message(
    sink: PushSink, webpush: WebPush
) -> None:
    closing = sink.browser(
        "closing", Reply(raw=b"HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n")
    )
    for _ in range(3):
        assert webpush.send(message_to(closing), NOW).outcome is Outcome.ACCEPTED
    assert len(sink.to(closing)) == 3


def test_many_go_side_by_side_in_order(sink: PushSink, webpush: WebPush) -> None:
    browsers = [sink.browser(f"phone-{number}") for number in range(40)]
    sink.replies["phone-7"] = Reply(410)
    results = webpush.send_many([message_to(each) for each in browsers], NOW)
    assert [at for at, result in enumerate(results) if result.outcome is Outcome.GONE] == [7]
    assert sum(result.outcome is Outcome.ACCEPTED for result in results) == 39
    assert 1 < sink.connections <= 16


def test_a_service_that_answers_one_at_a_time_gets_each_once(
    sink: PushSink, webpush: WebPush
) -> None:
    closing = Reply(headers={"Connection": "close"})
    phones = [sink.browser(f"phone-{number}", closing) for number in range(40)]
    for _ in range(2):
        results = webpush.send_many([message_to(phone) for phone in phones], NOW)
        assert {result.outcome for result in results} == {Outcome.ACCEPTED}
    assert Counter(push.browser for push in sink.received) == {p.name: 2 for p in phones}
    assert sink.connections == 40 + 40
    (pool,) = webpush._pools.values()
    assert pool.at_once == SIDE_BY_SIDE  # none waits behind another one any more


def test_s28_the_name_is_checked_again_when_sent(
    sink: PushSink, webpush: WebPush, monkeypatch: pytest.MonkeyPatch
) -> None:
    def inside(*_: object, **__: object) -> list[object]:
        return [(0, 0, 0, "", ("127.0.0.1", 443))]

    browser = sink.browser("phone")
    browser.endpoint = "https://fcm.googleapis.com/fcm/send/x"
    monkeypatch.setattr(endpoints.socket, "getaddrinfo", inside)
    result = webpush.send(message_to(browser), NOW)
    assert result.outcome is Outcome.REFUSED
    assert "leads inside" in result.detail


def test_s28_a_saved_endpoint_no_longer_listed_gets_nothing(sink: PushSink, vapid: Vapid) -> None:
    webpush = WebPush(vapid, PushServices(), sink.trust)
    assert webpush.send(message_to(sink.browser("phone")), NOW).outcome is Outcome.REFUSED
    assert sink.received == []


def test_s29_a_certificate_of_another_authority_gets_nothing(sink: PushSink, vapid: Vapid) -> None:
    services = PushServices([sink.place], local_allowed=True)
    webpush = WebPush(vapid, services, limits=Limits(connect=0.3, answer=0.3))
    result = webpush.send(message_to(sink.browser("phone")), NOW)
    assert result.outcome is Outcome.LATER
    assert sink.received == []
