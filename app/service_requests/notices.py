"""Who is told what when a report's life goes on. Only rows are added here.

A citizen's phone shows the code and the service alone; officials are told of what was assigned
to them and of what the citizen says to it.
"""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts import absences
from app.accounts.actors import CITIZEN, GUEST, Actor
from app.accounts.models import Grant, User
from app.core import clock
from app.core.translated import names_of
from app.notifications import wishes
from app.notifications.actions import read_by, tell
from app.notifications.groups import ALWAYS, DESK, FOLLOWED, REPORTS
from app.notifications.kinds import ASSIGNED, RECEIVED, Kind, register
from app.service_requests import life
from app.service_requests.history import StatusChange
from app.service_requests.people import grants_to, operators, support_people, told_of_answers
from app.service_requests.record import ServiceRequest
from app.service_requests.rows import Pause

_ABOUT = _l("%(service)s · %(code)s")
SPOKE = register(Kind("citizen_spoke", _l("The citizen has answered"), _ABOUT, "reply", group=DESK))
REOPENED = register(Kind("reopened", _l("A report was reopened"), _ABOUT, "undo", group=DESK))
SEALED = register(
    Kind(
        "sealed",
        _l("Your report goes to the citizens' reception office"),
        _ABOUT,
        "lock",
        ends_texts=True,
        group=REPORTS,
    )
)
PHONE_SEEN = register(
    Kind("phone_seen", _l("An official looked at your phone number"), _ABOUT, "eye", group=REPORTS)
)
ASKED = register(
    Kind(
        "asked",
        _l("An agency asks you something"),
        _ABOUT,
        "reply",
        by_text=_l("%(site)s: an agency asks you about your report %(code)s. Answer here:"),
        for_guests=True,
        group=ALWAYS,
    )
)
ASK_ENDS = register(
    Kind(
        "ask_ends",
        _l("Your answer is still awaited, until %(until)s"),
        _ABOUT,
        "clock",
        group=ALWAYS,
    )
)
ASK_ENDED = register(
    Kind("ask_ended", _l("The agency goes on with your report"), _ABOUT, "clock", group=REPORTS)
)
EXTENDED = register(
    Kind("extended", _l("The deadline of your report was moved"), _ABOUT, "clock", group=REPORTS)
)
CORRECTED = register(
    Kind("corrected", _l("An agency corrected your report's details"), _ABOUT, "pin", group=REPORTS)
)
IS_IT_DONE = register(
    Kind("is_it_done", _l("The promised day is here: is it done?"), _ABOUT, group=REPORTS)
)
GIVEN_BACK = register(
    Kind("given_back", _l("An agency gave a report back"), _ABOUT, "undo", group=DESK)
)
SUPPORT_ASKED = register(
    Kind("support_asked", _l("Your agency is asked to help"), _ABOUT, "people", group=DESK)
)
SUPPORT_DONE = register(
    Kind("support_done", _l("A supporting agency answered"), _ABOUT, "people", group=DESK)
)
JOINED = register(
    Kind(
        "joined",
        _l("Your report was joined with one of the same matter"),
        _ABOUT,
        "people",
        group=REPORTS,
    )
)
SPLIT_OFF = register(
    Kind("split", _l("Your report is handled on its own again"), _ABOUT, "people", group=REPORTS)
)
FOLLOW_ACCEPTED = register(
    Kind("follow_accepted", _l("A report you follow was accepted"), _ABOUT, "eye", group=FOLLOWED)
)
FOLLOW_REPLIED = register(
    Kind("follow_replied", _l("Reply to a report you follow"), _ABOUT, "eye", group=FOLLOWED)
)
FOLLOW_CLOSED = register(
    Kind("follow_closed", _l("A report you follow has a result"), _ABOUT, "eye", group=FOLLOWED)
)
FOLLOW_ENDED = register(
    Kind("follow_ended", _l("A report you follow was taken back"), _ABOUT, "eye", group=FOLLOWED)
)
OPENED_AGAIN = register(
    Kind("opened_again", _l("An agency opened your report again"), _ABOUT, "undo", group=REPORTS)
)
ANSWER_CORRECTED = register(
    Kind(
        "answer_corrected",
        _l("An agency corrected its answer to you"),
        _ABOUT,
        "edit",
        group=REPORTS,
    )
)
MENTIONED = register(
    Kind("mentioned", _l("A colleague names you in a note"), _ABOUT, "note", group=DESK)
)
HANDED_ON = register(
    Kind("handed_on", _l("Your report went to another agency"), _ABOUT, "send", group=REPORTS)
)
SENDER, FOLLOWERS, HANDLERS, ASSIGNEE, OPERATORS, SUPPORTERS = (
    "sender", "followers", "handlers", "assignee", "operators", "supporters",
)  # fmt: skip
"""Whom a verb tells. Handlers: the assignee, else the leads; supporters: an asked agency."""


