"""What must never happen where people are served."""

import pytest
from flask import Flask

from app.accounts import development
from app.core.config import Config, ConfigurationError
from app.core.db import db
from app.factory import create_app
from tests.conftest import test_settings
from tests.factories.accounts import make_official

pytestmark = pytest.mark.one_database


@pytest.fixture
def made(tmp_path):
    """`made("production")`: an app of that kind with a database of its own."""
    apps = []

    def make(kind: str) -> Flask:
        https = kind == "production"
        settings = test_settings(
            tmp_path,
            APP_ENV=kind,
            BASE_URL="https://example.invalid" if https else "http://localhost",
            SMS_GATEWAY_URL="https://sms.example.invalid/messages" if https else "",
            SMS_GATEWAY_TOKEN="a token of the gateway",
            DATABASE_URL=f"sqlite:///{tmp_path / kind}.sqlite",
        )
        app = create_app(settings, testing=True)
        app.config["WTF_CSRF_ENABLED"] = False
        with app.app_context():
            db.create_all()
        apps.append(app)
        return app

    yield make
    for app in apps:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


def ask(app: Flask) -> str:
    """Ask for a code and give the page where it is typed."""
    visitor, base = app.test_client(), app.config["SETTINGS"].base_url
    data = {"phone": "0900 000 600"}
    assert visitor.post("/tai-khoan/dang-nhap", data=data, base_url=base).status_code == 303
    page = visitor.get("/tai-khoan/ma", base_url=base).get_data(as_text=True)
    with visitor.session_transaction(base_url=base) as cookie:
        return page + repr(dict(cookie))


def test_development_shows_the_code_in_the_terminal_and_on_the_page(made, capsys):
    page = ask(made("development"))
    printed = capsys.readouterr().out
    code = printed.split("code: ")[1][:6]
    assert code in page


@pytest.mark.parametrize("kind", ["production", "test"])  # no other name starts at all
def test_s40_nothing_but_development_shows_a_code(made, capsys, kind):
    page = ask(made(kind))
    assert "shown_code" not in page
    assert 'class="code"' not in page
    assert "code:" not in capsys.readouterr().out


def test_s40_production_never_tells_a_second_factor(made):
    app = made("production")
    with app.app_context():
        assert development.second_factor_of(make_official()) is None
        db.session.rollback()
    app = made("development")
    with app.app_context():
        assert development.second_factor_of(make_official()) is not None
        db.session.rollback()


def test_s40_a_new_installation_has_no_account(made):
    app = made("production")
    with app.app_context():
        for table in ("user", "right", "agency"):
            count = db.session.query(db.metadata.tables[table]).count()
            assert count == 0
        db.session.rollback()


def test_s40_production_names_every_secret_that_is_missing():
    with pytest.raises(ConfigurationError) as refused:
        Config.from_env({})
    for name in ("SECRET_KEY", "DATA_KEY", "SMS_GATEWAY_TOKEN", "VAPID_PRIVATE_KEY"):
        assert name in str(refused.value)


def test_s01_the_cookie_in_production(made):
    app = made("production")
    visitor = app.test_client()
    answer = visitor.post(
        "/tai-khoan/dang-nhap",
        data={"phone": "0900 000 600"},
        base_url="https://example.invalid",
    )
    (cookie,) = [c for c in answer.headers.getlist("Set-Cookie") if "phien" in c]
    assert cookie.startswith("__Host-phien=")
    words = {word.strip() for word in cookie.split(";")[1:]}
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= words
    assert not any(word.startswith("Domain") for word in words)


def test_s31_an_unknown_host_is_refused(made):
    app = made("production")
    answer = app.test_client().get("/tai-khoan", base_url="https://evil.example")
    assert answer.status_code == 400
