"""Answers of a provider that are not what they should be: forged, foreign, rubbish, too long."""

import base64
import hmac
import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from flask import session as cookie
from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey

from app.accounts.provider import asking, client, joining
from app.accounts.provider.asking import Known, NotProved, ProviderSilent
from app.accounts.provider.claims import Told, told
from app.core import clock as core_clock
from app.core.config import Config, ConfigurationError
from app.core.errors import DomainError
from app.core.providers import Provider
from tests.factories.providers import PROVIDER

KEY = RSAKey.generate_key(2048, parameters={"kid": "a", "use": "sig"})
OTHER = RSAKey.generate_key(2048, parameters={"kid": "a", "use": "sig"})
EVENT = {client.LOGOUT_EVENT: {}}


@pytest.fixture(autouse=True)
def known(app) -> Iterator[None]:
    """This process knows the provider and its key."""
    asking.forget()
    metadata = {
        "issuer": PROVIDER.issuer, "jwks_uri": f"{PROVIDER.issuer}/keys",
        "authorization_endpoint": f"{PROVIDER.issuer}/auth",
    }  # fmt: skip
    keys = KeySet([RSAKey.import_key(KEY.as_dict(private=False))])
    asking.known_here[PROVIDER.issuer] = Known(metadata, core_clock.now(), keys, core_clock.now())
    yield
    asking.forget()


def claims(**changed: Any) -> dict[str, Any]:
    now = int(core_clock.now().timestamp())
    said = {"iss": PROVIDER.issuer, "aud": PROVIDER.client_id, "iat": now, "exp": now + 120,
            "jti": "1", "sub": "an", "sid": "one", "events": EVENT}  # fmt: skip
    return {name: each for name, each in {**said, **changed}.items() if each is not None}


def signed(key: Any = KEY, alg: str = "RS256", **changed: Any) -> str:
    return jwt.encode({"alg": alg, "kid": "a"}, claims(**changed), key, algorithms=[alg])


def test_what_the_provider_signed_names_who_signed_out():
    assert client.logout(PROVIDER, signed()) == (
        "an",
        "one",
        core_clock.now().replace(microsecond=0),
    )
    assert client.logout(PROVIDER, signed(sid=None))[:2] == ("an", "")
    assert client.logout(PROVIDER, signed(sub=None))[:2] == ("", "one")


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://else.example"}, {"iss": None}, {"aud": "another"}, {"aud": None},
        {"aud": ["another"]}, {"iat": None}, {"iat": "now"}, {"jti": None}, {"events": None},
        {"events": "x"}, {"events": {}}, {"events": {client.LOGOUT_EVENT: 1}}, {"nonce": "x"},
        {"sub": None, "sid": None}, {"sub": 1}, {"sid": ["one"]},
    ],
)  # fmt: skip
def test_a_word_that_is_not_whole_ends_nothing(changed):
    with pytest.raises(NotProved):
        client.logout(PROVIDER, signed(**changed))


def test_a_word_of_long_ago_or_of_tomorrow_ends_nothing():
    now = int(core_clock.now().timestamp())
    for iat in (now - 600, now + 600):
        with pytest.raises(NotProved):
            client.logout(PROVIDER, signed(iat=iat, exp=now + 900))


def test_a_signature_of_another_kind_or_key_counts_for_nothing():
    """Neither none, nor a secret that we share, nor the public key used as one."""
    secret = OctKey.import_key(PROVIDER.client_secret + "x" * 32)
    none = ".".join([_part({"alg": "none"}), _part(claims()), ""])
    bare = f"{_part({'alg': 'HS256', 'kid': 'a'})}.{_part(claims())}"
    public = hmac.digest(KEY.as_pem(private=False), bare.encode(), "sha256")
    forged = [signed(OTHER), signed(secret, "HS256"), none, "a.b.c", "..", signed()[:-4] + "AAAA",
              f"{bare}.{_base64(public)}"]  # fmt: skip
    for token in forged:
        with pytest.raises(NotProved):
            client.logout(PROVIDER, token)


