"""Why an act cannot be done with a report now, in words that say what is so."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.core import formats
from app.core.errors import InvalidTransition
from app.service_requests import life, wording
from app.service_requests.record import ServiceRequest


def explained(report: ServiceRequest, error: InvalidTransition) -> InvalidTransition:
    """Give the refusal with its true reason in the place of "the status has changed"."""
    said = why_not(report, error.verb)
    if said:
        error.message, error.errors = said, [(error.field, said)]
    return error


def why_not(report: ServiceRequest, verb: str) -> Any:
    """Give what stands against ``verb``; nothing where it is none of what is known."""
    if report.is_joined:
        return _l("It is joined under another report: act on that one.")
    if report.status == life.CLOSED:
        when = formats.moment(report.answered_at or report.updated_datetime)
        result = wording.standing_label(report)
        return _l("It was ended %(when)s: %(result)s. To go on, it has to be opened again.",
                  when=when, result=result)  # fmt: skip
    if report.status == life.AWAITING_CITIZEN:
        return _l("The sender was asked and has not answered yet.")
    if report.status == life.RECEIVED:
        return _l("It is not accepted yet: accept it first.")
    came_from = life.REPORT.verbs[verb].from_
    if came_from == {life.CLOSED}:
        return _l("It is open: there is nothing to open again or to change.")
    return _l("It was accepted already.") if came_from == {life.RECEIVED} else ""
