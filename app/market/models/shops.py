"""Shops: who sells, where, how one reaches them, and what they may do."""

import json
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, String, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.businesses import COOPERATIVE, HOUSEHOLD, STALL
from app.accounts.models import Agency, User
from app.core import codes, personal
from app.core.db import Money, db
from app.core.personal import PersonKey
from app.core.referring import Referenced
from app.core.text import fold
from app.core.versions import Versioned
from app.market.models import lives
from app.places.models import Place

KINDS = {
    HOUSEHOLD: (_l("Household"), "home"),
    COOPERATIVE: (_l("Cooperative"), "people"),
    STALL: (_l("Market stall"), "shop"),
}
MAX_NAME, MAX_ABOUT, MAX_MEETING, MAX_SLUG = 80, 600, 160, 60
LEGAL = ("name", "address", "number", "issued_on", "issued_by", "tax_code")


@dataclass(frozen=True)
class ShopFacts:
    """What a seller says of the shop, cleaned. ``village`` may be None."""

    name: str
    kind: str
    commune: Place
    village: Place | None
    about: str = ""
    shows_phone: bool = True
    has_zalo: bool = False
    meeting_point: str = ""
    offers_pickup: bool = True
    offers_delivery: bool = False
    offers_meeting: bool = False
    offers_courier: bool = False
    delivery_fee: int = 0
    adds_tax: bool = False


