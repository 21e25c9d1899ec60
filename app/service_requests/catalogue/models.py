"""What can be reported, to whom it goes and how fast: data that an operator changes."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import db
from app.core.promises import WORKING
from app.core.translated import Words, in_one, said_in, text_in
from app.core.working_time import Calendar, Clock


class UrgencyClass(db.Model):
    """How fast a kind of report must be accepted and answered, and on which clock.

    Minutes are of working time on the ``working`` clock and of any time on the ``continuous``
    one: a live wire reported on Friday at 17:00 cannot wait until Monday.
    """

    __tablename__ = "urgency_class"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    clock: Mapped[Clock] = mapped_column(String(12), default=WORKING)
    accept_minutes: Mapped[int]
    answer_minutes: Mapped[int]
    extension_minutes: Mapped[int] = mapped_column(default=0)
    """What one extension adds; 0 where the class allows none."""
    texts: Mapped[list["UrgencyClassText"]] = relationship(cascade="all, delete-orphan")
    if TYPE_CHECKING:
        words: Mapped[Words]

    @property
    def name(self) -> str:
        """Give the name in the language being spoken."""
        return said_in(self, "name", self.code)

    def accept_by(self, received: datetime, calendar: Calendar) -> datetime:
        """Give the latest moment for accepting what came in at ``received`` (UTC)."""
        return calendar.deadline(received, self.accept_minutes / 60, self.clock)

    def answer_by(self, received: datetime, calendar: Calendar) -> datetime:
        """Give the latest moment for answering what came in at ``received`` (UTC)."""
        return calendar.deadline(received, self.answer_minutes / 60, self.clock)


class UrgencyClassText(db.Model):
    """The name of an urgency class in one language."""

    __tablename__ = "urgency_class_text"
    __table_args__ = (UniqueConstraint("urgency_class_id", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    urgency_class_id: Mapped[int] = mapped_column(ForeignKey("urgency_class.id"))
    language: Mapped[str] = mapped_column(String(8))
    name: Mapped[str]


UrgencyClass.words = in_one(
    UrgencyClassText.urgency_class_id == UrgencyClass.id, UrgencyClassText, "name"
)


class Service(db.Model):
    """A kind of matter one can report (Open311 ``service``; lĩnh vực phản ánh)."""

    __tablename__ = "service"

    id: Mapped[int] = mapped_column(primary_key=True)
    service_code: Mapped[str] = mapped_column(String(60), unique=True)
    icon: Mapped[str] = mapped_column(String(40))
    position: Mapped[int] = mapped_column(default=100)
    active: Mapped[bool] = mapped_column(default=True)
    urgency_class_id: Mapped[int] = mapped_column(ForeignKey("urgency_class.id"))
    urgent_class_id: Mapped[int | None] = mapped_column(ForeignKey("urgency_class.id"))
    """The class when the citizen says it is urgent; None where the service allows no such."""
    private_by_default: Mapped[bool] = mapped_column(default=False)
    """Not shown to the public, and placed at village level: no coordinates are kept."""
    about_officials: Mapped[bool] = mapped_column(default=False)
    """Goes one level up; invisible to the agency below that it is about."""
    emergency_number: Mapped[str | None] = mapped_column(String(20))
    """Whom to call before writing; None for services without danger."""
    proof_required: Mapped[bool] = mapped_column(default=False)
    """Closing as fixed needs a photo."""
    ask_days: Mapped[int] = mapped_column(default=5)
    """For how many days a report waits for the citizen's answer to a question."""
    on_silence: Mapped[str] = mapped_column(String(10), default="run_on")
    """What follows when no answer came: the clock runs on (``run_on``) or it ends (``close``)."""

    near_metres: Mapped[int] = mapped_column(default=100)
    """Within so many metres two reports may be about one matter; 0: never."""
    near_days: Mapped[int] = mapped_column(default=30)
    """Within so many days of each other, too."""

    RUN_ON, CLOSE = "run_on", "close"

    urgency_class: Mapped[UrgencyClass] = relationship(
        foreign_keys=urgency_class_id, lazy="joined", innerjoin=True
    )
    urgent_class: Mapped[UrgencyClass | None] = relationship(foreign_keys=urgent_class_id)
    texts: Mapped[list["ServiceText"]] = relationship(cascade="all, delete-orphan")
    if TYPE_CHECKING:
        words: Mapped[Words]

    @property
    def service_name(self) -> str:
        """Give the name in the language being spoken."""
        return said_in(self, "name", self.service_code)

    @property
    def group(self) -> str:
        return said_in(self, "group", "")

    @property
    def hint(self) -> str:
        """Give the line that says what belongs here."""
        return said_in(self, "hint", "")

    @property
    def keywords(self) -> str:
        return said_in(self, "keywords", "")

    def class_for(self, urgent: bool) -> UrgencyClass:
        """Give the urgency class; ``urgent`` counts only where the service allows it."""
        return self.urgent_class if urgent and self.urgent_class else self.urgency_class


class ServiceText(db.Model):
    """What a service is called and how it is explained, in one language."""

    __tablename__ = "service_text"
    __table_args__ = (UniqueConstraint("service_id", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"))
    language: Mapped[str] = mapped_column(String(8))
    name: Mapped[str]
    group: Mapped[str] = mapped_column(default="")
    hint: Mapped[str] = mapped_column(default="")
    keywords: Mapped[str] = mapped_column(default="")


Service.words = in_one(
    ServiceText.service_id == Service.id, ServiceText, "name", "group", "hint", "keywords"
)


class RoutingRule(db.Model):
    """Reports of ``service`` (any when None) in ``place`` and below (anywhere) go to an agency."""

    __tablename__ = "routing_rule"
    __table_args__ = (UniqueConstraint("service_id", "place_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    service_id: Mapped[int | None] = mapped_column(ForeignKey("service.id"), index=True)
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), index=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))


class RemovedRule(db.Model):
    """A routing rule that was taken away, to be put back by whoever finds out it was wanted."""

    __tablename__ = "removed_rule"

    id: Mapped[int] = mapped_column(primary_key=True)
    service_id: Mapped[int | None] = mapped_column(ForeignKey("service.id"), index=True)
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), index=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    removed_at: Mapped[datetime]
    put_back_at: Mapped[datetime | None]


class Reason(db.Model):
    """A listed reason: for not accepting, for not publishing, for giving back."""

    __tablename__ = "reason"

    NOT_ACCEPTED = "not_accepted"
    NOT_PUBLIC = "not_public"
    RETURN = "return"
    KINDS = (NOT_ACCEPTED, NOT_PUBLIC, RETURN)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    position: Mapped[int] = mapped_column(default=100)
    active: Mapped[bool] = mapped_column(default=True)
    texts: Mapped[list["ReasonText"]] = relationship(lazy="selectin", cascade="all, delete-orphan")

    @property
    def name(self) -> str:
        """Give the reason in the language being spoken."""
        return text_in(self.texts, "name", self.code)


class ReasonText(db.Model):
    """A reason in one language."""

    __tablename__ = "reason_text"
    __table_args__ = (UniqueConstraint("reason_id", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    reason_id: Mapped[int] = mapped_column(ForeignKey("reason.id"))
    language: Mapped[str] = mapped_column(String(8))
    name: Mapped[str]
