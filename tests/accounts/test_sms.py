"""Text messages: sealed while they wait, handed over once, and failing closed."""

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select

from app.accounts import gateway, one_time_codes, sms
from app.accounts.askers import Asker
from app.accounts.models import SmsMessage
from app.accounts.models.one_time_code import AGAIN, CHANGE_PHONE, COUNTER, PROVE, SIGN_IN
from app.core import clock as core_clock
from app.core import text
from app.core.config import ConfigurationError
from app.core.personal import PersonKey
from app.factory import create_app
from tests.conftest import test_settings
from tests.factories.accounts import make_official
from tests.sinks import sms_sandbox

pytestmark = [pytest.mark.loopback, pytest.mark.one_database]
PHONE = "+84900000042"


@pytest.fixture
def through(app, monkeypatch):
    """`through(sandbox)`: messages go to that gateway."""

    def use(sandbox: sms_sandbox.Sandbox) -> None:
        config = app.config["SETTINGS"]
        changed = replace(config, sms_gateway_url=sandbox.url, sms_gateway_token=sandbox.token)
        monkeypatch.setitem(app.config, "SETTINGS", changed)

    return use


def send(words="Xin chào, mã của bạn là 123456"):
    assert sms.send(PHONE, words, core_clock.now())


def waiting(db) -> int:
    return db.session.scalar(select(func.count()).select_from(SmsMessage))


def test_a_message_is_handed_over_once_and_destroyed(app, db, outbox, through):
    with sms_sandbox.running() as sandbox:
        through(sandbox)
        send()
        assert outbox.drain() == 1
        (message,) = sandbox.messages.values()
    assert message["to"] == PHONE
    assert message["text"] == "Xin chao, ma cua ban la 123456"
    assert waiting(db) == 0
    assert db.session.scalar(select(func.count()).select_from(PersonKey)) == 0


def test_a_waiting_message_shows_neither_phone_nor_words(app, db, outbox):
    send()
    db.session.commit()
    row = db.session.execute(select(SmsMessage.__table__)).mappings().one()
    kept = repr(dict(row)) + repr([job.payload for job in outbox.jobs()])
    assert "900000042" not in kept
    assert "123456" not in kept


def test_words_fit_into_one_message(app, db):
    send("ế" * 500)
    message = db.session.scalars(select(SmsMessage)).one()
    assert message.words == "e" * 160


@pytest.mark.parametrize("answer", ["500", "401", "redirect", "huge", "html"])
def test_s29_whatever_is_no_clear_yes_counts_as_not_sent(app, db, outbox, through, answer):
    with sms_sandbox.running(answer) as sandbox:
        through(sandbox)
        if answer == "401":
            sandbox.token = "another"
        send()
        outbox.drain(failing=True)
        assert sandbox.calls == 1
    (job,) = outbox.jobs()
    assert job.failed_at is None
    assert job.attempts == 1
    assert job.run_at > core_clock.now()
    assert waiting(db) == 1


@pytest.mark.parametrize(("answer", "seconds"), [("busy", 120), ("503", 60)])
def test_s29_a_busy_gateway_is_left_in_peace_as_long_as_it_says(
    app, outbox, through, answer, seconds
):
    with sms_sandbox.running(answer) as sandbox:
        through(sandbox)
        send()
        outbox.drain()
    (job,) = outbox.jobs()
    assert job.run_at == core_clock.now() + timedelta(seconds=seconds)
    assert job.attempts == 0


def test_s29_a_refused_message_is_given_up(app, outbox, through):
    with sms_sandbox.running("422") as sandbox:
        through(sandbox)
        send()
        outbox.drain(failing=True)
    assert outbox.jobs()[0].failed_at is not None


def test_s29_a_slow_gateway_is_cut_off(app, outbox, through, monkeypatch):
    monkeypatch.setattr(gateway, "READ_SECONDS", 0.2)
    with sms_sandbox.running("slow") as sandbox:
        through(sandbox)
        send()
        outbox.drain(failing=True)
    assert outbox.jobs()[0].attempts == 1


def test_s29_nobody_listening_counts_as_not_sent(app, outbox, through):
    with sms_sandbox.running() as sandbox:
        through(sandbox)
    send()
    outbox.drain(failing=True)
    assert outbox.jobs()[0].attempts == 1