def tell_received(service_request: ServiceRequest, _actor: Actor, now: datetime) -> None:
    _tell(
        _owners(service_request), RECEIVED, service_request, _own(service_request), "receive", now
    )


def note_sender_was_there(
    service_request: ServiceRequest, change: StatusChange, _actor: Actor, now: datetime
) -> None:
    """Count what the sender was told as read, once they act: whoever answers saw the question."""
    if change.actor_kind in (CITIZEN, GUEST):
        read_by(_owners(service_request), _own(service_request), now)


def tell_of(
    service_request: ServiceRequest, change: StatusChange, _actor: Actor, now: datetime
) -> None:
    """Tell whom a step concerns as its verb says; followers are told by `follower_notices`."""
    key = str(change.id)
    for who, kind in life.REPORT.verbs[change.verb].told.items():
        if who == SENDER:
            _tell(_owners(service_request), kind, service_request, _own(service_request), key, now)
        elif who == SUPPORTERS:
            _ask_supporters(service_request, kind, key, now)
        elif who != FOLLOWERS:
            _to_desk(_officials(who, service_request, change), kind, service_request, key, now)


def tell_mentioned(
    service_request: ServiceRequest, officials: Sequence[User], change: StatusChange, now: datetime
) -> None:
    """Tell those colleagues that a note names them; its words stay on the page."""
    _to_desk(officials, MENTIONED, service_request, str(change.id), now)


def remind(service_request: ServiceRequest, pause: Pause, now: datetime) -> None:
    """Tell the sender that the agency still waits for an answer, and until when."""
    key, until = f"pause:{pause.id}:{pause.reminders}", f"{clock.local(pause.until):%H:%M %d/%m}"
    owners, url = _owners(service_request), _own(service_request)
    _tell(owners, ASK_ENDS, service_request, url, key, now, until=until)


def _officials(who: str, service_request: ServiceRequest, change: StatusChange) -> Sequence[User]:
    if who == OPERATORS:
        return operators()
    if who == HANDLERS:
        people = told_of_answers(service_request)
        return [each for each in people if each.id != change.actor_id]
    assignee = service_request.assignee
    return [] if assignee is None or assignee.id == change.actor_id else [assignee]


def _ask_supporters(service_request: ServiceRequest, kind: Kind, key: str, now: datetime) -> None:
    part = service_request.supports[-1]
    url, officials = f"/can-bo/phoi-hop/{part.code}", support_people(part.agency)
    people = absences.standing_in(officials, now)
    _tell(people, kind, service_request, url, f"desk:{key}", now)


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
    names = names_of(service_request.service)
    parameters = {"code": service_request.code, "service": names, **more}
    # A text message lies open on a phone that others hold: nothing sealed is hinted at there.
    by_text = service_request.sealed_kind is None
    if not service_request.is_listed:
        _forget_wishes(recipients)
    dedupe_key = key_of(service_request.id, key)
    tell(recipients, kind.name, parameters, url, dedupe_key, now=now, by_text=by_text)


def _forget_wishes(recipients: Sequence[User | Grant]) -> None:
    """Forget numbers that guests left: a message's link would open what nobody else may know of."""
    for wish in wishes.of_grants([each.id for each in recipients if isinstance(each, Grant)]):
        wishes.take_back(wish)


def key_of(report_id: int, key: str) -> str:
    """Give the key under which people are told once of a step (``key``: its id) or a reminder."""
    return f"service_request:{report_id}:{key}"
