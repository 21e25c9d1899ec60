"""The data of a report, and what can be read off it."""

from datetime import date, datetime, timedelta

from sqlalchemy import Computed, Float, ForeignKey, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship, validates

from app.accounts.models import Agency, User
from app.core import personal
from app.core.errors import StaleVersion
from app.core.personal import PersonKey
from app.places.models import Place
from app.service_requests.models import lifecycle as life
from app.service_requests.models.drafts import RequestDrafts
from app.service_requests.models.flag_words import RequestMarks
from app.service_requests.models.lifecycle import StatusChange
from app.service_requests.models.parts import Promise
from app.service_requests.models.services import Reason, Service, UrgencyClass
from app.service_requests.models.supporting import Support
from app.service_requests.models.together import RequestTogether
from app.service_requests.models.waiting import Commitment, Pause

PENDING, OPEN_TO_ALL, EDITED, HIDDEN = "pending", "public", "edited", "hidden"
PUBLICITIES = (PENDING, OPEN_TO_ALL, EDITED, HIDDEN)
COMPLAINT, DENUNCIATION = "complaint", "denunciation"
REOPEN_DAYS = 15
TITLE_LENGTH = 80
DUE = (
    f"CASE WHEN status = '{life.RECEIVED}' AND accept_by < answer_by "
    "THEN accept_by ELSE answer_by END"
)


