"""What a seller typed of a shop."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import ValidationError

from app.core.forms import Form, Line, Read, Tick, Words, among, at_most, needed
from app.core.tables.values import as_amount
from app.core.text import whole
from app.market.models import Shop, ShopFacts
from app.market.models.shops import KINDS, MAX_ABOUT, MAX_MEETING, MAX_NAME
from app.places import queries as places
from app.places.models import COMMUNE, VILLAGE

FACTS = (
    "name", "kind", "commune", "village", "about", "meeting_point", "shows_phone", "has_zalo",
    "offers_pickup", "offers_delivery", "offers_meeting", "offers_courier", "delivery_fee",
    "adds_tax",
)  # fmt: skip
MAX_FEE = 1_000_000
LONGEST_LINE = 400


class ShopForm(Form):
    """The form of a shop."""

    version = Read(whole, default=0)
    name = Line(LONGEST_LINE, needed(_l("Write the shop's name.")), at_most(MAX_NAME))
    kind = Line(LONGEST_LINE, among(KINDS, _l("Choose who sells.")))
    commune = Read(places.by_code, empty=None)
    village = Read(places.by_code, empty=None)
    about = Words(None, at_most(MAX_ABOUT))
    shows_phone, has_zalo = Tick(default=True), Tick()
    offers_pickup, offers_delivery = Tick(default=True), Tick()
    delivery_fee = Read(as_amount, empty=0, when=lambda form: form.offers_delivery.data)
    offers_meeting = Tick()
    meeting_point = Line(LONGEST_LINE, at_most(MAX_MEETING))
    offers_courier, adds_tax = Tick(), Tick()
    agrees = Line(LONGEST_LINE, needed(_l("Agree to the rules of the market to go on.")))

    @classmethod
    def of(cls, shop: Shop) -> "ShopForm":
        return cls(None, obj=shop, agrees="1")

    def facts(self) -> ShopFacts:
        return ShopFacts(**{name: self[name].data for name in FACTS})

    def validate_commune(self, field: Any) -> None:
        if field.data is None or field.data.kind != COMMUNE or not field.data.is_current:
            raise ValidationError(_l("Choose the commune."))

    def validate_village(self, field: Any) -> None:
        village, commune = field.data, self.commune.data
        if village is None or commune is None:
            return
        if village.kind != VILLAGE or village.parent_id != commune.id:
            raise ValidationError(_l("Choose a village of this commune, or none."))

    def validate_delivery_fee(self, field: Any) -> None:
        if not 0 <= field.data <= MAX_FEE:
            raise ValidationError(_l("At most 1,000,000\u00a0đồng for bringing."))

    def validate_meeting_point(self, field: Any) -> None:
        if self.offers_meeting.data and not field.data:
            raise ValidationError(_l("Write where and when you meet buyers."))
