"""An alert: what threatens whom, from when to when, and the thread of what was said since."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.actors import Actor
from app.accounts.models import Agency
from app.core.db import db
from app.core.errors import DomainError
from app.core.lifecycle import Life
from app.core.referring import Referenced
from app.core.versions import Versioned
from app.media.models import Photo
from app.news.models.article import new_code
from app.notifications.broadcast_models import Broadcast
from app.places.models import Place

ADVICE, WARNING, DANGER, EMERGENCY = 1, 2, 3, 4
LEVELS: dict[int, Any] = {
    ADVICE: _l("Take note"),
    WARNING: _l("Warning"),
    DANGER: _l("Danger"),
    EMERGENCY: _l("Emergency"),
}
TONES = {ADVICE: "info", WARNING: "soon", DANGER: "late", EMERGENCY: "late"}
KINDS: dict[str, tuple[Any, str]] = {
    # code: (name, icon)
    "flood": (_l("Flood, high water"), "flood"),
    "storm": (_l("Storm"), "storm"),
    "landslide": (_l("Landslide"), "landslide"),
    "road_closed": (_l("Road closed"), "road"),
    "power_cut": (_l("Power cut"), "bolt"),
    "water_cut": (_l("Water cut"), "tap"),
    "disease": (_l("Disease"), "health"),
    "other": (_l("Other danger"), "info"),
}
ACTIVE, CLEARED = "active", "cleared"
ALERT: Life["Alert"] = Life("alert")
"""One whose end passed stays active in name and is shown no more."""
ALERT.verb("update", {ACTIVE})
ALERT.verb("correct", {ACTIVE})
ALERT.verb("clear", {ACTIVE}, CLEARED)
LONGEST_HEADLINE, LONGEST_TEXT = 120, 2_000


@dataclass(frozen=True)
class AlertContent:
    """What an alert says, cleaned. ``polygon`` is "lat,long lat,long …" as CAP writes it."""

    kind: str
    level: int
    headline: str
    description: str
    instruction: str
    starts_at: datetime
    ends_at: datetime
    contact_name: str = ""
    contact_phone: str = ""
    polygon: str = ""
    places: Sequence[Place] = field(default=())


class Alert(Versioned, Referenced, db.Model):
    """One alert of one agency. It ends by itself at ``ends_at``, or at the all-clear."""

    __tablename__ = "alert"
    __table_args__ = (Index("ix_alert_active", "status", "ends_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True, default=new_code)
    version: Mapped[int] = mapped_column(default=1)
    status: Mapped[str] = mapped_column(String(12), default=ACTIVE)
    is_test: Mapped[bool] = mapped_column(default=False)
    agency_id: Mapped[int] = mapped_column(ForeignKey(Agency.id), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    level: Mapped[int]
    headline: Mapped[str]
    description: Mapped[str]
    instruction: Mapped[str]
    contact_name: Mapped[str] = mapped_column(default="")
    contact_phone: Mapped[str] = mapped_column(String(30), default="")
    polygon: Mapped[str] = mapped_column(default="")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    sent_at: Mapped[datetime]
    cleared_at: Mapped[datetime | None]

    agency: Mapped[Agency] = relationship(lazy="joined", innerjoin=True)
    places: Mapped[list["AlertPlace"]] = relationship(cascade="all, delete-orphan", lazy="selectin")
    photos: Mapped[list["AlertPhoto"]] = relationship(cascade="all, delete-orphan", lazy="selectin")
    broadcasts: Mapped[list["AlertBroadcast"]] = relationship(cascade="all, delete-orphan")
    messages: Mapped[list["AlertMessage"]] = relationship(
        order_by="AlertMessage.id", cascade="all, delete-orphan", lazy="selectin"
    )

    @classmethod
    def send(
        cls, content: AlertContent, agency: Agency, actor: Actor, now: datetime, is_test: bool
    ) -> "Alert":
        """Make an alert that counts from now on; add it to the session."""
        alert = cls(agency=agency, sent_at=now, is_test=is_test)
        alert._write(content, now)
        alert._say("alert", "", actor, now)
        db.session.add(alert)
        db.session.flush()
        return alert

    @property
    def mark(self) -> str:
        """Name what it says now: other words later have to be read anew."""
        return f"{self.code}.{len(self.messages)}"

    @property
    def level_name(self) -> Any:
        return LEVELS[self.level]

    @property
    def tone(self) -> str:
        """Give the level's tone, as chips and banners have it."""
        return TONES[self.level]

    @property
    def icon(self) -> str:
        """Give the kind's picture."""
        return KINDS[self.kind][1]

    @property
    def kind_name(self) -> Any:
        return KINDS[self.kind][0]

    @property
    def area(self) -> str:
        """Name the places, as within a sentence: phường Ven Sông, xã Vùng Cao."""
        return ", ".join(row.place.label for row in self.places)

    @property
    def place_ids(self) -> frozenset[int]:
        return frozenset(row.place_id for row in self.places)

    def is_on(self, now: datetime) -> bool:
        """Tell whether it counts at ``now``: neither cleared nor past its end."""
        return self.status == ACTIVE and self.ends_at > now

    def update(self, text: str, ends_at: datetime, level: int, actor: Actor, now: datetime) -> None:
        """Say what changed; the end and the level may change too."""
        self._need_words(text)
        _need_span(self.starts_at, ends_at, now)
        _need_level(level)
        ALERT.move(self, "update")
        self.ends_at, self.level = ends_at, level
        self._say("update", text, actor, now)

    def correct(
        self, content: AlertContent, text: str, version: int, actor: Actor, now: datetime
    ) -> None:
        """Put wrong words, places or times right; ``text`` says what was wrong."""
        self.check_version(version)
        self._need_words(text)
        ALERT.move(self, "correct")
        self._write(content, now)
        self._say("correct", text, actor, now)

    def clear(self, text: str, actor: Actor, now: datetime) -> None:
        self._need_words(text)
        ALERT.move(self, "clear")
        self.cleared_at = now
        self._say("clear", text, actor, now)

    def _need_words(self, text: str) -> None:
        if not text:
            raise DomainError(_l("Write what people should know."), field="text")

    def _say(self, verb: str, text: str, actor: Actor, now: datetime) -> None:
        self.messages.append(
            AlertMessage(verb=verb, text=text, at=now, actor_id=actor.user_id, level=self.level)
        )

    def _write(self, content: AlertContent, now: datetime) -> None:
        _need_span(content.starts_at, content.ends_at, now)
        _need_level(content.level)
        for name in WRITTEN:
            setattr(self, name, getattr(content, name))
        self._cover(content.places)

    def _cover(self, places: Iterable[Place]) -> None:
        wanted = {place.id: place for place in places}
        if not wanted:
            raise DomainError(_l("Choose at least one commune or village."), field="place")
        kept = [row for row in self.places if row.place_id in wanted]
        known = {row.place_id for row in kept}
        fresh = [AlertPlace(place=p, place_id=n) for n, p in wanted.items() if n not in known]
        self.places = kept + fresh


