"""A report (Open311 ``ServiceRequest``, phản ánh): its data, and what can be read off it."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, Computed, Float, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from app.accounts.models import Agency, User
from app.core import personal, private_numbers
from app.core.db import db
from app.core.personal import PersonKey
from app.core.referring import Referenced
from app.core.text import first_words
from app.core.versions import Versioned
from app.places.maps.grid import number_at
from app.places.models import Place
from app.service_requests import life
from app.service_requests.catalogue.models import Reason, Service, UrgencyClass
from app.service_requests.history import StatusChange
from app.service_requests.record_indexes import INDEXES
from app.service_requests.rows import AnswerDraft, Commitment, Pause, Promise, Support

PUBLICITIES = PENDING, OPEN_TO_ALL, EDITED, HIDDEN = ("pending", "public", "edited", "hidden")
COMPLAINT, DENUNCIATION = "complaint", "denunciation"
HEARD_AS = "phan-anh"
"""How a report is named among what can be heard (`voices.messages`)."""
REOPEN_DAYS = 15
DUE = (
    f"CASE WHEN status = '{life.RECEIVED}' AND accept_by < answer_by "
    "THEN accept_by ELSE answer_by END"
)
_OWN: dict[str, Any] = {"cascade": "all, delete-orphan", "passive_deletes": True}
"""Rows that are the report's alone; the database deletes them with it."""


class Worded:
    """What a report's words are, and to whom: of a whole report, and of a line of a list."""

    if TYPE_CHECKING:
        description: Any
        publicity: Any
        public_description: Any
        unmasked: Any
        is_listed: Any
        service: Any

    @property
    def title(self) -> str:
        """Give the first words, for whoever may read them all; else what the service is."""
        return first_words(self.description) or self.service.service_name

    @property
    def public_text(self) -> str | None:
        """Give the words everybody may read; None before they were accepted as public."""
        edited = self.public_description if self.publicity == EDITED else None
        said = self.description if self.publicity == OPEN_TO_ALL else edited
        return self.for_all(said) if said else said

    def for_all(self, words: str) -> str:
        """Give words as everybody may read them: people's numbers masked."""
        return private_numbers.without(words, self.unmasked or ())

    @property
    def public_title(self) -> str:
        return first_words(self.public_text) or self.service.service_name

    @property
    def words_are_public(self) -> bool:
        """Tell whether everybody may read words, photos and the exact place."""
        return self.is_listed and self.publicity in (OPEN_TO_ALL, EDITED)