class Shop(Versioned, Referenced, db.Model):
    """One shop. ``slug`` is its short address; its bank account is that of owner kind "shop".

    The phone is that of ``contact``: one of the managers, who proved it by signing in.
    """

    __tablename__ = "shop"
    __table_args__ = (
        Index("ix_shop_commune_status", "commune_id", "status", "id"),
        Index("ix_shop_office_status", "office_id", "status", "id"),
        Index("ix_shop_status", "status", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True, default=codes.readable_code)
    slug: Mapped[str] = mapped_column(String(MAX_SLUG), unique=True)
    version: Mapped[int] = mapped_column(default=1)
    status: Mapped[str] = mapped_column(String(12), default=lives.DRAFT)
    name: Mapped[str] = mapped_column(String(MAX_NAME))
    name_folded: Mapped[str] = mapped_column(String(MAX_NAME * 2))
    kind: Mapped[str] = mapped_column(String(12))
    owner_id: Mapped[int | None] = mapped_column(
        ForeignKey("user.id", ondelete="SET NULL"), index=True
    )
    contact_id: Mapped[int | None] = mapped_column(
        ForeignKey("user.id", ondelete="SET NULL"), index=True
    )
    commune_id: Mapped[int] = mapped_column(ForeignKey(Place.id))
    village_id: Mapped[int | None] = mapped_column(ForeignKey(Place.id), index=True)
    office_id: Mapped[int | None] = mapped_column(ForeignKey(Agency.id))
    """The market office that answers for it."""
    person_key_id: Mapped[int] = mapped_column(ForeignKey("person_key.id"))
    legal_sealed: Mapped[bytes | None]
    about: Mapped[str] = mapped_column(default="")
    shows_phone: Mapped[bool] = mapped_column(default=True)
    has_zalo: Mapped[bool] = mapped_column(default=False)
    offers_pickup: Mapped[bool] = mapped_column(default=True)
    offers_delivery: Mapped[bool] = mapped_column(default=False)
    """Brought by the seller, for ``delivery_fee`` đồng an order."""
    offers_meeting: Mapped[bool] = mapped_column(default=False)
    """Handed over at ``meeting_point`` on a market day."""
    offers_courier: Mapped[bool] = mapped_column(default=False)
    delivery_fee: Mapped[int] = mapped_column(Money, default=0)
    adds_tax: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Tax comes on top of its prices, which then say so; else they have it in them."""
    meeting_point: Mapped[str] = mapped_column(String(MAX_MEETING), default="")
    reviewed_at: Mapped[datetime | None]
    """When its first listing passed the market office; None: the next one is looked at."""
    confirmed_at: Mapped[datetime | None]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    owner: Mapped[User | None] = relationship(foreign_keys=[owner_id])
    contact: Mapped[User | None] = relationship(foreign_keys=[contact_id])
    commune: Mapped[Place] = relationship(foreign_keys=[commune_id], lazy="joined", innerjoin=True)
    village: Mapped[Place | None] = relationship(foreign_keys=[village_id])
    office: Mapped[Agency | None] = relationship()
    person_key: Mapped[PersonKey] = relationship()
    managers: Mapped[list["ShopManager"]] = relationship(cascade="all, delete-orphan")

    @classmethod
    def begin(cls, owner: User, facts: ShopFacts, slug: str, now: datetime) -> "Shop":
        """Make the shop of ``owner``, not open yet, and add it to the session."""
        shop = cls(
            slug=slug, owner=owner, contact=owner, status=lives.DRAFT, version=0,
            person_key=personal.new_key(), created_at=now, updated_at=now,
        )  # fmt: skip
        shop.managers.append(ShopManager(user=owner, since=now))
        shop.describe(facts, 0, now)
        db.session.add(shop)
        db.session.flush()
        return shop

    @property
    def is_open(self) -> bool:
        return self.status in lives.OPEN

    @property
    def is_confirmed(self) -> bool:
        """Tell whether the market office confirmed it: it may take orders."""
        return self.status == lives.CONFIRMED

    @property
    def place(self) -> str:
        """Give where it is: thôn Khe Bành, xã Châu Quế."""
        if self.village is None:
            return self.commune.title
        return f"{self.village.title}, {self.commune.label}"

    @property
    def phone(self) -> str | None:
        """Give the number to call (E.164) where the seller shows it; None else."""
        return self.contact.phone if self.shows_phone and self.contact else None

    @property
    def status_name(self) -> object:
        return lives.SHOP_STATUSES[self.status]

    @property
    def legal(self) -> dict[str, str]:
        """Give the seller's legal details, by the names of ``LEGAL``; empty where none."""
        found = personal.decrypt(self.person_key, self.legal_sealed)
        return dict(json.loads(found)) if found else {}

    def set_legal(self, details: dict[str, str], now: datetime) -> None:
        """Keep the seller's legal details; empty ones are left out."""
        kept = {name: details[name] for name in LEGAL if details.get(name)}
        text = json.dumps(kept, ensure_ascii=False)
        self.legal_sealed = personal.encrypt(self.person_key, text) if kept else None
        self.version, self.updated_at = self.version + 1, now

    def forget(self, now: datetime) -> None:
        """Keep nothing by which its owner could be recognised; the key is destroyed."""
        personal.destroy(self.person_key)
        self.legal_sealed = None
        self.name, self.name_folded, self.about, self.meeting_point = self.code, "", "", ""
        self.slug, self.owner_id, self.contact_id = self.code.lower(), None, None
        self.version, self.updated_at = self.version + 1, now

    def is_managed_by(self, user_id: int | None) -> bool:
        return user_id is not None and any(m.user_id == user_id for m in self.managers)

    def describe(self, facts: ShopFacts, version: int | None, now: datetime) -> None:
        """Write down what the seller says; ``version`` is the one that was on the screen.

        Raises:
            StaleVersion: somebody changed it since.
        """
        self.check_version(version)
        for name, value in vars(facts).items():
            setattr(self, name, value)
        self.name_folded = fold(facts.name)
        self.version, self.updated_at = self.version + 1, now

    def do(self, verb: str, now: datetime) -> None:
        """Go on in its life by ``verb`` of ``lives.SHOP``; raises ``InvalidTransition``."""
        lives.SHOP.move(self, verb)
        self.updated_at = now

    def may_do(self, verb: str) -> bool:
        """Tell whether the present status allows ``verb``."""
        return lives.SHOP.may(self, verb)

    def confirm(self, official: int | None, now: datetime) -> None:
        """The market office knows the seller: orders may be taken from now on."""
        self.do("confirm", now)
        self.confirmed_at, self.confirmed_by_id = now, official


class ShopManager(db.Model):
    """A person who looks after a shop."""

    __tablename__ = "shop_manager"

    shop_id: Mapped[int] = mapped_column(
        ForeignKey("shop.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(
        ForeignKey("user.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    since: Mapped[datetime]

    user: Mapped[User] = relationship()
