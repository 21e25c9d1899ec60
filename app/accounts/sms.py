"""Text messages: written in the sender's transaction, handed to the gateway by the worker."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

import structlog
from flask import Flask
from sqlalchemy import select

from app.accounts import gateway, limits
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
NOTICE_LASTS = timedelta(hours=12)


def init_app(app: Flask) -> None:
    """Refuse a gateway that would carry codes in the clear.

    Raises:
        ConfigurationError: in production, for an address that is not https.
    """
    config: Config = app.config["SETTINGS"]
    if config.is_production and urlsplit(config.sms_gateway_url).scheme != "https":
        raise ConfigurationError("The app cannot start. unfit: SMS_GATEWAY_URL (must be https)")


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
        _hand_over(message)
    else:
        log.warning("sms.too_late")
    db.session.delete(message)


def _hand_over(message: SmsMessage) -> None:
    phone, words = message.phone, message.words
    if phone is None or words is None:
        return
    config = settings()
    if not config.sms_gateway_url:
        tell_terminal(phone, words)
        return
    outcome = "failed"
    try:
        gateway.post(
            config.sms_gateway_url, config.sms_gateway_token, message.reference, phone, words
        )
        outcome = "accepted"
    except gateway.GatewayBusy as busy:
        outcome = "busy"
        raise Later(busy.seconds) from busy
    except gateway.GatewayRefused as refused:
        outcome = "refused"
        raise GiveUp(f"the gateway refused: {refused}") from refused
    finally:
        figures.sent("sms", outcome)
