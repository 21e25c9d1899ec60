"""Feeds that are fetched: what is taken, what is refused, and from whom."""

import ssl
import threading
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import pytest
import trustme

from app.accounts import permissions as may
from app.news import fetching
from app.news.actions import importing
from app.news.fetching import NotFetched, check, fetch
from app.news.models import Article, FeedEntry, FeedSource
from app.news.models import article_life as life
from app.notifications.endpoints import BadEndpoint
from app.notifications.reaching import Way
from tests.factories import news
from tests.factories.accounts import make_agency, make_official

RSS = """<?xml version="1.0" encoding="{encoding}"?>
<rss version="2.0"><channel><title>Tin</title><link>https://tin.example.vn/</link>
<item><title>Lịch cấp nước &amp; điện</title><link>https://tin.example.vn/a</link><guid>a</guid>
<pubDate>Thu, 19 Nov 2026 01:00:00 GMT</pubDate>
<description><![CDATA[<p>Từ <b>07:30</b></p><script>x()</script><img src="https://t.example/p.gif">]]></description></item>
<item><title>Tin cũ</title><link>https://tin.example.vn/b</link><guid>b</guid>
<pubDate>Mon, 01 Jun 2026 01:00:00 GMT</pubDate><description>cũ</description></item>
<item><title>Xấu</title><link>javascript:alert(1)</link><guid>c</guid></item>
<item><link>https://tin.example.vn/d</link><guid>d</guid></item>
</channel></rss>"""
LAUGHS = """<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">
<!ENTITY x SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><item><title>&b;&x;</title>
<link>https://tin.example.vn/e</link></item></channel></rss>"""


class Server:
    """An https server on this machine that answers as told."""

    def __init__(self):
        self.authority, self.asked, self.answer = trustme.CA(), [], None
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                server.asked.append(dict(self.headers))
                server.answer(self)

            def log_message(self, *_):
                pass

        class Threaded(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request, client_address):
                pass

        self.http = Threaded(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.authority.issue_cert("127.0.0.1").configure_cert(context)
        self.http.socket = context.wrap_socket(self.http.socket, server_side=True)
        threading.Thread(target=self.http.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def place(self):
        return f"127.0.0.1:{self.http.server_address[1]}"

    @property
    def way(self):
        context = ssl.create_default_context()
        self.authority.configure_trust(context)
        return Way(context, 1.0)

    def fetch(self, etag="", modified=""):
        endpoint = check(f"https://{self.place}/rss.xml", [self.place], local_allowed=True)
        return fetch(endpoint, etag, modified, self.way)


@pytest.fixture
def server():
    made = Server()
    yield made
    made.http.shutdown()
    made.http.server_close()


def sends(body, status=200, **headers):
    def answer(handler):
        handler.send_response(status)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in {"Content-Length": str(len(body)), **named}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def endless(handler):
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b"x" * 65_536)


def dripping(handler):
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    threading.Event().wait(5)


def read(text=RSS, encoding="utf-8", content_type="application/rss+xml"):
    return importing.read(text.format(encoding=encoding).encode(encoding), content_type)


# --- what an entry becomes


def test_an_entry_is_cleaned_and_hostile_ones_are_passed_over():
    entries = read()
    assert [entry.title for entry in entries] == ["Lịch cấp nước & điện", "Tin cũ"]
    assert entries[0].body == "Từ **07:30**"


@pytest.mark.own_day
def test_what_comes_waits_for_review_with_its_source_marked(app):
    source = news.feed()
    importing.take(source, read(), source.next_at)
    made = Article.query.one()
    assert (made.status, made.source_name) == (life.IN_REVIEW, "Trang tin thử")
    assert made.source_url == "https://tin.example.vn/a"


@pytest.mark.own_day
def test_it_is_published_directly_where_so_set(client):
    source = news.feed(is_direct=True)
    importing.take(source, read(), source.next_at)
    page = client.get(f"/tin-tuc/{Article.query.one().code}").text
    assert "Từ <strong>07:30</strong>" in page
    assert 'href="https://tin.example.vn/a"' in page


@pytest.mark.own_day
def test_of_a_newspaper_only_title_and_link_are_taken(client):
    source = news.feed(kind="newspaper", is_direct=True)
    importing.take(source, read(), source.next_at)
    made = Article.query.one()
    assert (made.body, made.summary, made.section, made.is_link) == ("", "", "bao-chi", True)
    assert "Đọc trên Trang tin thử" in client.get(f"/tin-tuc/{made.code}").text


@pytest.mark.own_day
def test_nothing_is_taken_twice(app):
    source = news.feed()
    for _ in range(3):
        importing.take(source, read(), source.next_at)
    assert Article.query.count() == 1
    assert FeedEntry.query.count() == 2


@pytest.mark.parametrize(
    ("encoding", "said"),
    [("utf-16", "application/rss+xml"), ("utf-8", "text/xml; charset=iso-8859-1"), ("utf-8", "")],
)
def test_one_that_lies_about_its_encoding_is_read_or_refused(encoding, said):
    entries = read(encoding=encoding, content_type=said)
    assert all(entry.title and "\x00" not in entry.title for entry in entries)


def test_entities_are_neither_fetched_nor_blown_up():
    entries = importing.read(LAUGHS.encode(), "application/rss+xml")
    assert all("root" not in entry.title and len(entry.title) < 300 for entry in entries)


@pytest.mark.parametrize("content", [b"", b"<html><body>404</body></html>", b"\xff\xfe\x00", b"{}"])
def test_what_is_no_feed_is_refused(content):
    with pytest.raises(NotFetched):
        importing.read(content, "text/html")


# --- fetching


@pytest.mark.loopback
def test_it_asks_only_for_what_changed(server):
    server.answer = sends(b"<rss/>", ETag='"v1"', Last_Modified="Thu, 19 Nov 2026 01:00:00 GMT")
    first = server.fetch()
    assert (first.content, first.etag) == (b"<rss/>", '"v1"')
    server.answer = sends(b"", 304)
    again = server.fetch(first.etag, first.last_modified)
    assert again.content is None
    assert server.asked[1]["If-None-Match"] == '"v1"'
    assert server.asked[1]["If-Modified-Since"].startswith("Thu")


@pytest.mark.loopback
@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (endless, "more than"),
        (dripping, "\\w"),
        (sends(b"", 302, Location="https://127.0.0.1/inside"), "redirect"),
        (sends(b"", 301, Location="http://169.254.169.254/"), "redirect"),
        (sends(b"no", 500), "500"),
        (sends(b"short", Content_Length="500"), "\\w"),
    ],
)
def test_s29_it_refuses_what_never_ends_drips_or_redirects(server, answer, why):
    server.answer = answer
    with pytest.raises(NotFetched, match=why):
        server.fetch()


