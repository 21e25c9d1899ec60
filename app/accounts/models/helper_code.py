"""A helper's code: an official beside a person vouches for their phone."""

from datetime import datetime, timedelta
from hmac import compare_digest

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts import phones
from app.core import clock, codes, personal
from app.core.db import db

LIFETIME = timedelta(minutes=10)
MAX_TRIES = 500
"""By strangers together, from as many addresses: nobody alone gets near (see ``limits``)."""
LENGTH = 8
"""Two digits more than a texted code: 500 tries of it are as hopeless as five of six digits."""


class HelperCode(db.Model):
    """A one-use code for one phone, read out by whoever issued it; it opens nothing to them."""

    __tablename__ = "helper_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    phone_index: Mapped[str] = mapped_column(String(64), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    issued_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(index=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    @classmethod
    def issue(
        cls, phone: str, issued_by_id: int, agency_id: int, now: datetime
    ) -> tuple["HelperCode", str]:
        """Make a code for ``phone`` (E.164) and add it; give the row and the code."""
        code = codes.digits(LENGTH)
        row = cls(
            phone_index=phones.index(phone),
            code_hash=_hash(phones.index(phone), code),
            issued_by_id=issued_by_id,
            agency_id=agency_id,
            created_at=now,
            expires_at=now + LIFETIME,
            tries=0,
        )
        db.session.add(row)
        db.session.flush()
        return row, code

    def is_open(self, now: datetime) -> bool:
        is_young = clock.has_begun(self.created_at, now) and now < self.expires_at
        return self.used_at is None and is_young and self.tries < MAX_TRIES

    def check(self, code: str, now: datetime) -> bool:
        """Count a try and tell whether ``code`` is right; a right one is used up."""
        if not self.is_open(now):
            return False
        self.tries += 1
        if not compare_digest(self.code_hash, _hash(self.phone_index, code)):
            return False
        self.used_at = now
        return True


def _hash(phone_index: str, code: str) -> str:
    # Keyed: six digits alone could be guessed from a bare hash.
    return personal.blind_index("helper_code", f"{phone_index}:{code}")
