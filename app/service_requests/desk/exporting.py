"""The inbox as a file: any tab or search, narrowed as its address says, for who works on it.

The sealed tab is not given out: a file lies about. Nor is a file handed out once a report was
sealed, or found to be about officials, after it was asked for, or once its asker's rights are
others. A sender's number is given out by the same act as on a report's page: with a reason, logged,
and told to the sender each time.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import pgettext
from sqlalchemy import select

from app.accounts import phones
from app.accounts.viewer import Viewer
from app.core import clock
from app.core.db import db
from app.core.errors import DomainError
from app.core.listing import Page
from app.core.tables.writing import Cell
from app.service_requests import wording
from app.service_requests.desk import inbox, search
from app.service_requests.desk.choosing import SOURCE, described, named
from app.service_requests.desk.disclosing import disclose_phone
from app.service_requests.desk.filters import Filters
from app.service_requests.desk.rights import may_find_by_phone, may_see_phone
from app.service_requests.desk.rows import Row
from app.service_requests.history import StatusChange
from app.service_requests.loading import handled
from app.service_requests.record import ServiceRequest
from app.service_requests.rights import may_take_in, official
from app.service_requests.scope import Scope, scope_of
from app.sheets.out import asking
from app.sheets.out.kinds import ExportKind, Rows, register
from app.sheets.out.models import Export

PIECE = 250
MOST_PERSONAL = 200
"""Reports whose senders' numbers one file has: each of them is told."""
PERSONAL, TAB, SCOPE = "ca_nhan", "muc", "pham_vi"


def may_take_numbers(viewer: Viewer) -> bool:
    """May take senders' numbers along: whoever may see some, each by the rule of its report."""
    return may_find_by_phone(viewer)


def ask(
    viewer: Viewer,
    tab: str,
    chosen: Filters,
    form: str,
    now: datetime,
    reason: str = "",
    personal: bool = False,
) -> Export:
    """Have the list made.

    Raises:
        DomainError: it has too many senders' numbers, no reason for them, or what ``asking`` says.
    """
    parameters = {TAB: tab, SCOPE: _print(scope_of(viewer)), **chosen.given}
    if personal:
        if not may_take_numbers(viewer):
            raise DomainError(_l("You may not take senders' numbers along."), field=PERSONAL)
        if len(reason.strip()) < 5:
            raise DomainError(_l("Write why you need the phone numbers."), field="ly_do")
        parameters[PERSONAL] = "1"
    return asking.ask(KIND, viewer, parameters, form, now, reason if personal else "")


def tab_of(scope: Scope, name: str) -> inbox.Tab:
    """Give the tab that is given out: all reports where it is none of the viewer's."""
    tabs = {each.name: each for each in inbox.tabs(scope) if each.name != inbox.SEALED}
    found = tabs.get(name) or tabs.get(inbox.ALL)
    if found is None:
        raise DomainError(_l("Sealed reports are not given out as a file."))
    return found


def total(export: Export, viewer: Viewer) -> int:
    """Count the rows; of a search it is not known how many there are."""
    scope, chosen = scope_of(viewer), _chosen(export)
    if chosen.tim:
        return 0
    narrowed = chosen.conditions(clock.now())
    tab, most = tab_of(scope, export.parameters[TAB]), asking.MOST_ROWS + 1
    found = int(db.session.scalar(select(inbox.count(tab, scope, most, narrowed))) or 0)
    if PERSONAL in export.parameters and found > MOST_PERSONAL:
        sentence = _l("With phone numbers at most %(most)s reports: narrow the list.",
                      most=MOST_PERSONAL)  # fmt: skip
        raise DomainError(sentence, field=PERSONAL)
    return found


def page(export: Export, viewer: Viewer) -> tuple[Rows, str | None]:
    """Read the next rows, the newest first: when a report came in never changes, so none is missed.

    What "late" means is as it was when the list was asked for.
    """
    scope, chosen = scope_of(viewer), _chosen(export)
    found = _page(export, scope, chosen, chosen.conditions(export.created_at))
    personal = PERSONAL in export.parameters
    if personal and (found.after is not None or export.after):
        raise DomainError(_l("With phone numbers at most %(most)s reports: narrow the list.",
                             most=MOST_PERSONAL))  # fmt: skip
    cells = [_cells(row) for row in found.rows]
    if personal:
        numbers = _numbers(export, viewer, [row.service_request for row in found.rows])
        cells = [[*each, numbers.get(str(each[0]), "")] for each in cells]
    return cells, None if found.after is None else str(found.after)


