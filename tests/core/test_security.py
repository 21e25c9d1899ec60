"""Headers, cookies, hosts and the settings without which production does not start."""

import pytest
from flask import Flask
from sqlalchemy import text

from app.core.config import Config, ConfigurationError
from app.core.db import db
from app.core.keys import generate_data_key, generate_vapid_key
from app.core.security import is_local
from app.factory import create_app
from tests.client import Visitor

PAGES = ["/healthz", "/khong-co", "/sw.js"]


@pytest.mark.parametrize("path", PAGES)
def test_s17_every_answer_carries_the_strict_policy(client: Visitor, path: str) -> None:
    policy = client.get(path).headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    for part in ("default-src 'none'", "object-src 'none'", "base-uri 'none'"):
        assert part in policy
    assert "frame-ancestors 'none'" in policy


@pytest.mark.parametrize("path", PAGES)
def test_s18_every_answer_carries_the_other_headers(client: Visitor, path: str) -> None:
    headers = client.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    for device in ("camera", "geolocation", "microphone"):
        assert f"{device}=(self)" in headers["Permissions-Policy"]


def test_s31_another_host_is_refused_with_the_headers(client: Visitor) -> None:
    answer = client.get("/sw.js", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert "Content-Security-Policy" in answer.headers


def test_s32_answers_say_what_they_depend_on(client: Visitor) -> None:
    answer = client.get("/healthz")
    assert {"HX-Request", "HX-Request-Type", "Cookie"} <= set(answer.vary)
    assert answer.headers["Cache-Control"] == "no-store"


PRODUCTION = {
    "APP_ENV": "production",
    "SECRET_KEY": "s" * 40,
    "DATA_KEY": generate_data_key(),
    "BASE_URL": "https://congdan.example",
    "DATABASE_URL": "sqlite://",
    "VAPID_PRIVATE_KEY": generate_vapid_key(),
    "VAPID_SUBJECT": "mailto:operator@congdan.example",
    "SMS_GATEWAY_URL": "https://sms.example/send",
    "SMS_GATEWAY_TOKEN": "token",
    "PROVINCE_CODE": "15",
}


def test_s40_production_names_everything_that_is_missing() -> None:
    with pytest.raises(ConfigurationError) as refused:
        Config.from_env({})
    for name in PRODUCTION:
        if name != "APP_ENV":
            assert name in str(refused.value)


@pytest.mark.parametrize("name", ["SECRET_KEY", "DATA_KEY", "VAPID_PRIVATE_KEY"])
def test_s40_production_starts_with_no_secret_of_its_own(name: str) -> None:
    with pytest.raises(ConfigurationError, match=name):
        Config.from_env({key: value for key, value in PRODUCTION.items() if key != name})


def test_s40_a_short_secret_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="SECRET_KEY"):
        Config.from_env({**PRODUCTION, "SECRET_KEY": "short"})


def test_s40_production_wants_https() -> None:
    with pytest.raises(ConfigurationError, match="BASE_URL"):
        Config.from_env({**PRODUCTION, "BASE_URL": "http://congdan.example"})


@pytest.fixture
def production(tmp_path) -> Flask:
    return create_app(Config.from_env({**PRODUCTION, "INSTANCE_PATH": str(tmp_path)}))


@pytest.mark.usefixtures("clock")
def test_s01_the_cookie_is_locked_to_the_host(production: Flask) -> None:
    config = production.config
    assert config["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert config["SESSION_COOKIE_SECURE"] is True
    assert config["SESSION_COOKIE_HTTPONLY"] is True
    assert config["SESSION_COOKIE_SAMESITE"] == "Lax"


def test_s18_production_insists_on_https(production: Flask) -> None:
    answer = production.test_client().get("/khong-co", base_url="https://congdan.example")
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]


def test_s40_debug_is_off_in_production(production: Flask) -> None:
    assert production.debug is False


@pytest.mark.parametrize("path", ["/", "/phan-anh?x=1", "/tai-khoan#a"])
def test_s30_a_path_is_local(path: str) -> None:
    assert is_local(path)


@pytest.mark.parametrize(
    "path",
    ["", None, "//evil.example", "/\\evil.example", "https://evil.example", "evil", "/a\r\nb",
     "javascript:alert(1)", "/\tx", "\\\\evil.example", "/a\\b"],
)  # fmt: skip
def test_s30_what_leaves_the_site_is_not_local(path: str | None) -> None:
    assert not is_local(path)


STATIC = "/static/nowhere.css"


@pytest.mark.parametrize("path", [STATIC, "file", "/healthz", "/khong-co"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_s17_s18_static_files_and_what_refuses_them_carry_the_headers(
    production: Flask, path: str, method: str
) -> None:
    """The server's own files, their 404 and 405, and pages that are none."""
    if path == "file":
        path = production.jinja_env.globals["asset"]("app.css")
    answer = production.test_client().open(path, method=method, base_url=SITE)
    for name in ("Content-Security-Policy", "X-Content-Type-Options", "Strict-Transport-Security"):
        assert len(answer.headers.getlist(name)) == 1, name
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    is_file = answer.status_code == 200 and path.startswith("/static/")
    assert ("immutable" if is_file else "no-store") in answer.headers["Cache-Control"]
    answer.close()


SITE = "https://congdan.example"


@pytest.mark.parametrize("host", ["congdan.example:8443", "congdan.example:80"])
def test_s31_another_port_is_another_site(production: Flask, host: str) -> None:
    visitor = production.test_client()
    assert visitor.get("/khan-cap", base_url=SITE, headers={"Host": host}).status_code == 400
    named = {"Host": "congdan.example:443"}  # the port that https has anyway
    assert visitor.get("/sw.js", base_url=SITE, headers=named).status_code == 200


@pytest.mark.sqlite
def test_s40_databases_are_read_by_their_owner_alone(tmp_path) -> None:
    """New ones, what an older release left open, and what SQLite keeps beside them."""
    instance = tmp_path / "instance"
    instance.mkdir(mode=0o755)
    (instance / "app.sqlite").touch(mode=0o644)
    url = f"sqlite:///{instance / 'app.sqlite'}"
    made = create_app(Config.from_env(
        {**PRODUCTION, "DATABASE_URL": url, "INSTANCE_PATH": str(instance)}
    ))  # fmt: skip
    with made.app_context():
        db.session.execute(text("CREATE TABLE one (id INTEGER)"))
        modes = {path.name: path.stat().st_mode & 0o777 for path in instance.iterdir()}
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    assert {"app.sqlite", "app.sqlite-wal", "app.sqlite-shm", "doorbell.sqlite"} <= set(modes)
    assert set(modes.values()) == {0o600}
    assert instance.stat().st_mode & 0o777 == 0o700
