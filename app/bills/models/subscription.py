"""Which codes a person follows, and when their health insurance ends."""

from datetime import date, datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.bills.models.account import CustomerAccount
from app.core import codes
from app.core.db import db
from app.core.text import clean

MAX_NICKNAME = 40
ME, PARENTS, OTHERS = "me", "parents", "others"
FOR = {ME: _l("My home"), PARENTS: _l("My parents' home"), OTHERS: _l("Somebody else's")}


class Subscription(db.Model):
    """A person follows a code. Before ``proved_at`` they see only whether it is paid."""

    __tablename__ = "bill_subscription"
    __table_args__ = (UniqueConstraint("user_id", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True, default=codes.readable_code)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    account_id: Mapped[int] = mapped_column(ForeignKey("customer_account.id"), index=True)
    nickname: Mapped[str] = mapped_column(String(MAX_NICKNAME), default="")
    is_for: Mapped[str] = mapped_column(String(10), default=ME)
    proved_at: Mapped[datetime | None]
    proved_by: Mapped[str] = mapped_column(String(10), default="")
    created_at: Mapped[datetime]

    user: Mapped[User] = relationship()
    account: Mapped[CustomerAccount] = relationship(lazy="joined", innerjoin=True)

    @property
    def is_proved(self) -> bool:
        """Tell whether the person may see names, addresses, amounts and history."""
        return self.proved_at is not None

    @property
    def title(self) -> str:
        """Give what the person calls it, else what is billed."""
        return self.nickname or str(self.account.biller.what)

    def call(self, nickname: str, is_for: str) -> None:
        self.nickname = clean(nickname, MAX_NICKNAME)
        self.is_for = is_for if is_for in FOR else ME

    def prove(self, how: str, now: datetime) -> None:
        """The person showed that the code is theirs to follow."""
        self.proved_at, self.proved_by = now, how


class InsuranceCard(db.Model):
    """The month in which a health insurance card ends; its number is not kept."""

    __tablename__ = "insurance_card"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True, default=codes.readable_code)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    nickname: Mapped[str] = mapped_column(String(MAX_NICKNAME))
    expires_on: Mapped[date] = mapped_column(Date, index=True)
    """The last day of the month."""

    user: Mapped[User] = relationship()