def test_s29_proxies_of_the_environment_are_not_used(app, outbox, through, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with sms_sandbox.running() as sandbox:
        through(sandbox)
        send()
        outbox.drain()
        assert sandbox.calls == 1


def test_a_message_that_comes_too_late_is_dropped(app, db, outbox, through, clock):
    with sms_sandbox.running() as sandbox:
        through(sandbox)
        sms.send(PHONE, "123456", core_clock.now(), timedelta(minutes=10))
        clock.shift(timedelta(minutes=10))
        outbox.drain()
        assert sandbox.calls == 0
    assert waiting(db) == 0


def test_a_repeat_is_known_by_its_id(app, outbox, through):
    with sms_sandbox.running() as sandbox:
        for _ in range(2):
            gateway.post(sandbox.url, sandbox.token, "one-id", PHONE, "123456")
        assert (sandbox.calls, len(sandbox.messages)) == (2, 1)


def production(**changes: str) -> dict[str, str]:
    return {
        "APP_ENV": "production",
        "BASE_URL": "https://example.invalid",
        "SMS_GATEWAY_URL": "https://sms.example.invalid/messages",
        "SMS_GATEWAY_TOKEN": "a token of the gateway",
        "DATABASE_URL": "sqlite://",
        **changes,
    }


def test_s29_production_refuses_a_gateway_in_the_clear(tmp_path):
    given = production(SMS_GATEWAY_URL="http://sms.example.invalid/messages")
    with pytest.raises(ConfigurationError, match="SMS_GATEWAY_URL"):
        create_app(test_settings(tmp_path, **given), testing=True)


def test_a_message_keeps_the_marks_that_part_its_sentences():
    assert text.plain("Bạn có ở nhà? Mã: 123, “đèn” – 10h", 160, text.FOR_PHONES) == (
        "Ban co o nha? Ma: 123, 'den' - 10h"
    )


def test_a_link_is_carried_whole_however_long_the_words(db, app):
    """An underscore is in GSM's alphabet, and in half of all links."""
    link = "https://example.invalid/tai-khoan/doi-so/_aB-9_" + "x" * 40
    with app.test_request_context(method="POST"):
        sms.send(PHONE, "Chặn tại: " * 30, core_clock.now(), link=link)
    words = db.session.scalars(select(SmsMessage)).one().words
    assert words.endswith(f" {link}")
    assert len(words) <= 160


@pytest.mark.parametrize("purpose", [SIGN_IN, PROVE, AGAIN, CHANGE_PHONE])
def test_a_code_is_kept_from_all(db, app, purpose):
    with app.test_request_context(method="POST"):
        one_time_codes.ask(purpose, PHONE, Asker("192.0.2.1"), core_clock.now())
    assert "Khong doc ma cho ai." in db.session.scalars(select(SmsMessage)).one().words


def test_the_code_that_the_counter_asks_for_says_so(db, app):
    """Who is told never to read a code out, and is then asked to, learns to disregard both."""
    with app.test_request_context(method="POST"):
        one_time_codes.ask(COUNTER, PHONE, Asker("192.0.2.1"), core_clock.now())
    words = db.session.scalars(select(SmsMessage)).one().words
    assert "Chi doc cho can bo dang lam viec truc tiep voi ban." in words
    assert "Khong doc" not in words


# ---- by Zalo first


@pytest.fixture
def both(app, monkeypatch):
    """`both(zalo, texts, for_)`: messages go to the first gateway, and else to the second."""

    def use(zalo, texts, for_=("citizens", "officials")) -> None:
        config = app.config["SETTINGS"]
        changed = replace(
            config, sms_gateway_url=texts.url, sms_gateway_token=texts.token,
            zalo_gateway_url=zalo.url, zalo_gateway_token=zalo.token, zalo_for=for_,
        )  # fmt: skip
        monkeypatch.setitem(app.config, "SETTINGS", changed)

    return use


def test_a_message_that_zalo_takes_is_no_text_message(app, db, outbox, both):
    with sms_sandbox.running() as zalo, sms_sandbox.running() as texts:
        both(zalo, texts)
        send()
        outbox.drain()
    (message,) = zalo.messages.values()
    assert message["to"] == PHONE and message["text"].startswith("Xin chao")
    assert not texts.messages and waiting(db) == 0


@pytest.mark.parametrize("answer", ["404", "422", "busy", "503"])
def test_what_zalo_does_not_take_is_a_text_message_at_once(app, db, outbox, both, answer):
    with sms_sandbox.running(answer) as zalo, sms_sandbox.running() as texts:
        both(zalo, texts)
        send()
        outbox.drain()
    assert zalo.calls == 1 and len(texts.messages) == 1 and waiting(db) == 0


def test_zalo_without_a_clear_answer_is_asked_once_more(app, db, outbox, both, clock):
    with sms_sandbox.running("500") as zalo, sms_sandbox.running() as texts:
        both(zalo, texts)
        send()
        outbox.drain(failing=True)
        assert zalo.calls == 1 and not texts.messages
        clock.shift(timedelta(minutes=1))
        outbox.drain()
        assert zalo.calls == 2 and len(texts.messages) == 1


@pytest.mark.parametrize(("who", "by_zalo"), [("officials", False), ("citizens", True)])
def test_only_those_whom_the_operator_named_are_told_by_zalo(app, db, outbox, both, who, by_zalo):
    with sms_sandbox.running() as zalo, sms_sandbox.running() as texts:
        both(zalo, texts, (who,))
        send()
        outbox.drain()
    assert bool(zalo.messages) is by_zalo and bool(texts.messages) is not by_zalo


def test_an_official_is_told_by_zalo_where_only_they_are(app, db, outbox, both):
    official = make_official()
    with sms_sandbox.running() as zalo, sms_sandbox.running() as texts:
        both(zalo, texts, ("officials",))
        assert sms.send(official.phone, "Việc mới", core_clock.now())
        outbox.drain()
    assert len(zalo.messages) == 1 and not texts.messages


def test_a_message_by_zalo_is_one_of_the_days_budget(app, db, both, monkeypatch):
    config = app.config["SETTINGS"]
    with sms_sandbox.running() as zalo, sms_sandbox.running() as texts:
        both(zalo, texts)
        changed = replace(app.config["SETTINGS"], sms_daily_budget=1)
        monkeypatch.setitem(app.config, "SETTINGS", changed)
        assert sms.send(PHONE, "một", core_clock.now())
        assert not sms.send(PHONE, "hai", core_clock.now())
    assert config.sms_daily_budget != 1


@pytest.mark.parametrize(
    "given", [{"zalo_gateway_url": "https://zalo.invalid"}, {"zalo_for": ("everybody",)}]
)
def test_a_zalo_gateway_that_cannot_work_starts_nothing(app, given):
    broken = replace(app.config["SETTINGS"], **given)
    with pytest.raises(ConfigurationError, match="ZALO"):
        sms.init_app(SimpleNamespace(config={"SETTINGS": broken}))