def still(export: Export, viewer: Viewer) -> bool:
    """Tell whether the viewer works on the same as then, and nothing of it was closed to them."""
    scope = scope_of(viewer)
    if not may_take_in(viewer) or export.parameters[SCOPE] != _print(scope):
        return False
    if PERSONAL in export.parameters and not may_take_numbers(viewer):
        return False
    closed = ServiceRequest.sealed_kind.is_not(None) & (StatusChange.verb == "seal")
    if not scope.everything:
        closed |= ServiceRequest.about_officials & (StatusChange.verb == "correct")
    since = (
        select(StatusChange.id)
        .join(ServiceRequest, ServiceRequest.id == StatusChange.service_request_id)
        .where(closed, StatusChange.at >= export.created_at)
    )
    return db.session.scalar(since.limit(1)) is None


def heads(export: Export) -> Sequence[str]:
    """Give what stands above the columns."""
    names = [_("Code"), _("Service"), _("Matter"), _("Status"), _("Result"), _("Commune"),
             _("Village"), _("Address"), _("Agency"), _("Handler"), _("Urgency class"),
             pgettext("report", "Source"), _("Received at"), _("Accept by"), _("Answer by"),
             _("Answered at"), _("Last step"), _("Others concerned"),
             _("Times handed on")]  # fmt: skip
    return [*names, _("Phone number of the sender")] if PERSONAL in export.parameters else names


def told(export: Export) -> Sequence[Any]:
    """Say which tab it is, and what narrowed it."""
    chosen = _chosen(export)
    tab = inbox.LABELS.get(export.parameters.get(TAB, ""), inbox.LABELS[inbox.ALL])
    return [tab, *(words for words, _name in described(chosen, named(chosen)))]


KIND = register(
    ExportKind(
        name="phan-anh", heads=heads, total=total, page=page, still=still, unlogged=("tim",),
        endpoint="service_requests.exports", told=told,
    )
)  # fmt: skip


def _page(export: Export, scope: Scope, chosen: Filters, narrowed: list[Any]) -> Page[Row]:
    most = MOST_PERSONAL if PERSONAL in export.parameters else PIECE
    if chosen.tim:
        return search.by_words(scope, chosen.tim, export.after, narrowed, most)
    received = ServiceRequest.requested_datetime
    tab = tab_of(scope, export.parameters[TAB])
    newest = replace(tab, order=received, newest_first=True, most=most)
    return inbox.page(newest, scope, export.after, narrowed)


def _cells(row: Row) -> list[Cell]:
    it = row.service_request
    result = wording.RESOLUTION.get(it.resolution or "", "")
    agency, who = it.agency, it.assignee
    return [
        it.code, it.service.service_name, it.description or "", str(wording.STATUS[it.status]),
        str(result), it.place.title, it.village.title if it.village else "", it.address or "",
        agency.name if agency else "", (who.name or who.code) if who else "",
        it.urgency_class.name, str(SOURCE.get(it.source, it.source)),
        _at(it.requested_datetime), _at(it.accept_by), _at(it.answer_by), _at(it.answered_at),
        _at(it.updated_datetime), it.affected, it.transfers,
    ]  # fmt: skip


def _at(value: datetime | date | None) -> str:
    """Write a moment on Viet Nam's clock so that a spreadsheet sorts it: 2026-11-19 09:12."""
    return f"{clock.local(value):%Y-%m-%d %H:%M}" if isinstance(value, datetime) else ""


def _numbers(export: Export, viewer: Viewer, reports: Sequence[ServiceRequest]) -> dict[str, str]:
    """Give the senders' numbers that the viewer may see, by code; each look is logged and told."""
    found = {}
    for code in [each.code for each in sorted(reports, key=lambda each: each.id)]:
        report = handled(viewer, code)
        if report is None or not may_see_phone(viewer, report) or not report.phone_to_call:
            continue
        disclose_phone(report, official(viewer, report), clock.now(), export.reason)
        found[code] = phones.national(report.phone_to_call)
    return found


def _chosen(export: Export) -> Filters:
    return Filters.read({name: str(value) for name, value in export.parameters.items()})


def _print(scope: Scope) -> str:
    """Give what tells one scope from another, short enough to be kept and logged."""
    parts = (scope.everything, sorted(scope.ordinary), sorted(scope.about_officials))
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]
