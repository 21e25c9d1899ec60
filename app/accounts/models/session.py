"""A browser that we know: the server's side of the cookie, of a guest or of a person."""

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models.user import User
from app.core import clock, codes
from app.core.db import db

CITIZEN_IDLE = timedelta(days=365)
OFFICIAL_IDLE = timedelta(minutes=30)
OFFICIAL_ABSOLUTE = timedelta(hours=12)
SEEN_EVERY, SEEN_CLOSELY = timedelta(minutes=15), timedelta(minutes=1)
PROOF_LASTS = timedelta(minutes=15)
PIN_LASTS = timedelta(minutes=30)


class Session(db.Model):
    """One browser. The cookie holds a random token, this row its hash.

    ``proved_at`` is when the person last proved who they are; ``second_factor_at`` is set in
    an official's session alone, and only such a session carries rights. ``proved_phone_index``
    is a phone that a guest proved without an account. ``unproved_since`` is set while the
    person's phone is not proved: a helper's code opened the session, or it was long idle.
    """

    __tablename__ = "session"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    device: Mapped[str] = mapped_column(String(60), default="")
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime] = mapped_column(index=True)
    expires_at: Mapped[datetime | None]
    """The absolute limit: an official's session has one."""
    ended_at: Mapped[datetime | None]
    proved_at: Mapped[datetime | None]
    unproved_since: Mapped[datetime | None]
    second_factor_at: Mapped[datetime | None]
    pin_passed_at: Mapped[datetime | None]
    proved_phone_index: Mapped[str | None] = mapped_column(String(64))
    provider: Mapped[str | None] = mapped_column(String(20))
    """The kind of provider through which the person signed in (``core.providers.PROVIDERS``)."""
    level: Mapped[int | None]
    """What the provider vouched for at this sign-in."""
    provider_subject: Mapped[str | None] = mapped_column(String(64), index=True)
    provider_session: Mapped[str | None] = mapped_column(String(64), index=True)
    """Hashes of how the provider calls the person and its own session: it may end ours."""

    user: Mapped[User | None] = relationship(lazy="joined")

    @classmethod
    def begin(
        cls, now: datetime, user: User | None = None, device: str = ""
    ) -> tuple["Session", str]:
        """Make a session and add it; give the row and the token for the cookie."""
        token = codes.random_token()
        session = cls(
            code=codes.readable_code(3),
            token_hash=codes.sha256(token),
            user=user,
            device=device,
            created_at=now,
            last_seen_at=now,
        )
        db.session.add(session)
        return session, token

    @property
    def is_official(self) -> bool:
        """Tell whether an official signed in with both factors."""
        return self.second_factor_at is not None

    @property
    def idle_limit(self) -> timedelta:
        """Give how long the session lives without a visit."""
        return OFFICIAL_IDLE if self.is_official else CITIZEN_IDLE

    def is_open(self, now: datetime) -> bool:
        """Tell whether the session still holds: not ended, not idle too long, person active."""
        if self.ended_at is not None or now - self.last_seen_at >= self.idle_limit:
            return False
        if self.second_factor_at is not None and not self._began_before(now):
            return False
        if self.expires_at is not None and now >= self.expires_at:
            return False
        return self.user is None or self.user.is_active

    def is_proved(self, now: datetime) -> bool:
        return self.proved_at is not None and clock.lasts(self.proved_at, PROOF_LASTS, now)

    def unproved_from(self, now: datetime, idle: timedelta) -> datetime | None:
        """Give since when the person's phone is not proved here; None while it is.

        After ``idle`` without a visit a proof no longer counts: the phone may be another's.
        """
        if self.user_id is None or self.unproved_since is not None:
            return self.unproved_since
        lapses = self.last_seen_at + idle
        return lapses if now >= lapses else None

    def prove(self, now: datetime) -> str:
        """Note that the phone was proved; give the new token, the one before is refused."""
        token = codes.random_token()
        self.token_hash = codes.sha256(token)
        self.proved_at = self.pin_passed_at = now
        self.unproved_since = None
        return token

    def is_locked(self, now: datetime) -> bool:
        """Tell whether the PIN is asked before anything private is shown."""
        if self.user is None or self.user.pin_hash is None:
            return False
        return self.pin_passed_at is None or not clock.lasts(self.pin_passed_at, PIN_LASTS, now)

    @property
    def locked_since(self) -> datetime | None:
        """Give when the last right PIN stopped, or will stop, holding; None for never given."""
        return self.pin_passed_at + PIN_LASTS if self.pin_passed_at else None

    def is_due_to_be_seen(self, now: datetime) -> bool:
        """Tell whether the last visit written down lies far enough back to write it again."""
        every = SEEN_CLOSELY if self._is_short else SEEN_EVERY
        return not clock.lasts(self.last_seen_at, every, now)

    def _began_before(self, now: datetime) -> bool:
        """Tell whether an official's limits are reckoned from moments that are past."""
        moments = (self.last_seen_at, self.second_factor_at or self.last_seen_at)
        return all(clock.has_begun(each, now) for each in moments)

    @property
    def _is_short(self) -> bool:
        """Tell whether minutes without a visit end something: an official's session, a PIN."""
        return self.is_official or (self.user is not None and self.user.pin_hash is not None)

    def see(self, now: datetime, idle: timedelta) -> None:
        """Note a visit; using an unlocked session keeps it unlocked.

        A proof that lapsed for want of visits stays lapsed, however often it is seen now.
        """
        self.unproved_since = self.unproved_from(now, idle)
        if self.pin_passed_at is not None and not self.is_locked(now):
            self.pin_passed_at = now
        self.last_seen_at = now

    def become_official(self, now: datetime) -> None:
        """Mark that both factors were given: rights from now on, with the short limits."""
        self.second_factor_at = self.proved_at = now
        self.expires_at = now + OFFICIAL_ABSOLUTE

    def end(self, now: datetime) -> None:
        """End it for good; its token is refused from now on."""
        self.ended_at = self.ended_at or now
        self.device = ""
        self.proved_phone_index = None
        self.provider_subject = self.provider_session = None
