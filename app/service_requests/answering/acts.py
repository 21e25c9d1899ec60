"""Replying, closing and refusing as they are done at the desk: let out, or laid before a lead."""

from dataclasses import replace
from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.media.models import Photo
from app.service_requests.act import Act, Sent
from app.service_requests.answering import signing
from app.service_requests.answering.accepting import chosen_reason
from app.service_requests.answering.answers import Answer, publish_or_submit
from app.service_requests.catalogue.models import Reason
from app.service_requests.catalogue.queries import reason_choices
from app.service_requests.history import StatusChange
from app.service_requests.record import ServiceRequest


def _none_waits(report: ServiceRequest, _now: datetime) -> bool:
    return signing.submitted(report) is None


def _reply(report: ServiceRequest, sent: Sent) -> StatusChange:
    return _send(report, sent, Answer("reply", sent.form.checked_text()))


def _close(report: ServiceRequest, sent: Sent) -> StatusChange:
    answer = Answer(
        "close",
        sent.form.checked_text(),
        resolution=sent.form.resolution,
        scheduled_on=sent.form.promised_day(),
    )
    return _send(report, sent, answer)


def _refuse(report: ServiceRequest, sent: Sent) -> StatusChange:
    reason = chosen_reason(sent, Reason.NOT_ACCEPTED)
    return _send(report, sent, Answer("refuse", sent.form.checked_text(), reason=reason))


def _send(report: ServiceRequest, sent: Sent, answer: Answer) -> StatusChange:
    enclosed = sent.enclosed
    whole = replace(
        answer,
        has_proof=any(isinstance(each, Photo) for each in enclosed),
        encloses=bool(enclosed),
        removed=sent.form.removed,
        insisted=bool(sent.form.anyway),
    )
    return publish_or_submit(report, whole, sent.actor, sent.now)


REPLYING = Act(
    verb="reply", slug="tra-loi", do=_reply, said=_l("Reply sent."), takes_photos=True,
    label=_l("Reply"), icon="reply", has_a_point=_none_waits,
    form="service_requests/answering/_close.html", key="r", is_queued=True, is_signed=True,
    goes_on=True,
)  # fmt: skip
CLOSING = Act(
    verb="close", slug="dong", do=_close, said=_l("Closed."), takes_photos=True,
    label=_l("Answer and close"), icon="send", has_a_point=_none_waits,
    form="service_requests/answering/_close.html", key="c", is_queued=True, is_signed=True,
    goes_on=True,
)  # fmt: skip
REFUSING = Act(
    verb="refuse", slug="khong-tiep-nhan", do=_refuse, said=_l("Not accepted."),
    label=_l("Do not accept"), icon="cross", has_a_point=_none_waits,
    choices=reason_choices(Reason.NOT_ACCEPTED),
    form="service_requests/answering/_refuse.html",
    is_grave=True, is_signed=True, send=_l("Do not accept it"),
    goes_on=True,
)  # fmt: skip