class RequestRecord(RequestMarks, RequestTogether, RequestDrafts):
    """Columns, relations and predicates.

    ``requested_datetime`` is the moment of receipt and never moves; the promises run from it.
    """

    __abstract__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    version: Mapped[int] = mapped_column(default=1)
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"))
    urgency_class_id: Mapped[int] = mapped_column(ForeignKey("urgency_class.id"))
    is_urgent: Mapped[bool] = mapped_column(default=False)

    status: Mapped[str] = mapped_column(String(20), default=life.RECEIVED)
    is_open: Mapped[bool] = mapped_column(default=True)
    """Follows ``status``: indexed, so that the desk never walks what is closed."""
    resolution: Mapped[str | None] = mapped_column(String(20))
    reason_id: Mapped[int | None] = mapped_column(ForeignKey("reason.id"))
    scheduled_on: Mapped[date | None]

    description: Mapped[str | None]
    publicity: Mapped[str] = mapped_column(String(10), default=PENDING)
    public_description: Mapped[str | None]
    not_public_reason_id: Mapped[int | None] = mapped_column(ForeignKey("reason.id"))
    is_private: Mapped[bool] = mapped_column(default=False)
    about_officials: Mapped[bool] = mapped_column(default=False)
    sealed_kind: Mapped[str | None] = mapped_column(String(20))
    is_listed: Mapped[bool] = mapped_column(default=True)
    """Neither private, nor about officials, nor sealed: the public may know of it."""

    lat: Mapped[float | None] = mapped_column(Float)
    long: Mapped[float | None] = mapped_column(Float)
    accuracy_m: Mapped[int | None]
    address: Mapped[str | None]
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    village_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))

    requested_datetime: Mapped[datetime]
    observed_at: Mapped[datetime | None]
    """When the phone had it whole, by the phone's clock; the queue says so, a plain form not."""
    offline_minutes: Mapped[int | None]
    """How long the phone then had to wait for a signal."""
    updated_datetime: Mapped[datetime]
    accept_by: Mapped[datetime]
    answer_by: Mapped[datetime]
    due_at: Mapped[datetime] = mapped_column(Computed(DUE, persisted=True))
    """What is due first, as ``next_deadline``: the order of the inbox. The database keeps it."""
    accepted_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]

    next_step_at: Mapped[datetime | None] = mapped_column(index=True)
    """When the worker has to look at it again: a warning, a reminder, a promised day."""
    handed_at: Mapped[datetime | None]
    """When the responsible agency got it; giving it back is possible for one working day."""
    returned_at: Mapped[datetime | None]
    """When an agency gave it back: once, and the operator's next assignment is final."""
    transfers: Mapped[int] = mapped_column(default=0)
    """How often it went from one agency to another; shown and counted."""

    citizen_spoke_at: Mapped[datetime | None]
    """Set when the citizen adds, rates, thanks or reopens; an official's next act clears it."""

    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    citizen_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    for_other: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str] = mapped_column(String(12), default="web")
    person_key_id: Mapped[int] = mapped_column(ForeignKey("person_key.id"))
    contact_name_sealed: Mapped[bytes | None]
    contact_phone_sealed: Mapped[bytes | None]
    contact_phone_index: Mapped[str | None] = mapped_column(String(64), index=True)

    @declared_attr
    def service(cls) -> Mapped[Service]:
        """What kind of matter it is."""
        return relationship(lazy="joined", innerjoin=True)

    @declared_attr
    def urgency_class(cls) -> Mapped[UrgencyClass]:
        """How fast it is promised."""
        return relationship()

    @declared_attr
    def place(cls) -> Mapped[Place]:
        """The commune."""
        return relationship(foreign_keys="ServiceRequest.place_id", lazy="joined", innerjoin=True)

    @declared_attr
    def village(cls) -> Mapped[Place | None]:
        """The village, where the citizen chose one."""
        return relationship(foreign_keys="ServiceRequest.village_id")

    @declared_attr
    def agency(cls) -> Mapped[Agency | None]:
        """The responsible agency; None: it waits in the operator's queue."""
        return relationship()

    @declared_attr
    def assignee(cls) -> Mapped[User | None]:
        """The official who works on it."""
        return relationship(foreign_keys="ServiceRequest.assignee_id")

    @declared_attr
    def citizen(cls) -> Mapped[User | None]:
        """The account it belongs to; None for a guest's."""
        return relationship(foreign_keys="ServiceRequest.citizen_id")

    @declared_attr
    def reason(cls) -> Mapped[Reason | None]:
        """Why it was not accepted."""
        return relationship(foreign_keys="ServiceRequest.reason_id")

    @declared_attr
    def not_public_reason(cls) -> Mapped[Reason | None]:
        """Why its words are not public."""
        return relationship(foreign_keys="ServiceRequest.not_public_reason_id")

    @declared_attr
    def person_key(cls) -> Mapped[PersonKey]:
        """The key of whoever sent it."""
        return relationship()

    @declared_attr
    def changes(cls) -> Mapped[list[StatusChange]]:
        """Its steps, oldest first."""
        return relationship(
            back_populates="service_request", order_by=StatusChange.id, passive_deletes=True
        )

    @declared_attr
    def promises(cls) -> Mapped[list[Promise]]:
        """What was promised: at receipt, and again at each reopening."""
        return relationship(
            order_by=Promise.number, cascade="all, delete-orphan", passive_deletes=True
        )

    @declared_attr
    def pauses(cls) -> Mapped[list[Pause]]:
        """When the clock stood still, oldest first."""
        return relationship(order_by=Pause.id, cascade="all, delete-orphan", passive_deletes=True)

    @declared_attr
    def commitments(cls) -> Mapped[list[Commitment]]:
        """The days that were named, oldest first."""
        return relationship(
            order_by=Commitment.id,
            cascade="all, delete-orphan",
            passive_deletes=True,
            back_populates="service_request",
        )

    @declared_attr
    def supports(cls) -> Mapped[list[Support]]:
        """The parts of supporting agencies, oldest first."""
        return relationship(
            order_by=Support.id,
            cascade="all, delete-orphan",
            passive_deletes=True,
            back_populates="service_request",
        )

    @validates("status")
    def _open_follows_status(self, key: str, status: str) -> str:
        self.is_open = status != life.CLOSED
        return status

    @property
    def title(self) -> str:
        """Give the first words, for whoever may read them all; else what the service is."""
        return first_words(self.description) or self.service.service_name

    @property
    def public_text(self) -> str | None:
        """Give the words everybody may read; None before they were accepted as public."""
        if self.publicity == OPEN_TO_ALL:
            return self.description
        return self.public_description if self.publicity == EDITED else None

    @property
    def public_title(self) -> str:
        """Give the title everybody may read."""
        return first_words(self.public_text) or self.service.service_name

    @property
    def words_are_public(self) -> bool:
        """Tell whether everybody may read words, photos and the exact place."""
        return self.is_listed and self.publicity in (OPEN_TO_ALL, EDITED)

    @property
    def promise(self) -> Promise:
        """Give the promise that runs, or ran last."""
        return self.promises[-1]

    @property
    def contact_name(self) -> str | None:
        """Open the name of whom it concerns."""
        return personal.decrypt(self.person_key, self.contact_name_sealed)

    @property
    def contact_phone(self) -> str | None:
        """Open the phone number; show it only behind a reason."""
        return personal.decrypt(self.person_key, self.contact_phone_sealed)

    @property
    def phone_to_call(self) -> str | None:
        """Open the number left with the report, else the account's, in E.164."""
        own = self.citizen.phone if self.citizen else None
        return self.contact_phone or own

    @property
    def reopenings(self) -> int:
        """Tell how often the citizen has reopened it."""
        return sum(promise.kind == Promise.REOPENED for promise in self.promises)

    @property
    def pause(self) -> Pause | None:
        """Give the pause that lasts: the citizen was asked and has not answered."""
        return next((each for each in self.pauses if each.ended_at is None), None)

    @property
    def commitment(self) -> Commitment | None:
        """Give the day named last, while nobody has settled whether it was kept."""
        return next((each for each in reversed(self.commitments) if each.is_open), None)

    def may(self, verb: str) -> bool:
        """Tell whether the present status allows ``verb``."""
        return life.REPORT.may(self, verb)

    def next_deadline(self) -> datetime:
        """Give what is due first: acceptance while not accepted, else the answer."""
        waits = self.status == life.RECEIVED
        return min(self.accept_by, self.answer_by) if waits else self.answer_by

    def may_reopen(self, now: datetime) -> bool:
        """Tell whether the citizen may reopen: 15 days from reading an answer, or not read yet."""
        if not self.may("reopen") or self.resolution not in life.ANSWERS:
            return False
        read = self.promise.read_at
        return read is None or now <= read + timedelta(days=REOPEN_DAYS)

    def check_version(self, seen: int | None) -> None:
        """Raise ``StaleVersion`` unless ``seen`` is the version the person had opened."""
        if seen != self.version:
            raise StaleVersion()


def first_words(text: str | None) -> str:
    """Give the first line of ``text``, cut at a word to serve as a title."""
    line = (text or "").strip().split("\n")[0].strip()
    if len(line) <= TITLE_LENGTH:
        return line
    return line[:TITLE_LENGTH].rsplit(" ", 1)[0] + "…"
