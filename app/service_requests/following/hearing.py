"""A report as it is heard: where it stands, what was asked, what was answered."""

from typing import Any

from flask_babel import gettext as _

from app.accounts.viewer import Viewer
from app.core.formats import promised
from app.core.preferences import speaking
from app.service_requests import life, loading, wording
from app.service_requests.asked import COME
from app.service_requests.following import story
from app.service_requests.following.story import Story
from app.service_requests.record import HEARD_AS, ServiceRequest
from app.voices import messages, phrases
from app.voices.messages import Message


def of_report(told: Story, report: ServiceRequest) -> Message:
    """Give a report as whoever was told ``told`` may hear it; the sender hears phrases too."""
    agency, places = report.agency, [report.village_id, report.place_id]
    path = agency.path.strip("/").split("/") if agency and told.shows_office else []
    return Message(
        HEARD_AS,
        report.code,
        report.reference,
        told.title,
        _words(told, report),
        "service_requests.show",
        phrase=_phrase(told, report) if told.is_mine else "",
        offices=[int(each) for each in reversed(path)],
        places=[each for each in places if each],
    )


def _words(told: Story, report: ServiceRequest) -> str:
    """Write what is read aloud, in Vietnamese whatever language is on the screen."""
    with speaking("vi"):
        parts: list[Any] = [wording.standing_label(report, own=told.is_mine)]
        if told.answer is not None and told.answer.text:
            parts.append(f"{told.answer.by}: {told.answer.text}")
        if report.is_open and told.shows_office and (told.is_mine or report.accepted_at):
            if not report.accepted_at:
                parts.append(_("Accepted by %(when)s", when=promised(report.accept_by)))
            parts.append(_("Answered by %(when)s", when=promised(report.answer_by)))
        parts.append(f"{_('Code')}: {report.code}")
    return "\n".join(map(str, parts))


def _phrase(told: Story, report: ServiceRequest) -> str:
    if report.status == life.AWAITING_CITIZEN:
        return phrases.COME if told.wanted.kind == COME else ""
    return phrases.ANSWERED if told.is_answered else phrases.RECEIVED if report.is_open else ""


def _load(viewer: Viewer, code: str) -> Message | None:
    report = loading.by_code(viewer, code)
    return of_report(story.tell(viewer, report), report) if report is not None else None


messages.register(HEARD_AS, _load)