def _part(said: dict[str, Any]) -> str:
    return _base64(json.dumps(said).encode())


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def test_claims_are_read_under_the_names_of_the_settings():
    provider = replace(
        PROVIDER, claims={**PROVIDER.claims, "name": "HoVaTen", "subject": "so", "level": "loa"}
    )
    found = told(provider, {"sub": "x", "so": 7, "HoVaTen": " Lò  Văn Thử ", "loa": "loa1",
                            "phone_number": "0900 000 777", "sid": "s"})  # fmt: skip
    assert (found.name, found.phone, found.level) == ("Lò Văn Thử", "+84900000777", 1)
    other = told(provider, {"sub": "x", "so": 8})
    assert found.identity != other.identity
    assert found.subject == other.subject
    assert (other.name, other.phone, other.level, other.session) == ("", "", 0, "")


@pytest.mark.parametrize("subject", [None, "", {}, [], "x" * 256, True])
def test_whom_the_provider_does_not_name_nobody_is(subject):
    with pytest.raises(DomainError):
        told(PROVIDER, {"sub": subject})


@pytest.mark.parametrize("odd", [{"name": ["x"]}, {"phone_number": "112"}, {"acr": 9},
                                 {"auth_time": "x"}, {"auth_time": 10**20}])  # fmt: skip
def test_what_else_is_odd_is_left_out(odd):
    found = told(PROVIDER, {"sub": "x", **odd})
    assert (found.name, found.phone, found.level, found.at) == ("", "", 0, None)


def test_the_same_person_at_another_issuer_is_another(app):
    elsewhere = replace(PROVIDER, issuer="https://else.example")
    assert told(PROVIDER, {"sub": "x"}).identity != told(elsewhere, {"sub": "x"}).identity


def test_who_waits_is_sealed_and_forgotten_after_ten_minutes(app, clock):
    word = Told("i", "s", "", 1, "Tên", "+84900000777", core_clock.now().replace(microsecond=0))
    with app.test_request_context("/"):
        joining.wait("cong-dan", word, core_clock.now())
        assert "900000777" not in str(dict(cookie))
        waits = joining.waiting(core_clock.now())
        assert waits is not None and waits.told == word
        clock.shift(timedelta(minutes=11))
        assert joining.waiting(core_clock.now()) is None
        cookie[joining.WAITING] = "rubbish"
        assert joining.waiting(core_clock.now()) is None


WHOLE = {"authorization_endpoint": "{}/auth", "token_endpoint": "{}/token", "jwks_uri": "{}/keys"}


@pytest.fixture
def answering() -> Iterator[Any]:
    """`answering(body, status=200, **headers)`: a provider that answers just so."""
    said: dict[str, Any] = {}
    asked: list[str] = []

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            said["waits"].wait(20)
            self.send_response(said["status"])
            for name, value in said["headers"].items():
                self.send_header(name, value)
            self.end_headers()
            try:
                self.wfile.write(said["body"])
            except OSError:
                return

        def log_message(self, *_words: Any) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Answers)
    own = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()

    def answer(body: Any, status: int = 200, **headers: str) -> Provider:
        raw = body if isinstance(body, bytes) else json.dumps(_filled(body, own)).encode()
        said.update(body=raw, status=status, headers=headers)
        return replace(PROVIDER, issuer=own)

    said["waits"] = threading.Event()
    said["waits"].set()
    answer.asked, answer.waits = asked, said["waits"]  # type: ignore[attr-defined]
    yield answer
    server.shutdown()
    server.server_close()
    thread.join()


def _filled(body: Any, own: str) -> Any:
    if not isinstance(body, dict):
        return body
    return {name: each.format(own) if isinstance(each, str) else each
            for name, each in body.items()}  # fmt: skip


def goes_off(provider: Provider) -> str:
    return client.address(provider, client.Asked.anew(), "https://here.example/ve", {})


@pytest.mark.loopback
@pytest.mark.one_database
def test_s29_a_right_answer_leads_there_with_a_challenge(answering):
    url = goes_off(answering({"issuer": "{}", **WHOLE}))
    assert "code_challenge_method=S256" in url and "nonce=" in url and "state=" in url


