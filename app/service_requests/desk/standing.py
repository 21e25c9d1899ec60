"""Who waits for what, in a sentence: the first thing an official reads of a report."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from app.core import formats
from app.service_requests import life
from app.service_requests.record import ServiceRequest


def waits_for(report: ServiceRequest, now: datetime) -> Any:
    """Give whose turn it is, for what, and by when; nothing where it is nobody's."""
    if not report.is_open or report.is_joined:
        return ""
    if report.status == life.AWAITING_CITIZEN:
        until = report.pause.until if report.pause else now
        return _l("The sender has to answer, until %(when)s.", when=formats.promised(until))
    if report.approval_asked_at is not None:
        return _l("A lead has to approve the answer.")
    parts = [each.agency.short_name for each in report.supports if each.done_at is None]
    if parts:
        return _l("The part of %(agencies)s is still missing.", agencies=", ".join(parts))
    return _whose(report)


def _whose(report: ServiceRequest) -> Any:
    when = formats.promised(report.next_deadline())
    if report.sealed_kind:
        return _l("The reception office has to hand it on or answer by %(when)s.", when=when)
    if report.agency is None:
        return _l("The operator has to hand it to an agency.")
    accepts = report.status == life.RECEIVED
    if report.assignee is None:
        who = report.agency.short_name
        if accepts:
            return _l("%(agency)s has to accept it by %(when)s.", agency=who, when=when)
        return _l("%(agency)s has to answer by %(when)s; nobody has it yet.", agency=who, when=when)
    who = report.assignee.name or report.assignee.code
    if accepts:
        return _l("%(name)s has to accept it by %(when)s.", name=who, when=when)
    return _l("%(name)s has to answer by %(when)s.", name=who, when=when)
