"""A push endpoint is a URL from a stranger: where a message may go, by name and by address."""

import ipaddress
import socket
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.notifications.endpoints import BadEndpoint, PushServices, addresses, is_public

SERVICES = PushServices()
GOOD = [
    "https://fcm.googleapis.com/fcm/send/dxT3:APA91bF-x_y",
    "https://fcm.googleapis.com:443/wp/abc",
    "https://updates.push.services.mozilla.com/wpush/v2/gAAAAA=",
    "https://autopush.push.services.mozilla.com/wpush/v2/gAAAAA",
    "https://wns2-par02p.notify.windows.com/w/?token=BQYAAAB%2f",
    "https://web.push.apple.com/QGs7",
    "https://api.push.apple.com/QGs7",
]
BAD = [
    "",
    "fcm.googleapis.com/fcm/send/x",
    "http://fcm.googleapis.com/fcm/send/x",
    "HTTPS://FCM.GOOGLEAPIS.COM/x",
    "ftp://fcm.googleapis.com/x",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "//fcm.googleapis.com/x",
    "https:/fcm.googleapis.com/x",
    "https:///fcm.googleapis.com/x",
    "https://fcm.googleapis.com",
    "https://fcm.googleapis.com:444/x",
    "https://fcm.googleapis.com:80/x",
    "https://fcm.googleapis.com:0443/x",
    "https://fcm.googleapis.com:/x",
    "https://fcm.googleapis.com:99999/x",
    "https://fcm.googleapis.com./x",
    "https://.fcm.googleapis.com/x",
    "https://fcm.googleapis.com.evil.example/x",
    "https://evilfcm.googleapis.com/x",
    "https://evil.example/fcm.googleapis.com",
    "https://evil.example/?https://fcm.googleapis.com/x",
    "https://evil.example#https://fcm.googleapis.com/x",
    "https://fcm.googleapis.com#@evil.example/x",
    "https://fcm.googleapis.com/x#fragment",
    "https://fcm.googleapis.com@evil.example/x",
    "https://user@fcm.googleapis.com/x",
    "https://user:secret@fcm.googleapis.com/x",
    "https://evil.example\\@fcm.googleapis.com/x",
    "https://fcm.googleapis.com\\@evil.example/x",
    "https:\\\\fcm.googleapis.com/x",
    "https://fcm.googleapis.com/x\r\nHost: evil.example",
    "https://fcm.googleapis.com/x HTTP/1.1",
    "https://fcm.googleapis.com/x\n",
    "https://fcm.googleapis.com/x\0",
    "\thttps://fcm.googleapis.com/x",
    " https://fcm.googleapis.com/x",
    "https://fcm.googleapis.com/\u00e1",
    "https://fcm\u3002googleapis\u3002com/x",
    "https://\uff46cm.googleapis.com/x",
    "https://fcm%2egoogleapis.com/x",
    "https://127.0.0.1/x",
    "https://127.1/x",
    "https://2130706433/x",
    "https://0x7f.0.0.1/x",
    "https://0177.0.0.1/x",
    "https://localhost/x",
    "https://[::1]/x",
    "https://[::ffff:127.0.0.1]/x",
    "https://169.254.169.254/latest/meta-data/",
    "https://10.0.0.1/x",
    "https://notify.windows.com/x",
    "https://notify.windows.com.evil.example/x",
    "https://evilnotify.windows.com/x",
    "https://push.apple.com/x",
    "https://evil.example/.push.apple.com",
    "https://fcm.googleapis.com/" + "x" * 2_048,
]


@pytest.mark.parametrize("url", GOOD)
def test_s28_it_takes_the_endpoints_of_push_services(url: str) -> None:
    found = SERVICES.check(url)
    assert (found.port, found.is_local) == (443, False)
    assert found.origin == f"https://{found.host}"


@pytest.mark.parametrize("url", BAD)
def test_s28_it_rejects_every_other_url(url: str) -> None:
    with pytest.raises(BadEndpoint):
        SERVICES.check(url)


@given(st.text(max_size=80))
def test_s28_whatever_it_takes_goes_to_a_service_on_the_list(tail: str) -> None:
    try:
        found = SERVICES.check("https://fcm.googleapis.com" + tail)
    except BadEndpoint:
        return
    assert (found.host, found.port) == ("fcm.googleapis.com", 443)
    assert found.path.isascii()
    assert found.path.isprintable()


def test_s28_the_operator_can_add_a_service() -> None:
    services = PushServices(["push.example.vn", "*.push.example.org"])
    assert services.check("https://push.example.vn/x").host == "push.example.vn"
    assert services.check("https://a.push.example.org/x").host == "a.push.example.org"
    with pytest.raises(BadEndpoint):
        services.check("https://a.push.example.vn/x")


@pytest.mark.parametrize("entry", ["*", "*.com", "com", "127.0.0.1", "https://x.vn", "*.*.vn", ""])
def test_s28_it_rejects_an_entry_that_would_open_too_much(entry: str) -> None:
    with pytest.raises(ValueError, match="PUSH_HOSTS"):
        PushServices([entry])


def test_s28_a_sink_on_this_machine_is_for_development_only() -> None:
    local = PushServices(["127.0.0.1:8443"], local_allowed=True)
    assert local.check("https://127.0.0.1:8443/x").is_local
    with pytest.raises(BadEndpoint):
        local.check("https://127.0.0.1:8444/x")
    with pytest.raises(ValueError, match="only in development"):
        PushServices(["127.0.0.1:8443"])


def answer_with(monkeypatch: pytest.MonkeyPatch, *found: str) -> None:
    def answers(host: str, port: int, **_: Any) -> list[Any]:
        return [(0, 0, 0, "", (address, port)) for address in found]

    monkeypatch.setattr(socket, "getaddrinfo", answers)


@pytest.mark.parametrize(
    "inward",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "::1",
        "fe80::1%eth0",
    ],
)
def test_s28_a_listed_name_that_leads_inside_is_refused(
    monkeypatch: pytest.MonkeyPatch, inward: str
) -> None:
    answer_with(monkeypatch, "142.250.0.1", inward)
    with pytest.raises(BadEndpoint, match="leads inside"):
        addresses(SERVICES.check("https://fcm.googleapis.com/x"))


def test_it_gives_every_address_once(monkeypatch: pytest.MonkeyPatch) -> None:
    answer_with(monkeypatch, "142.250.0.1", "142.250.0.1", "2404:6800:4003::5f")
    found = addresses(SERVICES.check("https://fcm.googleapis.com/x"))
    assert found == ["142.250.0.1", "2404:6800:4003::5f"]


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("142.250.0.1", True),
        ("2404:6800:4003::5f", True),
        ("64:ff9b::8efa:1", True),
        ("0.0.0.0", False),
        ("172.16.0.1", False),
        ("192.0.2.1", False),
        ("198.18.0.1", False),
        ("224.0.0.1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("fc00::1", False),
        ("fe80::1", False),
        ("ff02::1", False),
        ("2001:db8::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::a9fe:a9fe", False),
        ("2002:7f00:1::", False),
        ("2002:a00:1::", False),
    ],
)
def test_s28_which_addresses_are_out_on_the_internet(address: str, public: bool) -> None:
    assert is_public(ipaddress.ip_address(address)) is public
