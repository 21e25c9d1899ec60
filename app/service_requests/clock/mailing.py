"""What the mails to officials say of reports: how many, and their codes."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any

from sqlalchemy import select

from app.accounts import absences
from app.accounts.models import Agency, User
from app.core import clock
from app.core.db import db
from app.notifications.mail import sending
from app.notifications.mail.models import wanting
from app.service_requests.clock.queries import figures
from app.service_requests.life import AWAITING_CITIZEN
from app.service_requests.record import ServiceRequest


def late(found: Mapping[int, Sequence[ServiceRequest]], now: datetime) -> None:
    """Write what has become late to whoever the chain tells, by id, and to who has the report.

    Nothing of what is sealed is written.
    """
    codes: dict[int, dict[str, None]] = {}
    for user_id, some in found.items():
        for report in some:
            for each in (user_id, report.assignee_id):
                if each is not None and not report.sealed_kind:
                    codes.setdefault(each, {})[report.code] = None
    if not codes:
        return
    for address in wanting(sending.LATE):
        mine = list(codes.get(address.user_id, ()))
        if mine:
            sending.write(address, sending.LATE, now, {"late": len(mine)}, {"late": mine})


def morning(led: Mapping[int, Sequence[Agency]], deputies: dict[int, User], now: datetime) -> None:
    """Write to each official who wants it what waits; nothing where nothing does.

    ``led``: the agencies of each lead, by the lead's id. Who is away gets none.
    """
    tonight = clock.at(clock.local(now).date(), time(23, 59))
    for address in wanting(sending.MORNING):
        user = address.user
        if absences.present(user, deputies) is not user:
            continue
        reports = _own(user, now, tonight)
        counts = {name: len(some) for name, some in reports.items()}
        if user.id in led:
            said = figures(led[user.id], now, tonight)
            counts |= dict(zip(("agency_late", "agency_today", "agency_loose"), said, strict=True))
        if any(counts.values()):
            sending.write(address, sending.MORNING, now, counts, reports)


def _own(user: User, now: datetime, tonight: datetime) -> dict[str, list[str]]:
    """Give the codes of the official's open reports that are late, and due until ``tonight``."""
    report = ServiceRequest
    statement = (
        select(report.code, report.answer_by)
        .where(report.assignee_id == user.id, report.is_open, report.sealed_kind.is_(None))
        .where(report.status != AWAITING_CITIZEN, report.main_id.is_(None))
        .where(report.answer_by <= tonight)
        .order_by(report.answer_by, report.id)
    )
    found: dict[str, list[str]] = {"late": [], "today": []}
    rows: Any = db.session.execute(statement)
    for code, answer_by in rows:
        found["late" if answer_by < now else "today"].append(code)
    return found
