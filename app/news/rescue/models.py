"""A house that calls for rescue, each call that came from it, and what became of it.

A call is kept as it came; the house adds up what its calls say. Where somebody is, their phone and
words are personal: the last two are sealed under the call's own key, all go with it.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts import phones
from app.accounts.models import Agency, User
from app.core import codes, personal
from app.core.db import db
from app.core.lifecycle import Life, WithStatus
from app.core.personal import PersonKey
from app.core.referring import Referenced
from app.core.versions import Versioned
from app.news.models import Alert
from app.places.models import Place

ALERT_KINDS = frozenset({"flood", "landslide"})
NEEDS: dict[str, tuple[Any, str, int]] = {
    # code: (what is tapped, its picture, how grave it is)
    "trapped": (_l("Trapped on a roof or in the water"), "home", 4),
    "injured": (_l("Somebody is hurt or ill"), "health", 4),
    "carry": (_l("Old people, children, a pregnant woman to be carried"), "people", 3),
    "medicine": (_l("Medicine"), "drop", 2),
    "food": (_l("Water, food"), "cup", 1),
}
UNSAID = 2
"""How grave a call is that says nothing of what is needed: more than hunger, it may be anything."""
MOST_PEOPLE = 500
MAX_WORDS = 500

WAITING, TAKEN, SAFE, DONE = "waiting", "taken", "safe", "done"
OPEN = frozenset({WAITING, TAKEN})
STATUSES: dict[str, tuple[Any, str]] = {
    # status: (name, tone of its chip)
    WAITING: (_l("Received"), "late"),
    TAKEN: (lazy_pgettext("rescue", "On the way"), "soon"),
    SAFE: (_l("Safe by their own word"), "ok"),
    DONE: (_l("Done"), "ok"),
}
OUTCOMES: dict[str, Any] = {
    "rescued": _l("Brought to safety"),
    "supplied": _l("Brought what was needed"),
    "handed-on": _l("Handed over to another force"),
    "not-found": _l("Nobody found there"),
    "false": _l("A false call"),
}
TAKE, TAKE_OVER, GIVE_BACK, SETTLE, SAY_SAFE = "take", "take-over", "give-back", "settle", "safe"
LIFE: Life["Rescue"] = Life("rescue")
LIFE.verb(TAKE, {WAITING}, TAKEN)
LIFE.verb(TAKE_OVER, {TAKEN})
LIFE.verb(GIVE_BACK, {TAKEN}, WAITING)
LIFE.verb(SETTLE, OPEN, DONE)
LIFE.verb(SAY_SAFE, OPEN, SAFE)


def takes_calls(alert: Alert) -> bool:
    """Tell whether an alert is of a kind under which people call for rescue; a drill is not."""
    return alert.kind in ALERT_KINDS and not alert.is_test


def gravity(needs: Iterable[str]) -> int:
    return max((NEEDS[each][2] for each in needs), default=UNSAID)


def known(needs: Iterable[str]) -> str:
    """Write needs as a column keeps them, in the order of ``NEEDS``."""
    wanted = set(needs)
    return " ".join(code for code in NEEDS if code in wanted)


class Rescue(Versioned, WithStatus, Referenced, db.Model):
    """One house. ``urgency``, ``needs``, ``people`` and place are what its calls come to."""

    __tablename__ = "rescue"
    statuses = STATUSES
    __table_args__ = (
        Index("ix_rescue_status", "status", "urgency", "id"),
        Index("ix_rescue_alert", "alert_id", "status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(
        String(20), unique=True, default=lambda: "CG" + codes.readable_code()
    )
    version: Mapped[int] = mapped_column(default=1)
    status: Mapped[str] = mapped_column(String(10), default=WAITING)
    alert_id: Mapped[int] = mapped_column(ForeignKey(Alert.id))
    agency_id: Mapped[int] = mapped_column(ForeignKey(Agency.id), index=True)
    """The alert's."""
    commune_id: Mapped[int] = mapped_column(ForeignKey(Place.id), index=True)
    place_id: Mapped[int] = mapped_column(ForeignKey(Place.id), index=True)
    lat: Mapped[float | None]
    long: Mapped[float | None]
    needs: Mapped[str] = mapped_column(String(80), default="")
    urgency: Mapped[int] = mapped_column(default=0)
    """Negative, so that the gravest come first where the oldest do."""
    people: Mapped[int] = mapped_column(default=1)
    called_at: Mapped[datetime]
    handler_id: Mapped[int | None] = mapped_column(
        ForeignKey("user.id", ondelete="SET NULL"), index=True
    )
    taken_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(String(12), default="")

    alert: Mapped[Alert] = relationship(lazy="joined", innerjoin=True)
    agency: Mapped[Agency] = relationship()
    commune: Mapped[Place] = relationship(foreign_keys=[commune_id])
    place: Mapped[Place] = relationship(foreign_keys=[place_id], lazy="joined", innerjoin=True)
    handler: Mapped[User | None] = relationship(foreign_keys=[handler_id])
    calls: Mapped[list["RescueCall"]] = relationship(
        back_populates="rescue", order_by="RescueCall.id", lazy="selectin"
    )

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def needed(self) -> list[tuple[Any, str]]:
        """Give what is needed, in words and as a picture."""
        return [NEEDS[code][:2] for code in self.needs.split()]

    @property
    def is_grave(self) -> bool:
        return -self.urgency >= NEEDS["trapped"][2]

    @property
    def outcome_name(self) -> Any:
        return OUTCOMES.get(self.outcome, "")

    @property
    def where(self) -> str:
        """Name the village with its commune, or the commune."""
        return self.place.within if self.place_id != self.commune_id else self.place.label

    @property
    def safe_calls(self) -> int:
        return sum(call.safe_at is not None for call in self.calls)

    def is_unsettled(self, now: datetime) -> bool:
        """Tell whether it is open though its alert is over."""
        return self.is_open and not self.alert.is_on(now)

    def gather(self) -> None:
        """Add up what its calls say: the most people, every need, the most exact position."""
        needs = {need for call in self.calls for need in call.needs.split()}
        self.needs, self.urgency = known(needs), -gravity(needs)
        self.people = max(call.people for call in self.calls)
        self.called_at = min(call.called_at for call in self.calls)
        self._stand(min(self._exact(), key=lambda call: call.accuracy or 0, default=None))
        villages = [call.place_id for call in self.calls if call.place_id != self.commune_id]
        self.place_id = villages[0] if villages else self.commune_id

    def _exact(self) -> list["RescueCall"]:
        return [call for call in self.calls if call.lat is not None]

    def _stand(self, best: "RescueCall | None") -> None:
        self.lat, self.long = (best.lat, best.long) if best else (None, None)


