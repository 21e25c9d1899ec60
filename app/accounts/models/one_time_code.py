"""A code sent by SMS: it proves that a person holds a phone."""

from datetime import datetime, timedelta
from hmac import compare_digest

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts import phones
from app.core import clock, codes, personal
from app.core.db import db
from app.core.personal import PersonKey

SIGN_IN, PROVE, AGAIN = "sign_in", "prove", "again"
CHANGE_PHONE, COUNTER, ACTIVATE = "change_phone", "counter", "activate"
LIFETIME = timedelta(minutes=10)
AFTERWARDS = timedelta(minutes=30)
"""How long a proved phone waits for the rest of a sign-up."""
MAX_TRIES = 5
LENGTH = 6


class OneTimeCode(db.Model):
    """One code for one purpose and phone, bound to the browser that asked by ``token_hash``.

    One use, ten minutes, five tries; code and token rest as hashes only.
    """

    __tablename__ = "one_time_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[str] = mapped_column(String(20))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    person_key_id: Mapped[int] = mapped_column(ForeignKey("person_key.id"))
    phone_sealed: Mapped[bytes]
    phone_index: Mapped[str] = mapped_column(String(64), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    """Whose phone it is to become, for a change of number."""
    tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(index=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    by_helper: Mapped[bool] = mapped_column(default=False)
    """Used up by a helper's code: the phone itself is not proved."""

    person_key: Mapped[PersonKey] = relationship(lazy="joined", innerjoin=True)

    @classmethod
    def issue(
        cls, purpose: str, phone: str, now: datetime, user_id: int | None = None
    ) -> tuple["OneTimeCode", str, str]:
        """Make a code for ``phone`` (E.164); give the row, the code, and the browser's token."""
        code, token = codes.digits(LENGTH), codes.random_token()
        key = personal.new_key()
        row = cls(
            purpose=purpose,
            token_hash=codes.sha256(token),
            code_hash=_hash(token, code),
            person_key=key,
            phone_sealed=personal.encrypt(key, phone),
            phone_index=phones.index(phone),
            user_id=user_id,
            created_at=now,
            expires_at=now + LIFETIME,
            tries=0,
            by_helper=False,
        )
        db.session.add(row)
        return row, code, token

    @property
    def phone(self) -> str:
        phone = personal.decrypt(self.person_key, self.phone_sealed)
        if phone is None:
            raise ValueError("the code outlived its phone")
        return phone

    def is_open(self, now: datetime) -> bool:
        is_young = clock.has_begun(self.created_at, now) and now < self.expires_at
        return self.used_at is None and is_young and self.tries < MAX_TRIES

    def was_not_texted(self) -> None:
        """No message went out: its digits, which nobody was told, fit no more."""
        self.code_hash = ""

    def is_proved(self, now: datetime) -> bool:
        """Tell whether it was given rightly, a short while ago."""
        return self.used_at is not None and clock.lasts(self.used_at, AFTERWARDS, now)

    def check(self, token: str, code: str, now: datetime) -> bool:
        """Count a try and tell whether ``code`` is right; a right one is used up."""
        if not self.is_open(now):
            return False
        self.tries += 1
        if not compare_digest(self.code_hash, _hash(token, code)):
            return False
        self.used_at = now
        return True

    def accept(self, now: datetime) -> None:
        """Use it up because the phone was vouched for in another way (a helper's code)."""
        self.used_at, self.by_helper = now, True


def _hash(token: str, code: str) -> str:
    # The token's 256 bits make the hash of six digits worthless to whoever reads the table.
    return codes.sha256(f"{token}:{code}")
