"""Taking a report in for somebody else: by phone, at the counter, on paper.

The report belongs to nobody's account: whoever has the link of its slip holds it, as a guest does.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts import phones, sms
from app.accounts.limits import Limit
from app.accounts.models import Agency, Grant
from app.accounts.viewer import Viewer
from app.core import audit, clock
from app.core.config import settings
from app.core.errors import DomainError
from app.core.working_time import Calendar
from app.service_requests.filing import similar
from app.service_requests.filing.judging import Draft
from app.service_requests.filing.receiving import announce, take_in
from app.service_requests.filing.similar import Likely
from app.service_requests.filing.submitting import Outcome, Way
from app.service_requests.record import ServiceRequest
from app.service_requests.rights import SUBJECT
from app.service_requests.wording import CHANNEL

DAY = timedelta(days=1)
TEXTS_PER_PHONE = Limit("intake-phone", 3, DAY, _l("Texts about reports taken in: a phone"))
TEXTS_PER_OFFICIAL = Limit(
    "intake-official", 40, DAY, _l("Texts about reports taken in: an official")
)


@dataclass(frozen=True)
class Channel:
    """How it came, who wrote it down for which agency, and whether to text the code."""

    name: str
    viewer: Viewer
    agency: Agency
    texts: bool = False


def way(channel: Channel) -> Way:
    """Give what makes a report of an official's form, and what is like it in the commune."""

    def take(draft: Draft, now: datetime, calendar: Calendar) -> Outcome:
        if channel.name not in CHANNEL:
            raise DomainError(_l("Choose how it came."), field="channel")
        actor = channel.viewer.actor(channel.agency)
        new = replace(draft.new_report(now), source=channel.name)
        made = take_in(new, actor=actor, citizen=None, now=now, calendar=calendar)
        index = phones.index(new.contact_phone) if new.contact_phone else None
        _grant, token = Grant.make(SUBJECT, made.id, now, index)
        announce(made, actor, now)
        after = {"code": made.code, "channel": channel.name, "agency": channel.agency.id}
        subject = f"service_request:{made.id}"
        audit.record(actor.reference, "report.intake", subject, now=now, after=after)
        if channel.texts and new.contact_phone:
            _text(made, new.contact_phone, channel.viewer, now)
        return Outcome(made.code, token)

    return Way(take, _in_commune)


def _in_commune(draft: Draft, now: datetime) -> list[Likely]:
    place = draft.where.place
    if draft.service is None or place is None:
        return []
    return similar.in_commune(draft.service, place, draft.form.description, now)


def _text(service_request: ServiceRequest, phone: str, viewer: Viewer, now: datetime) -> None:
    """Text the code within the day's budget; over a limit nothing is sent, the slip is there."""
    within = TEXTS_PER_PHONE.allows(phones.index(phone), now)
    if within and TEXTS_PER_OFFICIAL.allows(viewer.user_id, now):
        sms.send(phone, _words(service_request), now)


def _words(service_request: ServiceRequest) -> str:
    due = clock.local(service_request.answer_by)
    return _(
        "%(site)s: your report %(code)s was received. Answer by %(when)s.",
        site=settings().site_name,
        code=service_request.code,
        when=_("%(time)s on %(day)s", time=f"{due:%Hh%M}", day=f"{due:%d/%m}"),
    )
