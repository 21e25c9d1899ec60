"""Text messages: written in the sender's transaction, handed to a gateway by the worker.

Where a Zalo gateway is set, a message goes there first, to those for whom the operator wants it;
what it does not take goes as a text message. Either way it is one of the day's budget.
"""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

import structlog
from flask import Flask
from sqlalchemy import select

from app.accounts import gateway, limits, queries
from app.accounts.development import tell_terminal
from app.accounts.models import SmsMessage
from app.core import clock, figures, outbox, text
from app.core.config import Config, ConfigurationError, settings
from app.core.db import db
from app.core.outbox import GiveUp, Job, Later

log = structlog.get_logger()

QUEUE, KIND = "sms", "accounts.sms"
ONE_MESSAGE = 160
"""Characters of one message in the GSM alphabet; accents would make it 70."""
CITIZENS, OFFICIALS = "citizens", "officials"
"""For whom ZALO_FOR has messages go by Zalo; who has no account here is a citizen."""
NOTICE_LASTS = timedelta(hours=12)


def init_app(app: Flask) -> None:
    """Refuse gateways that would carry codes in the clear, and settings that say nothing.

    Raises:
        ConfigurationError: in production, for an address that is not https; else for what a Zalo
            gateway lacks.
    """
    config: Config = app.config["SETTINGS"]
    unfit = []
    if config.is_production and urlsplit(config.sms_gateway_url).scheme != "https":
        unfit.append("SMS_GATEWAY_URL (must be https)")
    if config.zalo_gateway_url:
        if config.is_production and urlsplit(config.zalo_gateway_url).scheme != "https":
            unfit.append("ZALO_GATEWAY_URL (must be https)")
        if not config.zalo_gateway_token:
            unfit.append("ZALO_GATEWAY_TOKEN (missing)")
    if set(config.zalo_for) - {CITIZENS, OFFICIALS}:
        unfit.append(f"ZALO_FOR (only {CITIZENS}, {OFFICIALS})")
    if unfit:
        raise ConfigurationError(f"The app cannot start. unfit: {', '.join(unfit)}")


def send(
    phone: str, words: str, now: datetime, lasts: timedelta = NOTICE_LASTS, link: str = ""
) -> bool:
    """Write a message to ``phone`` (E.164) within the day's budget; give False over it.

    ``lasts`` is how long it is worth sending. Accents are dropped, and what is over 160
    characters is cut; ``link``, a URL put after the words, never is.
    """
    if not limits.within_budget(settings().sms_daily_budget, now):
        log.warning("sms.budget_spent")
        return False
    room = ONE_MESSAGE - len(link) - 1 if link else ONE_MESSAGE
    bare = text.plain(words, max(room, 0), text.FOR_PHONES)
    message = SmsMessage.write(phone, f"{bare} {link}".strip(), now, now + lasts)
    outbox.add(QUEUE, KIND, {"reference": message.reference})
    return True


@outbox.handler(KIND)
def deliver(job: Job) -> None:
    """Hand one message to the gateway, then destroy it. A repeat is known by its reference."""
    statement = select(SmsMessage).where(SmsMessage.reference == job.payload["reference"])
    message = db.session.scalar(statement)
    if message is None:
        return
    if clock.now() < message.expires_at:
        _hand_over(message, job.attempts)
    else:
        log.warning("sms.too_late")
    db.session.delete(message)


def _hand_over(message: SmsMessage, failures: int) -> None:
    phone, words = message.phone, message.words
    if phone is None or words is None:
        return
    config = settings()
    if _goes_by_zalo(config, phone) and _by_zalo(config, message.reference, phone, words, failures):
        return
    if not config.sms_gateway_url:
        tell_terminal(phone, words)
        return
    try:
        _post("sms", config.sms_gateway_url, config.sms_gateway_token,
              message.reference, phone, words)  # fmt: skip
    except gateway.GatewayBusy as busy:
        raise Later(busy.seconds) from busy
    except gateway.GatewayRefused as refused:
        raise GiveUp(f"the gateway refused: {refused}") from refused


def _goes_by_zalo(config: Config, phone: str) -> bool:
    if not config.zalo_gateway_url:
        return False
    user = queries.user_by_phone(phone)
    return (OFFICIALS if user is not None and user.is_official else CITIZENS) in config.zalo_for


def _by_zalo(config: Config, reference: str, phone: str, words: str, failures: int) -> bool:
    """Tell whether Zalo took it; raise where it may have: it is asked once more before SMS is."""
    try:
        _post("zalo", config.zalo_gateway_url, config.zalo_gateway_token, reference, phone, words)
    except (gateway.GatewayBusy, gateway.GatewayRefused):
        return False
    except gateway.GatewayFailed:
        if not failures:
            raise
        return False
    return True


def _post(way: str, url: str, token: str, reference: str, phone: str, words: str) -> None:
    outcome = "failed"
    try:
        gateway.post(url, token, reference, phone, words)
        outcome = "accepted"
    except gateway.GatewayBusy:
        outcome = "busy"
        raise
    except gateway.GatewayRefused:
        outcome = "refused"
        raise
    finally:
        figures.sent(way, outcome)
