"""What a seller typed of a shop, cleaned but not yet judged: it goes back into the form."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from flask import Request
from flask_babel import lazy_gettext as _l

from app.core.errors import DomainError
from app.core.tables.values import BadValue, as_amount
from app.core.text import clean, line
from app.market.models import Shop, ShopFacts
from app.market.models.shops import KINDS, MAX_ABOUT, MAX_MEETING, MAX_NAME
from app.places import queries as places
from app.places.models import COMMUNE, VILLAGE, Place

Error = tuple[str | None, Any]
LINES = ("name", "kind", "commune", "village", "meeting_point", "delivery_fee", "agrees", "version")
TICKS = (
    "shows_phone", "has_zalo", "offers_pickup", "offers_delivery", "offers_meeting",
    "offers_courier",
)  # fmt: skip
MAX_FEE = 1_000_000
LONGEST_LINE = 400


@dataclass
class ShopForm:
    """The form of a shop. ``commune`` and ``village`` are codes of places."""

    name: str = ""
    kind: str = ""
    commune: str = ""
    village: str = ""
    about: str = ""
    meeting_point: str = ""
    delivery_fee: str = ""
    agrees: str = ""
    version: str = "0"
    ticks: frozenset[str] = frozenset({"shows_phone", "offers_pickup"})
    errors: list[Error] = field(default_factory=list)

    @classmethod
    def read(cls, request: Request) -> "ShopForm":
        sent = request.form
        lines: dict[str, Any] = {name: line(sent.get(name, ""), LONGEST_LINE) for name in LINES}
        ticks = frozenset(name for name in TICKS if name in sent)
        return cls(about=clean(sent.get("about", "")), ticks=ticks, **lines)

    @classmethod
    def of(cls, shop: Shop) -> "ShopForm":
        return cls(
            shop.name, shop.kind, shop.commune.code, shop.village.code if shop.village else "",
            shop.about, shop.meeting_point, f"{shop.delivery_fee}" if shop.delivery_fee else "",
            "1", f"{shop.version}", frozenset(name for name in TICKS if getattr(shop, name)),
        )  # fmt: skip

    @property
    def error(self) -> dict[str | None, Any]:
        return dict(reversed(self.errors))

    def judge(self) -> ShopFacts | None:
        """Give what the form says; None where something is missing or wrong: see ``errors``."""
        commune, village = self._places()
        fee = self._fee()
        if not self.name:
            self.errors.insert(0, ("name", _l("Write the shop's name.")))
        self._short("name", self.name, MAX_NAME)
        self._short("about", self.about, MAX_ABOUT)
        self._short("meeting_point", self.meeting_point, MAX_MEETING)
        if self.kind not in KINDS:
            self.errors.append(("kind", _l("Choose who sells.")))
        if "offers_meeting" in self.ticks and not self.meeting_point:
            self.errors.append(("meeting_point", _l("Write where and when you meet buyers.")))
        if not self.agrees:
            self.errors.append(("agrees", _l("Agree to the rules of the market to go on.")))
        if self.errors or commune is None:
            return None
        return ShopFacts(
            self.name, self.kind, commune, village, self.about, meeting_point=self.meeting_point,
            delivery_fee=fee, **{name: name in self.ticks for name in TICKS},
        )  # fmt: skip

    def _places(self) -> tuple[Place | None, Place | None]:
        commune = places.by_code(self.commune) if self.commune else None
        if commune is None or commune.kind != COMMUNE or not commune.is_current:
            self.errors.append(("commune", _l("Choose the commune.")))
            return None, None
        village = places.by_code(self.village) if self.village else None
        if village is not None and (village.kind != VILLAGE or village.parent_id != commune.id):
            self.village = ""
            self.errors.append(("village", _l("Choose a village of this commune, or none.")))
        return commune, village

    def _fee(self) -> int:
        if "offers_delivery" not in self.ticks or not self.delivery_fee:
            return 0
        try:
            fee = as_amount(self.delivery_fee)
        except BadValue as bad:
            self.errors.append(("delivery_fee", bad.message))
            return 0
        if not 0 <= fee <= MAX_FEE:
            self.errors.append(("delivery_fee", _l("At most 1,000,000\u00a0đồng for bringing.")))
        return fee

    def _short(self, name: str, text: str, most: int) -> None:
        if (refused := too_long(name, text, most)) is not None:
            self.errors.append(refused)


def too_long(name: str, text: str, most: int) -> Error | None:
    """Give the sentence for a field that is too long, None where it fits."""
    if len(text) <= most:
        return None
    return name, _l("This is too long: at most %(most)s characters.", most=most)


def first(errors: Iterable[Error]) -> DomainError:
    """Give the first sentence as an error, for those who ask without a form."""
    name, sentence = next(iter(errors))
    return DomainError(sentence, field=name)