@pytest.mark.loopback
@pytest.mark.one_database
@pytest.mark.parametrize(
    ("body", "how"),
    [
        (b"<html>", {}), (b"[]", {}), (b"", {}), (b"[" * 100_000, {}), (b"{}", {}),
        (b"x" * (asking.MAX_ANSWER + 1), {}), ({"issuer": "https://else.example", **WHOLE}, {}),
        ({"issuer": "{}"}, {}), ({"issuer": "{}", **WHOLE}, {"status": 500}),
        ({"issuer": "{}", **WHOLE}, {"status": 302, "Location": "http://127.0.0.1:1/"}),
        ({"issuer": "{}", "authorization_endpoint": "https://else.example/auth"}, {}),
        ({"issuer": "{}", "authorization_endpoint": "javascript:alert(1)"}, {}),
        ({"issuer": "{}", "authorization_endpoint": 7}, {}),
        ({"issuer": "{}", "authorization_endpoint": "http://[x/"}, {}),
    ],
)  # fmt: skip
def test_s29_rubbish_leads_nowhere(answering, body, how):
    with pytest.raises(ProviderSilent):
        goes_off(answering(body, **how))


@pytest.mark.loopback
@pytest.mark.one_database
def test_s29_a_listed_host_may_hold_its_addresses(answering):
    said = {"issuer": "{}", **WHOLE, "authorization_endpoint": "https://else.example/auth"}
    provider = replace(answering(said), hosts=("else.example",))
    assert goes_off(provider).startswith("https://else.example/auth?")


@pytest.mark.loopback
@pytest.mark.one_database
def test_s29_one_that_is_slow_is_left_alone_for_half_a_minute(answering, clock, monkeypatch):
    monkeypatch.setattr(asking, "READ_SECONDS", 0.2)
    provider = answering({"issuer": "{}", **WHOLE})
    answering.waits.clear()
    for _again in range(3):
        with pytest.raises(ProviderSilent):
            goes_off(provider)
    assert len(answering.asked) == 1
    clock.shift(timedelta(seconds=31))
    answering.waits.set()
    monkeypatch.setattr(asking, "READ_SECONDS", 20.0)
    assert goes_off(provider)


@pytest.mark.loopback
@pytest.mark.one_database
def test_keys_that_cannot_be_read_are_passed_over(answering):
    keys = [
        {"kty": "AKP", "kid": "x", "alg": "ML-DSA-44", "pub": "AA"}, "x",
        {"kty": "RSA", "kid": "broken"}, {"kty": "EC", "crv": "BP-256", "x": "AA", "y": "AA"},
        {**KEY.as_dict(private=False)},
    ]  # fmt: skip
    provider = answering({"issuer": "{}", **WHOLE, "keys": keys})
    token = jwt.encode({"alg": "RS256", "kid": "a"}, claims(iss=provider.issuer), KEY)
    assert client.logout(provider, token)[0] == "an"


GIVEN = {"APP_ENV": "test", "OIDC_ISSUER": "https://a.example", "OIDC_CLIENT_ID": "i",
         "OIDC_CLIENT_SECRET": "s", "OIDC_NAME": "Thử"}  # fmt: skip


def config(tmp_path: Any, **changed: str) -> Config:
    return Config.from_env({**GIVEN, "INSTANCE_PATH": str(tmp_path), **changed})


def test_settings_of_a_provider_are_read(tmp_path):
    (found,) = config(
        tmp_path, OIDC_LEVELS="urn:x=1 urn:y?a=b=2", OIDC_CLAIMS="name=HoVaTen"
    ).providers
    assert found.levels == {"urn:x": 1, "urn:y?a=b": 2}
    assert found.claims["name"] == "HoVaTen" and found.claims["subject"] == "sub"
    assert Config.from_env({"APP_ENV": "test", "INSTANCE_PATH": str(tmp_path)}).providers == ()


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"OIDC_CLIENT_SECRET": ""}, "OIDC_CLIENT_SECRET"), ({"OIDC_NAME": ""}, "OIDC_NAME"),
        ({"OIDC_LEVELS": "a"}, "OIDC_LEVELS"), ({"OIDC_LEVELS": "a=3"}, "OIDC_LEVELS"),
        ({"OIDC_CLAIMS": "x=y"}, "OIDC_CLAIMS"), ({"OIDC_SCOPE": "profile"}, "OIDC_SCOPE"),
        ({"SSO_LEVELS": "a=1"}, "SSO_ISSUER"),
        ({"APP_ENV": "production", "OIDC_ISSUER": "http://a.example"}, "must be https"),
    ],
)  # fmt: skip
def test_half_a_provider_does_not_start(tmp_path, changed, named):
    with pytest.raises(ConfigurationError, match=named):
        config(tmp_path, **changed)
