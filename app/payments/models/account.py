"""Bank accounts of billers and shops. The number is sealed; it is shown where one pays."""

from datetime import datetime
from functools import cached_property

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import codes, personal, text
from app.core.db import db
from app.core.errors import DomainError
from app.core.personal import PersonKey
from app.core.referring import Referenced
from app.core.versions import Versioned
from app.payments import banks
from app.payments.vietqr import MAX_ACCOUNT

MAX_HOLDER = 80


class BankAccount(Versioned, Referenced, db.Model):
    """The one account of an owner to which people transfer. ``version`` counts its changes."""

    __tablename__ = "bank_account"
    __table_args__ = (UniqueConstraint("owner_kind", "owner_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True, default=codes.readable_code)
    owner_kind: Mapped[str] = mapped_column(String(20))
    owner_id: Mapped[int]
    bin: Mapped[str] = mapped_column(String(6))
    person_key_id: Mapped[int] = mapped_column(ForeignKey("person_key.id"))
    number_sealed: Mapped[bytes]
    holder_name: Mapped[str] = mapped_column(String(MAX_HOLDER))
    hook_secret_sealed: Mapped[bytes | None]
    """Sealed; with it a bank's own program signs what it reports. None: no web hook."""
    hook_adapter: Mapped[str] = mapped_column(String(12), default="own")
    """Whose way of reporting: our own contract, or a provider's by name (``adapters``)."""
    version: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime]

    person_key: Mapped[PersonKey] = relationship(lazy="joined", innerjoin=True)

    @classmethod
    def open(
        cls, owner_kind: str, owner_id: int, bin: str, number: str, holder: str, now: datetime
    ) -> "BankAccount":
        """Make the owner's account and add it to the session; raises as ``change`` does."""
        account = cls(
            owner_kind=owner_kind,
            owner_id=owner_id,
            person_key=personal.new_key(),
            version=0,
        )
        account.change(bin, number, holder, 0, now)
        db.session.add(account)
        db.session.flush()
        return account

    @cached_property
    def number(self) -> str:
        return personal.decrypt(self.person_key, self.number_sealed) or ""

    @property
    def masked_number(self) -> str:
        """Give what audit rows and lists may hold: the last three digits."""
        return f"•••{self.number[-3:]}"

    @property
    def bank_name(self) -> str:
        return banks.name_of(self.bin)

    @property
    def hook_secret(self) -> str | None:
        """Give the secret of the web hook, None where there is none."""
        return personal.decrypt(self.person_key, self.hook_secret_sealed)

    def change(self, bin: str, number: str, holder: str, version: int, now: datetime) -> None:
        """Set where people transfer to.

        Raises:
            DomainError: an unknown bank, no account number, no holder.
            StaleVersion: somebody changed it since the form was opened.
        """
        self.check_version(version)
        bare = "".join(number.split())
        if banks.bank(bin) is None:
            raise DomainError(_l("Choose a bank from the list."), field="bin")
        if not (bare.isascii() and bare.isalnum() and 4 <= len(bare) <= MAX_ACCOUNT):
            raise DomainError(_l("An account has 4 to 19 digits or letters."), field="number")
        name = text.plain(holder, MAX_HOLDER).upper()
        if not name:
            raise DomainError(_l("Write the holder's name as the bank shows it."), field="holder")
        self.bin, self.holder_name = bin, name
        self.number_sealed = personal.encrypt(self.person_key, bare)
        self.__dict__.pop("number", None)
        self.version, self.changed_at = version + 1, now

    def make_hook_secret(self) -> str:
        """Make a new secret for the web hook; the old one is refused from now on."""
        secret = codes.random_token()
        self.keep_hook("own", secret)
        return secret

    def keep_hook(self, adapter: str, secret: str) -> None:
        """Take reports of that adapter under that secret, and under no other."""
        self.hook_adapter = adapter
        self.hook_secret_sealed = personal.encrypt(self.person_key, secret)

    def drop_hook(self) -> None:
        self.hook_secret_sealed = None
