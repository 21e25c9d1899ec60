"""What people were told, and the browsers that may be told by push."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.accounts.viewer import Viewer
from app.core import codes
from app.core.db import db
from app.notifications.encryption import Keys
from app.notifications.endpoints import Endpoint

OF_A_GUEST: dict[str, Any] = dict.fromkeys(
    ("sqlite_where", "postgresql_where"), text("grant_id IS NOT NULL")
)
"""Very many rows are of people: they should not pay for the indexes of guests."""
GIVEN_UP_AFTER = timedelta(days=30)


class Notification(db.Model):
    """One thing one recipient was told: a person, or whoever holds a guest's grant.

    ``parameters`` fill the kind's words, which are made when they are shown. ``url`` is a path
    on this site. ``push_after`` is when the phone may ring.
    """

    __tablename__ = "notification"
    __table_args__ = (
        UniqueConstraint("user_id", "dedupe_key"),
        CheckConstraint("(user_id IS NULL) <> (grant_id IS NULL)", name="one_recipient"),
        Index("ix_notification_user", "user_id", "id"),
        Index("ix_notification_grant", "grant_id", "id", **OF_A_GUEST),
        Index("uq_notification_grant_dedupe", "grant_id", "dedupe_key", unique=True, **OF_A_GUEST),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(43), unique=True, default=codes.random_token)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    grant_id: Mapped[int | None] = mapped_column(ForeignKey("grant.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(40))
    parameters: Mapped[dict[str, Any]]
    url: Mapped[str]
    dedupe_key: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(index=True)
    push_after: Mapped[datetime]
    read_at: Mapped[datetime | None]

    user: Mapped[User | None] = relationship()

    @property
    def is_unread(self) -> bool:
        """Tell whether the recipient has not marked it as read."""
        return self.read_at is None

    @property
    def tag(self) -> str:
        """Give what a phone groups by: the code of what it is about, else its own.

        The newer message about one thing takes the place of the older on the lock screen.
        """
        return str(self.parameters.get("code") or self.code)

    def read(self, now: datetime) -> None:
        """Mark as read; the first time counts."""
        self.read_at = self.read_at or now


class PushSubscription(db.Model):
    """One browser at its push service. Who is told there is said by its bindings."""

    __tablename__ = "push_subscription"

    id: Mapped[int] = mapped_column(primary_key=True)
    endpoint: Mapped[str]
    endpoint_hash: Mapped[str] = mapped_column(String(64), unique=True)
    service: Mapped[str] = mapped_column(String(260))
    """The push service's host: sending waits in a queue for each."""
    p256dh: Mapped[bytes]
    auth: Mapped[bytes]
    created_at: Mapped[datetime]
    failing_since: Mapped[datetime | None]

    bindings: Mapped[list["PushBinding"]] = relationship(
        back_populates="subscription", cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def keys(self) -> Keys:
        return Keys(self.p256dh, self.auth)

    @property
    def queue(self) -> str:
        """Give the outbox queue: one for each push service, so that none waits for another."""
        return queue_of(self.service)

    def is_only_of(self, viewer: Viewer) -> bool:
        """Tell whether nobody else is told in this browser."""
        return all(binding.is_of(viewer) for binding in self.bindings)

    def bind(self, viewer: Viewer, now: datetime) -> None:
        """Have this browser tell ``viewer``, as person and as holder of grants, and nobody else."""
        self.unbind(self.others(viewer))
        session_id = viewer.session.id if viewer.session else None
        if viewer.user_id is not None:
            self._bind_one(session_id, now, user_id=viewer.user_id)
        for grant_id in viewer.grant_ids:
            self._bind_one(session_id, now, grant_id=grant_id)

    def others(self, viewer: Viewer) -> list["PushBinding"]:
        """Give the bindings of people other than ``viewer``."""
        return [binding for binding in self.bindings if not binding.is_of(viewer)]

    def unbind(self, bindings: list["PushBinding"]) -> None:
        """Take ``bindings`` away."""
        self.bindings = [binding for binding in self.bindings if binding not in bindings]

    def worked(self) -> None:
        """Note that the push service took a message."""
        self.failing_since = None

    def failed(self, now: datetime) -> bool:
        """Note that it did not; tell whether that has gone on for so long as to give up."""
        self.failing_since = self.failing_since or now
        return now - self.failing_since >= GIVEN_UP_AFTER

    def _bind_one(self, session_id: int | None, now: datetime, **recipient: int) -> None:
        ((name, number),) = recipient.items()
        for binding in self.bindings:
            if getattr(binding, name) == number:
                binding.session_id = session_id
                return
        self.bindings.append(PushBinding(session_id=session_id, created_at=now, **recipient))


class PushBinding(db.Model):
    """Whom a browser tells: a person, or the holder of a grant. Ends with the session."""

    __tablename__ = "push_binding"
    __table_args__ = (
        UniqueConstraint("subscription_id", "user_id", name="uq_push_binding_user"),
        UniqueConstraint("subscription_id", "grant_id", name="uq_push_binding_grant"),
        CheckConstraint("(user_id IS NULL) <> (grant_id IS NULL)", name="one_recipient"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subscription_id: Mapped[int] = mapped_column(
        ForeignKey("push_subscription.id", ondelete="CASCADE")
    )
    user_id: Mapped[int | None] = mapped_column(
        ForeignKey("user.id", ondelete="CASCADE"), index=True
    )
    grant_id: Mapped[int | None] = mapped_column(
        ForeignKey("grant.id", ondelete="CASCADE"), index=True
    )
    session_id: Mapped[int | None] = mapped_column(
        ForeignKey("session.id", ondelete="SET NULL"), index=True
    )
    created_at: Mapped[datetime]

    subscription: Mapped[PushSubscription] = relationship(back_populates="bindings")

    def is_of(self, viewer: Viewer) -> bool:
        """Tell whether it tells ``viewer``, or whoever uses the same session.

        The latter keeps a person told whose session is locked by a PIN just now.
        """
        if viewer.session is not None and viewer.session.id == self.session_id:
            return True
        if self.user_id is not None:
            return self.user_id == viewer.user_id
        return viewer.holds(self.grant_id)


class SilentGroup(db.Model):
    """A group of kinds (``groups``) for which a person's phones do not ring."""

    __tablename__ = "silent_group"

    user_id: Mapped[int] = mapped_column(
        ForeignKey("user.id", ondelete="CASCADE"), primary_key=True
    )
    name: Mapped[str] = mapped_column(String(20), primary_key=True)


def queue_of(service: str) -> str:
    return f"push:{service}"[:80]


def new_subscription(endpoint: Endpoint, keys: Keys, now: datetime) -> dict[str, Any]:
    return {
        "endpoint": endpoint.url,
        "endpoint_hash": codes.sha256(endpoint.url),
        "service": endpoint.authority,
        "p256dh": keys.p256dh,
        "auth": keys.auth,
        "created_at": now,
    }