WRITTEN = (
    "kind", "level", "headline", "description", "instruction", "contact_name", "contact_phone",
    "polygon", "starts_at", "ends_at",
)  # fmt: skip


class AlertPlace(db.Model):
    """A commune or village that an alert is for."""

    __tablename__ = "alert_place"

    alert_id: Mapped[int] = mapped_column(
        ForeignKey("alert.id", ondelete="CASCADE"), primary_key=True
    )
    place_id: Mapped[int] = mapped_column(ForeignKey(Place.id), primary_key=True, index=True)

    place: Mapped[Place] = relationship(lazy="joined", innerjoin=True)


class AlertPhoto(db.Model):
    """A picture of an alert."""

    __tablename__ = "alert_photo"

    id: Mapped[int] = mapped_column(primary_key=True)
    alert_id: Mapped[int] = mapped_column(ForeignKey("alert.id", ondelete="CASCADE"), index=True)
    photo_id: Mapped[int] = mapped_column(ForeignKey(Photo.id), unique=True)
    description: Mapped[str] = mapped_column(default="")

    photo: Mapped[Photo] = relationship(lazy="joined", innerjoin=True)


class AlertMessage(db.Model):
    """One message of the thread: the alert itself, an update, a correction, the all-clear."""

    __tablename__ = "alert_message"
    __table_args__ = (Index("ix_alert_message_alert", "alert_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    alert_id: Mapped[int] = mapped_column(ForeignKey("alert.id", ondelete="CASCADE"))
    verb: Mapped[str] = mapped_column(String(10))
    text: Mapped[str]
    at: Mapped[datetime]
    level: Mapped[int]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))


class AlertBroadcast(db.Model):
    """What was sent to many for an alert."""

    __tablename__ = "alert_broadcast"

    alert_id: Mapped[int] = mapped_column(
        ForeignKey("alert.id", ondelete="CASCADE"), primary_key=True
    )
    broadcast_id: Mapped[int] = mapped_column(ForeignKey(Broadcast.id), primary_key=True)

    broadcast: Mapped[Broadcast] = relationship(lazy="joined", innerjoin=True)


def _need_span(starts_at: datetime, ends_at: datetime, now: datetime) -> None:
    if ends_at <= now:
        raise DomainError(_l("The end has passed already. Choose a later one."), field="ends_at")
    if ends_at <= starts_at:
        raise DomainError(_l("The end must be after the beginning."), field="ends_at")


def _need_level(level: int) -> None:
    if level not in LEVELS:
        raise DomainError(_l("Choose the level."), field="level")