class ServiceRequest(Worded, Versioned, Referenced, db.Model):
    """What a citizen reported, where it stands, and what was promised.

    ``requested_datetime`` is the moment of receipt and never moves; the promises run from it.
    What is done with it stands in the features' files, a function each.
    """

    __tablename__ = "service_request"
    __table_args__ = INDEXES

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
    unmasked: Mapped[list[Any] | None]
    """Keys of the numbers in its public words that everybody may read (``private_numbers``)."""
    is_private: Mapped[bool] = mapped_column(default=False)
    about_officials: Mapped[bool] = mapped_column(default=False)
    sealed_kind: Mapped[str | None] = mapped_column(String(20))
    is_listed: Mapped[bool] = mapped_column(default=True)
    """Neither private, nor about officials, nor sealed: the public may know of it."""

    lat: Mapped[float | None] = mapped_column(Float)
    long: Mapped[float | None] = mapped_column(Float)
    accuracy_m: Mapped[int | None]
    map_cell: Mapped[int | None] = mapped_column(BigInteger)
    """The finest square of the map it lies in (``maps.grid``); follows ``lat`` and ``long``."""
    mapped_as: Mapped[str] = mapped_column(String(60), default="", server_default="")
    """As what the map's counters have it, ``record_indexes.MAPPED``; the worker keeps both so."""
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

    approval_asked_at: Mapped[datetime | None]
    """Since when an answer waits for a lead; the chain watches it."""
    is_flagged: Mapped[bool] = mapped_column(default=False)
    """Its words hold something to look at before they become public."""
    marked: Mapped[list[Any] | None]
    """What was found when it came in: (words, kind of number or "", reason of a listed phrase)."""

    main_id: Mapped[int | None] = mapped_column(ForeignKey("service_request.id"))
    """The report it was joined under; it closes with that one."""
    joined_status: Mapped[str | None] = mapped_column(String(20))
    """Where it stood when it closed with its main report: undoing gives that back."""
    followers: Mapped[int] = mapped_column(default=0)
    """Kept with the rows of ``Follow``, so that no list has to count."""
    affected: Mapped[int] = mapped_column(default=0)
    """How many of the followers said that it concerns them too."""

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
    person_ended_at: Mapped[datetime | None]
    """When it had been kept long enough and all that was the sender's went."""

    service: Mapped[Service] = relationship(lazy="joined", innerjoin=True)
    urgency_class: Mapped[UrgencyClass] = relationship()
    place: Mapped[Place] = relationship(
        foreign_keys="ServiceRequest.place_id", lazy="joined", innerjoin=True
    )
    village: Mapped[Place | None] = relationship(foreign_keys="ServiceRequest.village_id")
    """The village, where the citizen chose one."""
    agency: Mapped[Agency | None] = relationship()
    """The responsible agency; None: it waits in the operator's queue."""
    assignee: Mapped[User | None] = relationship(foreign_keys="ServiceRequest.assignee_id")
    citizen: Mapped[User | None] = relationship(foreign_keys="ServiceRequest.citizen_id")
    """The account it belongs to; None for a guest's."""
    reason: Mapped[Reason | None] = relationship(foreign_keys="ServiceRequest.reason_id")
    """Why it was not accepted."""
    not_public_reason: Mapped[Reason | None] = relationship(
        foreign_keys="ServiceRequest.not_public_reason_id"
    )
    """Why its words are not public."""
    person_key: Mapped[PersonKey] = relationship()
    changes: Mapped[list[StatusChange]] = relationship(
        backref="service_request", order_by=StatusChange.id, passive_deletes=True
    )
    promises: Mapped[list[Promise]] = relationship(order_by=Promise.number, **_OWN)
    """What was promised: at receipt, and again at each reopening."""
    pauses: Mapped[list[Pause]] = relationship(order_by=Pause.id, **_OWN)
    """When the clock stood still, oldest first."""
    commitments: Mapped[list[Commitment]] = relationship(
        order_by=Commitment.id, backref="service_request", **_OWN
    )
    """The days that were named, oldest first."""
    supports: Mapped[list[Support]] = relationship(
        order_by=Support.id, backref="service_request", **_OWN
    )
    """The parts of supporting agencies, oldest first."""
    drafts: Mapped[list[AnswerDraft]] = relationship(
        primaryjoin="and_(AnswerDraft.service_request_id == ServiceRequest.id,"
        " AnswerDraft.state.in_(['draft', 'submitted']))",
        order_by="AnswerDraft.id",
        viewonly=True,
    )
    """The answers that were written and are neither out nor given up, oldest first."""

    @validates("status")
    def _open_follows_status(self, key: str, status: str) -> str:
        self.is_open = status != life.CLOSED
        return status

    @validates("lat", "long")
    def _square_follows_point(self, key: str, degrees: float | None) -> float | None:
        point = (degrees, self.long) if key == "lat" else (self.lat, degrees)
        self.map_cell = number_at(*point)
        return degrees

    @property
    def is_joined(self) -> bool:
        """Whether another report leads it."""
        return self.main_id is not None

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
        return self.contact_phone or (self.citizen.phone if self.citizen else None)

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
        first = min(self.accept_by, self.answer_by)
        return first if self.status == life.RECEIVED else self.answer_by

    def may_reopen(self, now: datetime) -> bool:
        """Tell whether the citizen may reopen: 15 days from reading an answer, or not read yet."""
        if not self.may("reopen") or self.resolution not in life.ANSWERS:
            return False
        read = self.promise.read_at
        return read is None or now <= read + timedelta(days=REOPEN_DAYS)

    def watch(self, now: datetime) -> None:
        """Have the worker look at it next, and find out when to look again; else never more."""
        runs = self.is_open and not self.is_joined
        watched = runs or self.commitment is not None or self.approval_asked_at is not None
        self.next_step_at = now if watched else None

    def refresh_listed(self) -> None:
        """Work out anew whether the public may know of it."""
        self.is_listed = not (self.is_private or self.about_officials or self.sealed_kind)
