"""Who is told what when a report's life goes on. Only rows are added here.

A citizen's phone shows the code and the service alone; officials are told of what was assigned
to them and of what the citizen says to it.
"""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts import absences
from app.accounts.actors import Actor
from app.accounts.models import Grant, User
from app.core import clock
from app.notifications.actions import tell
from app.notifications.kinds import ACCEPTED, ASSIGNED, CLOSED, RECEIVED, REPLIED, Kind, register
from app.service_requests.models import Pause, ServiceRequest, StatusChange
from app.service_requests.models import lifecycle as life
from app.service_requests.queries.people import (
    grants_to,
    operators,
    support_people,
    told_of_answers,
)

_ABOUT = _l("%(service)s · %(code)s")
SPOKE = register(Kind("citizen_spoke", _l("The citizen has answered"), _ABOUT, "reply"))
REOPENED = register(Kind("reopened", _l("A report was reopened"), _ABOUT, "undo"))
SEALED = register(
    Kind("sealed", _l("Your report goes to the citizens' reception office"), _ABOUT, "lock")
)
PHONE_SEEN = register(
    Kind("phone_seen", _l("An official looked at your phone number"), _ABOUT, "eye")
)
ASKED = register(Kind("asked", _l("An agency asks you something"), _ABOUT, "reply"))
ASK_ENDS = register(
    Kind("ask_ends", _l("Your answer is still awaited, until %(until)s"), _ABOUT, "clock")
)
ASK_ENDED = register(Kind("ask_ended", _l("The agency goes on with your report"), _ABOUT, "clock"))
EXTENDED = register(Kind("extended", _l("The deadline of your report was moved"), _ABOUT, "clock"))
CORRECTED = register(
    Kind("corrected", _l("An agency corrected your report's details"), _ABOUT, "pin")
)
IS_IT_DONE = register(Kind("is_it_done", _l("The promised day is here: is it done?"), _ABOUT))
GIVEN_BACK = register(Kind("given_back", _l("An agency gave a report back"), _ABOUT, "undo"))
SUPPORT_ASKED = register(
    Kind("support_asked", _l("Your agency is asked to help"), _ABOUT, "people")
)
SUPPORT_DONE = register(Kind("support_done", _l("A supporting agency answered"), _ABOUT, "people"))
JOINED = register(
    Kind("joined", _l("Your report was joined with one of the same matter"), _ABOUT, "people")
)
SPLIT = register(Kind("split", _l("Your report is handled on its own again"), _ABOUT, "people"))
HANDED_ON = register(Kind("handed_on", _l("Your report went to another agency"), _ABOUT, "send"))

TO_CITIZEN = {
    "accept": ACCEPTED,
    "reply": REPLIED,
    "close": CLOSED,
    "refuse": CLOSED,
    "seal": SEALED,
    "disclose_phone": PHONE_SEEN,
    "route": HANDED_ON,
    "give_back": HANDED_ON,
    "ask": ASKED,
    "resume": ASK_ENDED,
    "lapse": CLOSED,
    "extend": EXTENDED,
    "move_deadline": EXTENDED,
    "correct": CORRECTED,
    "fall_due": IS_IT_DONE,
    "join": JOINED,
    "split": SPLIT,
    "follow_main": CLOSED,
    "hear_main": REPLIED,
}
AMONG_AGENCIES = frozenset({"give_back", "ask_support", "answer_support"})
TO_OFFICIALS = {**dict.fromkeys(life.REPORT.with_fact(life.SPOKEN), SPOKE), "reopen": REOPENED}


def tell_received(service_request: ServiceRequest, now: datetime) -> None:
    """Tell the sender that it came in."""
    _tell(
        _owners(service_request), RECEIVED, service_request, _own(service_request), "receive", now
    )


def tell_of(
    service_request: ServiceRequest, change: StatusChange, _actor: Actor, now: datetime
) -> None:
    """Tell the sender and the officials whom a step concerns."""
    key = str(change.id)
    if change.verb in TO_CITIZEN:
        kind, url = TO_CITIZEN[change.verb], _own(service_request)
        _tell(_owners(service_request), kind, service_request, url, key, now)
    elif change.verb == "assign" and service_request.assignee is not None:
        if service_request.assignee_id != change.actor_id:
            _to_desk([service_request.assignee], ASSIGNED, service_request, key, now)
    elif change.verb in TO_OFFICIALS:
        officials = told_of_answers(service_request)
        _to_desk(officials, TO_OFFICIALS[change.verb], service_request, key, now)
    if change.verb in AMONG_AGENCIES:
        _among_agencies(service_request, change, now)


def remind(service_request: ServiceRequest, pause: Pause, now: datetime) -> None:
    """Tell the sender that the agency still waits for an answer, and until when."""
    key, until = f"pause:{pause.id}:{pause.reminders}", f"{clock.local(pause.until):%H:%M %d/%m}"
    owners, url = _owners(service_request), _own(service_request)
    _tell(owners, ASK_ENDS, service_request, url, key, now, until=until)


def _among_agencies(service_request: ServiceRequest, change: StatusChange, now: datetime) -> None:
    """Tell operators of what came back, a supporting agency of its part, the handler of its end."""
    key = str(change.id)
    if change.verb == "give_back":
        _to_desk(operators(), GIVEN_BACK, service_request, key, now)
    elif change.verb == "answer_support":
        _to_desk(told_of_answers(service_request), SUPPORT_DONE, service_request, key, now)
    elif change.verb == "ask_support":
        part = service_request.supports[-1]
        url, officials = f"/can-bo/phoi-hop/{part.code}", support_people(part.agency)
        _tell(
            absences.standing_in(officials, now), SUPPORT_ASKED, service_request, url,
            f"desk:{key}", now,
        )  # fmt: skip


def _to_desk(
    officials: Sequence[User], kind: Kind, service_request: ServiceRequest, key: str, now: datetime
) -> None:
    # Whoever was given the report lands on the form that is due: the answer, with its templates.
    form = "#act" if kind is ASSIGNED else ""
    url = f"/can-bo/phan-anh/{service_request.code}{form}"
    officials = absences.standing_in(officials, now)
    _tell(officials, kind, service_request, url, f"desk:{key}", now)


def _owners(service_request: ServiceRequest) -> list[User | Grant]:
    """Give the account it belongs to and the links that are nobody's yet."""
    owners: list[User | Grant] = list(grants_to(service_request))
    if service_request.citizen is not None:
        owners.append(service_request.citizen)
    return owners


def _own(service_request: ServiceRequest) -> str:
    return f"/phan-anh/{service_request.code}"


def _tell(
    recipients: Sequence[User | Grant],
    kind: Kind,
    service_request: ServiceRequest,
    url: str,
    key: str,
    now: datetime,
    **more: str,
) -> None:
    names = {row.language: row.name for row in service_request.service.texts}
    parameters = {"code": service_request.code, "service": names, **more}
    dedupe_key = f"service_request:{service_request.id}:{key}"
    tell(recipients, kind.name, parameters, url, dedupe_key, now=now)
