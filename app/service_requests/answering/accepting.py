"""Taking a report on, and choosing what the public may read of it."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.core.errors import DomainError
from app.notifications import kinds
from app.service_requests import life, transition
from app.service_requests.act import Act, Sent
from app.service_requests.catalogue.models import Reason
from app.service_requests.catalogue.queries import reason_by_code, reason_choices
from app.service_requests.enclosures.queries import photos_of_report, to_publish
from app.service_requests.history import StatusChange
from app.service_requests.notices import FOLLOW_ACCEPTED, FOLLOWERS, SENDER
from app.service_requests.record import EDITED, HIDDEN, OPEN_TO_ALL, ServiceRequest

ACCEPT = life.REPORT.verb(
    "accept",
    {life.RECEIVED},
    life.ACCEPTED,
    label=_l("Accepted"),
    facts={life.NEW_PUBLIC_WORDS},
    told={SENDER: kinds.ACCEPTED, FOLLOWERS: FOLLOW_ACCEPTED},
)
PUBLISH = life.REPORT.verb(
    "publish", life.ONCE_ACCEPTED, label=_l("Publicity changed"), facts={life.NEW_PUBLIC_WORDS}
)


def accept(
    report: ServiceRequest,
    actor: Actor,
    now: datetime,
    *,
    publicity: str,
    public_description: str | None = None,
    reason: Reason | None = None,
    despite_flags: bool = False,
    unmasked: Collection[str] = (),
) -> StatusChange:
    """Take the matter on and choose what the public may read.

    ``despite_flags``: an official looked at what was marked and publishes it all the same;
    ``unmasked``: keys of the numbers in its words that everybody may read.
    """
    _check_flags(report, publicity, despite_flags)
    _choose(report, publicity, public_description, reason)
    report.unmasked = sorted(unmasked) or None
    change = transition.move(report, ACCEPT, actor, now)
    report.accepted_at = report.accepted_at or now
    report.promise.accepted_at = now
    return change


def publish(
    report: ServiceRequest,
    actor: Actor,
    now: datetime,
    *,
    publicity: str,
    public_description: str | None = None,
    reason: Reason | None = None,
    despite_flags: bool = False,
    unmasked: Collection[str] = (),
) -> StatusChange:
    _check_flags(report, publicity, despite_flags)
    _choose(report, publicity, public_description, reason)
    report.unmasked = sorted(unmasked) or None
    return transition.move(report, PUBLISH, actor, now, visibility=life.INTERNAL_STEP)


def _check_flags(report: ServiceRequest, publicity: str, despite_flags: bool) -> None:
    """Phrases want a look; people's numbers are masked by themselves."""
    phrases = any(not kind for _words, kind, _reason in report.marked or ())
    if phrases and publicity == OPEN_TO_ALL and not despite_flags and report.is_listed:
        raise DomainError(
            _l("Some words are marked. Publish an edited version, or tick that you looked."),
            field="flags_seen",
        )


def _choose(
    report: ServiceRequest, publicity: str, public_description: str | None, reason: Reason | None
) -> None:
    if not report.is_listed:
        # Private, about officials or sealed: there is nothing to choose.
        report.publicity, report.public_description, report.not_public_reason = HIDDEN, None, None
        return
    if publicity not in (OPEN_TO_ALL, EDITED, HIDDEN):
        raise DomainError(_l("Choose what the public may read."), field="publicity")
    if publicity == EDITED and not (public_description or "").strip():
        raise DomainError(_l("Write the edited text."), field="public_description")
    if publicity == HIDDEN and (reason is None or reason.kind != Reason.NOT_PUBLIC):
        raise DomainError(_l("Choose a reason from the list."), field="not_public_reason")
    report.publicity = publicity
    report.public_description = public_description if publicity == EDITED else None
    report.not_public_reason = reason if publicity == HIDDEN else None


def _accept(service_request: ServiceRequest, sent: Sent) -> StatusChange:
    return accept(service_request, sent.actor, sent.now, **_chosen(service_request, sent))


def _publish(service_request: ServiceRequest, sent: Sent) -> StatusChange:
    return publish(service_request, sent.actor, sent.now, **_chosen(service_request, sent))


def _chosen(service_request: ServiceRequest, sent: Sent) -> dict[str, Any]:
    """What the form says of the public; of the citizen's photos it sees those that were ticked."""
    links = photos_of_report(service_request)
    may = {link.id for link in to_publish(links)}
    for link in links:
        link.is_public = link.id in may and link.photo.code in sent.form.public_photos
    return {
        "publicity": sent.form.publicity,
        "public_description": sent.form.checked_text("public_description"),
        "reason": chosen_reason(sent, Reason.NOT_PUBLIC),
        "despite_flags": bool(sent.form.flags_seen),
        "unmasked": sent.form.unmasked,
    }


def chosen_reason(sent: Sent, kind: str) -> Reason | None:
    """Give the chosen reason where it is listed, still offered and of the right kind."""
    found = reason_by_code(sent.form.reason)
    return found if found is not None and found.active and found.kind == kind else None


ACCEPTING = Act(
    verb="accept", slug="tiep-nhan", do=_accept, said=_l("Accepted."),
    label=_l("Accept"), icon="check", choices=reason_choices(Reason.NOT_PUBLIC),
    form="service_requests/answering/_accept.html", key="a", is_queued=True,
    goes_on=True,
)  # fmt: skip
PUBLISHING = Act(
    verb="publish", slug="cong-khai", do=_publish, said=_l("Publicity changed."),
    label=_l("Change publicity"), icon="eye", choices=reason_choices(Reason.NOT_PUBLIC),
    when_sealed=False, has_a_point=lambda report, _now: report.is_listed,
    form="service_requests/answering/_accept.html", is_rare=True,
)  # fmt: skip
