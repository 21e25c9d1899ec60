"""The market office writes down how it identified a seller; the day from which the law wants it."""

from datetime import date

from flask import url_for
from flask_babel import lazy_gettext as _l

from app.core import clock
from app.core.access import access
from app.core.act import acts
from app.core.forms import Line, Read, takes
from app.core.tables.values import as_date
from app.core.text import whole
from app.market import policies
from app.market.actions import identifying
from app.market.blueprint import market
from app.market.models import Shop
from app.market.models.identities import COUNTER, MAX_BASIS, MAX_REFERENCE
from app.market.queries import office
from app.market.views.common import viewer
from app.market.views.office import shop_page
from app.market.views.office_checks import checks_page


@market.post("/can-bo/cho-so/gian-hang/<code>/danh-tinh")
@access(policies.may_oversee, load=office.shop)
@acts(
    again=lambda shop, **refused: shop_page(shop, is_identifying=True, **refused),
    said=_l("Written down. The seller was told."),
)
@takes(
    level=Read(whole, empty=None), on=Read(as_date, empty=None), reference=Line(MAX_REFERENCE)
)  # fmt: skip
def identify_seller(shop: Shop, level: int | None, on: date | None, reference: str) -> str:
    by = viewer().actor(shop.office)
    identifying.identify(shop, (COUNTER, level), on, reference, by, clock.now())
    return url_for(".office_shop", code=shop.code)


@market.post("/can-bo/cho-so/gian-hang/<code>/danh-tinh/bo")
@access(policies.may_oversee, load=office.shop)
@acts(said=_l("Taken back: the seller counts as not identified."))
def forget_identity(shop: Shop) -> str:
    identifying.forget(shop, viewer().actor(shop.office), clock.now())
    return url_for(".office_shop", code=shop.code)


@market.post("/can-bo/cho-so/kiem-tra/dinh-danh")
@access(policies.writes_rules)
@acts(again=lambda **refused: checks_page(**refused), said=_l("Saved."))
@takes(holds_from=Read(as_date, empty=None), basis=Line(MAX_BASIS))
def set_identity_duty(holds_from: date | None, basis: str) -> str:
    identifying.set_duty(holds_from, basis, viewer().actor(), clock.now())
    return url_for(".shop_checks")