class RescueCall(db.Model):
    """What one phone sent. ``browser`` tells the browsers of senders apart, and nothing else."""

    __tablename__ = "rescue_call"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(
        String(20), unique=True, default=lambda: "SOS" + codes.readable_code()
    )
    rescue_id: Mapped[int] = mapped_column(ForeignKey(Rescue.id), index=True)
    user_id: Mapped[int | None] = mapped_column(
        ForeignKey("user.id", ondelete="SET NULL"), index=True
    )
    person_key_id: Mapped[int] = mapped_column(ForeignKey("person_key.id"))
    phone_sealed: Mapped[bytes | None]
    phone_index: Mapped[str | None] = mapped_column(String(64), index=True)
    words_sealed: Mapped[bytes | None]
    browser: Mapped[str | None] = mapped_column(String(64), index=True)
    place_id: Mapped[int] = mapped_column(ForeignKey(Place.id), index=True)
    lat: Mapped[float | None]
    long: Mapped[float | None]
    accuracy: Mapped[float | None]
    needs: Mapped[str] = mapped_column(String(80), default="")
    people: Mapped[int] = mapped_column(default=1)
    called_at: Mapped[datetime]
    """When it was pressed, by the phone where it waited for a signal."""
    received_at: Mapped[datetime]
    safe_at: Mapped[datetime | None]
    """When its sender said that they are safe."""

    rescue: Mapped[Rescue] = relationship(back_populates="calls")
    place: Mapped[Place] = relationship(lazy="joined", innerjoin=True)
    user: Mapped[User | None] = relationship()
    person_key: Mapped[PersonKey] = relationship(lazy="joined", innerjoin=True)

    @property
    def phone(self) -> str | None:
        return personal.decrypt(self.person_key, self.phone_sealed)

    @property
    def shown_phone(self) -> str:
        """Give the number as it is written at home; empty without one."""
        return phones.national(self.phone) if self.phone else ""

    @property
    def masked_phone(self) -> str:
        return phones.masked(self.phone) if self.phone else ""

    @property
    def words(self) -> str:
        return personal.decrypt(self.person_key, self.words_sealed) or ""

    @property
    def needed(self) -> list[tuple[Any, str]]:
        return [NEEDS[code][:2] for code in self.needs.split()]

    def seal(self, phone: str | None, words: str) -> None:
        """Keep number and words under the call's key; empty ones are none."""
        key = self.person_key
        self.phone_sealed = personal.encrypt(key, phone) if phone else None
        self.words_sealed = personal.encrypt(key, words) if words else None
