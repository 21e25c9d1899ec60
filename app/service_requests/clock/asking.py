"""Asking the citizen: the clock stands still until they answer, or for a limit."""

from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.core.promises import elapsed
from app.core.working_days import calendar
from app.core.working_time import Calendar
from app.notifications import kinds
from app.service_requests import life, transition
from app.service_requests.act import Act, Sent
from app.service_requests.asked import COME, STATE, Wanted
from app.service_requests.clock.extending import promise_later
from app.service_requests.history import StatusChange
from app.service_requests.notices import (
    ASK_ENDED,
    ASKED,
    FOLLOW_CLOSED,
    FOLLOWERS,
    HANDLERS,
    SENDER,
    SPOKE,
)
from app.service_requests.record import ServiceRequest
from app.service_requests.rows import Pause

ASK = life.REPORT.verb(
    "ask",
    life.ANSWERABLE,
    life.AWAITING_CITIZEN,
    label=_l("The agency asked"),
    visibility=life.CITIZEN_STEP,
    told={SENDER: ASKED},
)
RESPOND = life.REPORT.verb(
    "respond",
    life.WAITING,
    life.IN_PROGRESS,
    label=_l("Answered by the sender"),
    visibility=life.CITIZEN_STEP,
    facts={life.SPOKEN, life.NEW_WORDS},
    told={HANDLERS: SPOKE},
)
RESUME = life.REPORT.verb(
    "resume",
    life.WAITING,
    life.IN_PROGRESS,
    label=_l("The work goes on"),
    visibility=life.CITIZEN_STEP,
    told={SENDER: ASK_ENDED},
)
LAPSE = life.REPORT.verb(
    "lapse",
    life.WAITING,
    life.CLOSED,
    label=_l("Closed: no answer came"),
    facts={life.OVERTAKES, life.FREES_JOINED},
    told={SENDER: kinds.CLOSED, FOLLOWERS: FOLLOW_CLOSED},
)


def ask(
    report: ServiceRequest,
    actor: Actor,
    now: datetime,
    text: str,
    wanted: Wanted | None = None,
) -> StatusChange:
    """Ask the citizen something: the clock stands still until they answer, or for a limit.

    ``wanted`` is the kind of answer: words where nothing else is said.
    """
    transition.require(report, ASK)
    transition.require_words(text, _l("Write what you ask the citizen."), "text")
    report.pauses.append(
        Pause(
            promise_number=report.promise.number,
            started_at=now,
            reason=text,
            until=now + timedelta(days=report.service.ask_days),
        )
    )
    details = (wanted or Wanted()).details
    return transition.move(report, ASK, actor, now, status_notes=text, details=details)


def respond(
    report: ServiceRequest,
    actor: Actor,
    now: datetime,
    calendar: Calendar,
    text: str | None,
    tap: str = "",
) -> StatusChange:
    """Let the citizen answer, in words, photos, or a tap where the question offers it."""
    transition.require(report, RESPOND)
    wanted = _wanted(report)
    wanted.check(tap)
    go_on(report, now, calendar, Pause.CITIZEN)
    said = "\n".join(filter(None, (wanted.said_by(tap), text))) or None
    details = {"tap": tap} if tap and wanted.kind in (STATE, COME) else None
    return transition.move(report, RESPOND, actor, now, status_notes=said, details=details)


def _wanted(report: ServiceRequest) -> Wanted:
    asked = (each for each in reversed(report.changes) if each.verb == ASK.name)
    return Wanted.of(next((each.details for each in asked), None))


def resume(report: ServiceRequest, actor: Actor, now: datetime, calendar: Calendar) -> StatusChange:
    """Wait no longer: an official goes on without the answer, or the limit has passed."""
    transition.require(report, RESUME)
    go_on(report, now, calendar, Pause.SILENCE if actor.is_system else Pause.OFFICIAL)
    return transition.move(report, RESUME, actor, now)


def lapse(
    report: ServiceRequest, actor: Actor, now: datetime, calendar: Calendar, text: str
) -> StatusChange:
    """End it because no answer came; the citizen may reopen it."""
    transition.require(report, LAPSE)
    go_on(report, now, calendar, Pause.SILENCE)
    return transition.end(report, LAPSE, actor, now, life.EXPLAINED, text)


def go_on(report: ServiceRequest, now: datetime, calendar: Calendar, by: str) -> None:
    """End the pause: the promise moves by what it stood still, on its own clock.

    Asking after the deadline has passed moves nothing: what is missed stays missed.
    """
    pause, promise = report.pause, report.promise
    if pause is None:
        return
    if pause.started_at >= report.answer_by:
        pause.ended_at, pause.ended_by = now, by
        return
    stood = elapsed(calendar, promise.clock, pause.started_at, now)
    seconds = int(stood.total_seconds())
    pause.ended_at, pause.ended_by, pause.shifted_seconds = now, by, seconds
    promise.paused_seconds += seconds
    promise_later(report, calendar, timedelta(seconds=seconds))


def _ask(service_request: ServiceRequest, sent: Sent) -> StatusChange:
    wanted = Wanted.typed(sent.form.wants, sent.form.choices)
    return ask(service_request, sent.actor, sent.now, sent.form.checked_text(), wanted)


def _resume(service_request: ServiceRequest, sent: Sent) -> StatusChange:
    return resume(service_request, sent.actor, sent.now, calendar())


ASKING = Act(
    verb="ask", slug="hoi-nguoi-dan", do=_ask, said=_l("Asked. The deadline waits."),
    label=_l("Ask the citizen"), icon="reply",
    form="service_requests/clock/_ask.html",
    goes_on=True,
)  # fmt: skip
RESUMING = Act(verb="resume", slug="lam-tiep", do=_resume, said=_l("The deadline runs again."))
