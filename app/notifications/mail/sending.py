"""Mails are written as rows of codes and figures, and become words when the worker sends them."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from email.errors import HeaderParseError
from email.header import Header
from email.headerregistry import Address
from email.message import Message
from email.mime.text import MIMEText
from email.utils import format_datetime, formataddr
from typing import Any

import click
import structlog
from flask_babel import gettext as _

from app.core import clock, codes, figures, outbox
from app.core.config import Config, ConfigurationError, settings
from app.core.db import db
from app.core.preferences import speaking
from app.notifications import quiet
from app.notifications.mail.models import MailAddress
from app.notifications.mail.smtp import NoMailbox, Server

log = structlog.get_logger()
QUEUE, JOB = "mail", "notifications.mail"
MORNING, LATE, CONFIRM = "morning", "late", "confirm"
WORTH = timedelta(hours=12)
"""How long a mail about a morning, or about what is late, still says something new."""
MOST_CODES = 30


def check(config: Config) -> None:
    """Refuse settings of a mail server that cannot be used.

    Raises:
        ConfigurationError: naming the setting.
    """
    if not config.smtp_url:
        return
    try:
        Server.read(config.smtp_url)
        Address(addr_spec=config.mail_from)
    except (ValueError, HeaderParseError, IndexError) as error:
        unfit = "unfit: SMTP_URL or MAIL_FROM"
        raise ConfigurationError(f"The app cannot start. {unfit} ({error})") from error
    if "@" not in config.mail_from:
        raise ConfigurationError("The app cannot start. unfit: MAIL_FROM (a mail address)")


def is_offered(config: Config) -> bool:
    """Tell whether mail can be had here: a server is set, or there are no real people."""
    return bool(config.smtp_url) or not config.is_production


def write(
    address: MailAddress, kind: str, now: datetime, counts: Mapping[str, int] | None = None,
    reports: Mapping[str, Sequence[str]] | None = None,
) -> None:  # fmt: skip
    """Write a mail in the caller's transaction: figures, and codes of reports, by what they are.

    It goes out after the official's quiet hours. What is sealed is never among the codes.
    """
    user = address.user
    run_at = now if kind == CONFIRM else quiet.earliest(now, user.quiet_from, user.quiet_to)
    content = {
        "mail": address.id,
        "to": address.token_hash,
        "kind": kind,
        "reference": codes.random_token(),
        "written_at": now.isoformat(),
        "counts": dict(counts or {}),
        "reports": {name: list(some[:MOST_CODES]) for name, some in (reports or {}).items()},
    }
    outbox.add(QUEUE, JOB, content, run_at=run_at)


@outbox.handler(JOB)
def deliver(job: outbox.Job) -> None:
    """Send one mail, if it is still wanted; a failure is tried again with growing waits."""
    content, now = job.payload, clock.now()
    address = db.session.get(MailAddress, content["mail"])
    if address is None or not _is_due(address, content, now):
        return
    message = message_to(address, content, now)
    number, config = address.id, settings()
    db.session.commit()  # let go of the write lock: the network takes a while
    _hand_over(message, number, config, now)


def _is_due(address: MailAddress, content: Mapping[str, Any], now: datetime) -> bool:
    if address.token_hash != content["to"] or address.address is None:
        return False  # another address meanwhile
    if content["kind"] == CONFIRM:
        return address.confirmed_at is None and address.user.is_active
    fresh = now - datetime.fromisoformat(content["written_at"]) <= WORTH
    return fresh and address.wants(content["kind"])


def _hand_over(message: Message, number: int, config: Config, now: datetime) -> None:
    if not config.smtp_url:
        if config.app_env == "development":
            click.echo(f"[development] mail\n{message.as_string()}")
        return
    outcome = "failed"
    try:
        Server.read(config.smtp_url).send(message)
        outcome = "accepted"
    except NoMailbox as refused:
        outcome = "refused"
        _note(number, now)
        raise outbox.GiveUp(f"no such mailbox: {refused}") from refused
    finally:
        figures.sent("mail", outcome)
    _note(number, None)


def _note(number: int, refused_at: datetime | None) -> None:
    address = db.session.get(MailAddress, number)
    if address is not None and address.refused_at != refused_at:
        address.refused_at = refused_at
    db.session.commit()


def message_to(address: MailAddress, content: Mapping[str, Any], now: datetime) -> Message:
    """Write the mail in the official's language, with the headers that end it with one tap."""
    config = settings()
    base = config.base_url.rstrip("/")
    leave = f"{base}/thu/{address.token}"
    with speaking(address.user.language):
        subject, lines = WORDS[content["kind"]](content, base, leave)
        foot = [] if content["kind"] == CONFIRM else ["-- ", _("No more mails: %(url)s", url=leave)]
    message = MIMEText("\n".join([*lines, "", *foot]) + "\n", "plain", "utf-8")
    # Not EmailMessage: where it folds a long subject of two alphabets it may lose a space.
    message["Subject"] = Header(f"[{config.site_name}] {subject}", "utf-8").encode()
    message["From"] = formataddr((config.site_name, config.mail_from or "noreply@localhost"))
    message["To"] = address.address or ""
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{content['reference']}@{_domain(config)}>"
    message["Auto-Submitted"] = "auto-generated"
    if content["kind"] != CONFIRM:
        message["List-Unsubscribe"] = f"<{leave}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return message


def _domain(config: Config) -> str:
    return config.mail_from.rpartition("@")[2] or "localhost"


def _morning(content: Mapping[str, Any], base: str, _leave: str) -> tuple[str, list[str]]:
    counts = content["counts"]
    subject = _("This morning: %(late)s overdue, %(today)s due today",
                late=counts["late"], today=counts["today"])  # fmt: skip
    lines = [
        _("Your own reports: %(late)s overdue, %(today)s due today.",
          late=counts["late"], today=counts["today"])
    ]  # fmt: skip
    if "agency_late" in counts:
        said = {name: counts[f"agency_{name}"] for name in ("late", "today", "loose")}
        lines.append(_("Your agency: %(late)s overdue, %(today)s due today, "
                       "%(loose)s given to nobody.", **said))  # fmt: skip
    lines += _listed(_("Overdue:"), content["reports"].get("late", []))
    lines += _listed(_("Due today:"), content["reports"].get("today", []))
    return subject, [*lines, "", _("Open the desk: %(url)s", url=f"{base}/can-bo")]


def _late(content: Mapping[str, Any], base: str, _leave: str) -> tuple[str, list[str]]:
    count = content["counts"]["late"]
    lines = _listed(_("Newly overdue:"), content["reports"].get("late", []))[1:]
    subject = _("Newly overdue reports: %(count)s", count=count)
    return subject, [*lines, "", _("Open the desk: %(url)s", url=f"{base}/can-bo?han=qua-han")]


def _confirm(_content: Mapping[str, Any], _base: str, leave: str) -> tuple[str, list[str]]:
    lines = [
        _("Somebody wants to get the desk's mails at this address."),
        _("Was it you? Confirm it here: %(url)s", url=leave),
        _("If not, do nothing: no further mail will come."),
    ]
    return _("Confirm this address"), lines


def _listed(heading: str, reports: Sequence[str]) -> list[str]:
    return ["", heading, *(f"  {each}" for each in reports)] if reports else []


WORDS = {MORNING: _morning, LATE: _late, CONFIRM: _confirm}
