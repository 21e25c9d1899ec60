"""One thing an official may do with a report, and what it is done with. The desk runs it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.accounts.actors import Actor
from app.accounts.viewer import NOBODY, Viewer
from app.media.models import Attachment
from app.service_requests.act_form import ActForm
from app.service_requests.history import StatusChange
from app.service_requests.loading import handled
from app.service_requests.record import ServiceRequest
from app.service_requests.rights import may_handle

Policy = Callable[[Viewer, ServiceRequest], bool]
Choices = Callable[[ServiceRequest], Sequence[tuple[str, Any]]]


@dataclass(frozen=True)
class Sent:
    """What an act is done with, and by whom."""

    form: ActForm
    actor: Actor
    now: datetime
    enclosed: Sequence[Attachment] = ()
    viewer: Viewer = NOBODY


def always(_report: ServiceRequest, _now: datetime) -> bool:
    """Whether an act has a point: it has."""
    return True


@dataclass(frozen=True, kw_only=True)
class Act:
    """How an official does what can happen to a report.

    ``verb`` is the name of the verb, whose form it is; ``slug`` the end of its address, ``name``
    its endpoint where that is not the verb's. ``said`` is what is said once it is done.
    """

    verb: str
    slug: str
    do: Callable[[ServiceRequest, Sent], StatusChange]
    said: Any
    name: str = ""
    allowed: Policy = may_handle
    load: Callable[[Viewer, str], ServiceRequest | None] = handled
    form: str = ""
    """The template of its fields, which GET shows; without one it is a button."""
    takes_photos: bool = False
    label: Any = ""
    """What the page of the report calls it; without one it stands elsewhere on the page."""
    icon: str = ""
    has_a_point: Callable[[ServiceRequest, datetime], bool] = always
    """Asked beside status and right, before it is offered."""
    when_sealed: bool = True
    choices: Choices | None = None
    """What its form lets choose: (code, words)."""
    key: str = ""
    """The key that opens it."""
    send: Any = ""
    """What its button says, where that is not the label."""
    is_rare: bool = False
    """Stands folded among other acts."""
    is_grave: bool = False
    is_queued: bool = False
    """The phone keeps it while there is no network, and sends it later."""
    is_signed: bool = False
    """A lead may have to approve it first."""
    goes_on: bool = False
    """Whoever did it is done with the report for now: the next of the list opens."""
    by_htmx: bool = True
    """Its answer is a part of the page."""

    @property
    def endpoint(self) -> str:
        """The name of its address within the room."""
        return self.name or self.verb