@pytest.mark.parametrize(
    "url",
    [
        "http://tin.example.vn/rss",
        "https://khac.example.vn/rss",
        "https://tin.example.vn:8443/rss",
        "https://tin.example.vn@127.0.0.1/rss",
        "https://127.0.0.1/rss",
        "https://[::1]/rss",
        "file:///etc/passwd",
        "https://tin.example.vn/\r\nX: y",
        "",
    ],
)
def test_s29_only_https_of_listed_hosts(url):
    with pytest.raises(BadEndpoint):
        check(url, ["tin.example.vn"], local_allowed=False)


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.5", "169.254.169.254", "::1"])
def test_s29_a_listed_name_that_leads_inside_is_refused(monkeypatch, address):
    answers = [(2, 1, 6, "", (address, 443))]
    names = SimpleNamespace(getaddrinfo=lambda *a, **k: answers, SOCK_STREAM=1)
    monkeypatch.setattr("app.notifications.endpoints.socket", names)
    endpoint = check("https://tin.example.vn/rss", ["tin.example.vn"], local_allowed=False)
    with pytest.raises(NotFetched, match="inside"):
        fetch(endpoint, "", "")


# --- the worker and the page


@pytest.mark.own_day
def test_the_worker_fetches_what_is_due_and_waits_longer_after_failures(
    app, db, outbox, clock, monkeypatch
):
    source = news.feed()
    db.session.commit()

    def fails(*_):
        raise NotFetched("the server answered 500")

    monkeypatch.setattr(importing, "_fetched", fails)
    importing.ask_for_due()
    outbox.drain()
    assert source.last_error == "the server answered 500"
    first_wait = source.next_at
    clock.shift(timedelta(hours=2))
    importing.ask_for_due()
    outbox.drain()
    assert source.next_at > first_wait
    content = RSS.format(encoding="utf-8").encode()
    monkeypatch.setattr(importing, "_fetched", lambda *_: fetching.Fetched(content, "", '"e"'))
    clock.shift(timedelta(hours=9))
    importing.ask_for_due()
    outbox.drain()
    assert (source.failures, source.last_error, source.etag) == (0, "", '"e"')
    assert Article.query.count() == 1


def test_one_that_is_no_feed_is_noted_and_fails_nothing(app, db, outbox, monkeypatch):
    source = news.feed()
    db.session.commit()
    monkeypatch.setattr(importing, "_fetched", lambda *_: fetching.Fetched(b"<html>"))
    importing.ask_for_due()
    outbox.drain()
    assert "neither" in source.last_error


def test_a_publisher_adds_a_feed_of_a_listed_host(app, login_as, monkeypatch):
    settings = replace(app.config["SETTINGS"], feed_hosts=("tin.example.vn",))
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    agency = make_agency()
    page = login_as(make_official(may.PUBLISH_NEWS, agency=agency))
    form = {
        "name": "Sở Thử",
        "url": "https://tin.example.vn/rss",
        "kind": "agency",
        "section": "y-te",
    }
    refused = page.post("/can-bo/nguon-tin", data=form | {"url": "https://khac.example.vn/rss"})
    assert refused.status_code == 422
    page.post("/can-bo/nguon-tin", data=form)
    assert page.post("/can-bo/nguon-tin", data=form).status_code == 422
    source = FeedSource.query.one()
    page.post(f"/can-bo/nguon-tin/{source.id}/bat-tat")
    assert not source.is_on
    writer = login_as(make_official(may.WRITE_NEWS, agency=agency))
    assert writer.get("/can-bo/nguon-tin").status_code == 403
    other = login_as(make_official(may.PUBLISH_NEWS))
    assert other.post(f"/can-bo/nguon-tin/{source.id}/bat-tat").status_code == 404
