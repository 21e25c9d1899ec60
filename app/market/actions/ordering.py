"""From a basket to an order, once, for the prices that the buyer saw and the server knows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l

from app.accounts import grants, phones, sessions
from app.accounts.viewer import Viewer
from app.core import idempotency, personal
from app.core.db import db
from app.core.errors import Conflict, DomainError, TooMany
from app.core.formats import moment, money
from app.market.actions import order_acts, order_notices
from app.market.models import Order, OrderLine, Product, Shop
from app.market.models import order_life as life
from app.market.models import orders as kinds
from app.market.models.baskets import MOST_LINES, MOST_OF_ONE
from app.market.models.products import SoldOut
from app.market.queries import baskets
from app.market.queries import orders as queries
from app.market.queries.fairs import prices_of
from app.media.intake import Prepared
from app.media.models import Attachment
from app.media.saying import staged
from app.payments import queries as payments
from app.payments.models import PaymentRequest

OWNER = "shop"
MOST_OPEN, MOST_A_DAY, MOST_MISSED = 5, 10, 2
MISSED_COUNTS, DAY = timedelta(days=90), timedelta(days=1)
TWICE = timedelta(minutes=30)
"""Within this the same order from the same phone is asked about."""


class OrderedAlready(Conflict):
    """The same was ordered a short while ago; ``order``: its code."""

    def __init__(self, order: Order) -> None:
        super().__init__(
            _l("You ordered the very same at %(when)s. Once more?", when=moment(order.created_at))
        )
        self.order = order.code


@dataclass(frozen=True)
class Line:
    """How many of the product with this code, and the price that was on the screen."""

    code: str
    quantity: int
    seen: int | None


@dataclass
class Wanted:
    """What the order form says, cleaned; nothing in it is believed but the buyer's wishes."""

    key: str
    lines: list[Line] = field(default_factory=list)
    way: str = ""
    pay_by: str = ""
    name: str = ""
    phone: str = ""
    address: str = ""
    note: str = ""
    spoken: Prepared = field(default_factory=Prepared)
    """The remark as it was said, decoded; what waits under ``key`` already goes along."""
    removed: Sequence[str] = ()
    again: bool = False
    """The buyer was asked and means a second order of the very same."""

    def fingerprint(self, shop: Shop) -> str:
        """Give what a second sending under the same key is compared by."""
        lines = sorted((each.code, each.quantity, each.seen) for each in self.lines)
        told = (self.way, self.pay_by, self.name, self.phone, self.address, self.note)
        said = self.spoken.fingerprints, *self.removed
        return idempotency.fingerprint([shop.id, lines, *told, *said])

    def wait(self, now: datetime) -> Sequence[Attachment]:
        """Let what was said wait under the form's key; give it. Raises ``Refused``."""
        return staged(self.key, self.removed, self.spoken, now)


@dataclass(frozen=True)
class Placed:
    """The order's code; ``token`` opens a guest's link to it, told to this browser alone."""

    code: str
    token: str = ""


def place(shop: Shop, wanted: Wanted, viewer: Viewer, now: datetime) -> Placed:
    """Place the order, or find the one that this very form placed already.

    Raises:
        DomainError: the shop takes none, the remark cannot be heard, something is missing, no
            phone is proved, too many.
        Conflict: a price or the stock is not what the buyer saw.
        OrderedAlready: it came a short while ago, and nobody said that it is meant twice.
    """
    claim = idempotency.claim(viewer.reference, wanted.key, wanted.fingerprint(shop), now)
    if claim.answer:
        wanted.spoken.drop()
        return Placed(claim.answer, _reopened(claim.answer, viewer, now))
    things = wanted.wait(now)
    phone = _proved_phone(wanted, viewer)
    _check_shop(shop, wanted, viewer, phone)
    _check_limits(phone, now)
    if not wanted.again:
        _check_twice(shop, wanted, phone, now)
    order = _order(shop, wanted, viewer, phone, now)
    _fill(order, _chosen(shop, wanted), wanted, now)
    claim.answer = order.code
    token = "" if viewer.user else _link(order, now)
    _empty_basket(viewer, shop)
    placed = order.add_change("place", life.BUYER, None, now)
    order_acts.enclose(placed, things)
    order_notices.tell_of(order, placed, now)
    return Placed(order.code, token)


def _proved_phone(wanted: Wanted, viewer: Viewer) -> str:
    """Give the phone in E.164: the account's, or the one that a guest proved and typed again."""
    if viewer.user is not None and viewer.user.phone:
        return viewer.user.phone
    phone = phones.parse(wanted.phone)
    if viewer.proved_phone_index != phones.index(phone):
        raise DomainError(_l("Confirm this number first: we text a code to it."), field="phone")
    return phone


def _check_shop(shop: Shop, wanted: Wanted, viewer: Viewer, phone: str) -> None:
    if not shop.is_confirmed:
        raise DomainError(_l("This shop takes no orders here. Call it."))
    own = phones.index(phone) in {each.phone_index for each in queries.managers_of(shop)}
    if own or shop.is_managed_by(viewer.user_id):
        raise DomainError(_l("This is your own shop: nobody orders from themselves."))
    if wanted.way not in ways_of(shop):
        raise DomainError(_l("Choose how you get it."), field="way")
    if wanted.pay_by not in payments_of(shop):
        raise DomainError(_l("Choose how you pay."), field="pay_by")
    if wanted.way in kinds.BROUGHT and len(wanted.address) < 5:
        raise DomainError(_l("Write where it is to be brought."), field="address")
    if not wanted.name:
        raise DomainError(_l("Write your name, so that the shop knows whom to ask for."),
                          field="name")  # fmt: skip


def ways_of(shop: Shop) -> list[str]:
    offered = {
        kinds.PICKUP: shop.offers_pickup,
        kinds.MEETING: shop.offers_meeting and bool(shop.meeting_point),
        kinds.DELIVERY: shop.offers_delivery,
        kinds.COURIER: shop.offers_courier,
    }
    return [way for way, is_offered in offered.items() if is_offered]


def payments_of(shop: Shop) -> list[str]:
    """Give how one may pay: by transfer only where the shop has a bank account."""
    account = payments.account_of(OWNER, shop.id)
    return [kinds.CASH, kinds.TRANSFER] if account is not None else [kinds.CASH]


def _check_limits(phone: str, now: datetime) -> None:
    """Hold one phone to what one household orders, and to what it fetched of it."""
    index = phones.index(phone)
    missed = queries.newest(Order.closed_at, index, MOST_MISSED, Order.was_missed)
    if missed is not None and missed > now - MISSED_COUNTS:
        sentence = _l("Two orders of this number were not fetched. Please call the shop.")
        raise TooMany(sentence, until=missed + MISSED_COUNTS)
    if queries.newest(Order.created_at, index, MOST_OPEN, Order.is_open) is not None:
        raise Conflict(_l("You have five open orders. Wait until one is handed over."))
    placed = queries.newest(Order.created_at, index, MOST_A_DAY)
    if placed is not None and placed > now - DAY:
        raise TooMany(
            _l("That is very many orders for one day. Call the shop."), until=placed + DAY
        )


def _check_twice(shop: Shop, wanted: Wanted, phone: str, now: datetime) -> None:
    last = queries.last_order(shop, phones.index(phone), now - TWICE)
    if last is None:
        return
    before = {line.product.code: line.quantity for line in last.lines if line.product}
    if before == {line.code: line.quantity for line in wanted.lines if line.quantity}:
        raise OrderedAlready(last)


def _chosen(shop: Shop, wanted: Wanted) -> list[tuple[Product, Line]]:
    """Give the products with their lines, held for change; raises where one is not to be had."""
    lines = [line for line in wanted.lines if line.quantity != 0]
    if not lines:
        raise DomainError(_l("The basket is empty."))
    if len(lines) > MOST_LINES or len({line.code for line in lines}) != len(lines):
        raise DomainError(_l("A basket holds at most 30 products."))
    found = baskets.products_by_codes(shop, [line.code for line in lines])
    queries.lock_products([each.id for each in found.values()])
    for line in lines:
        check_line(found.get(line.code), line)
    return sorted(((found[line.code], line) for line in lines), key=lambda pair: pair[0].id)


def check_line(product: Product | None, line: Line) -> None:
    """Raise where a line cannot be ordered: ``DomainError`` with the field of its quantity."""
    name = f"so_{line.code}"
    if product is None or not product.may_be_ordered:
        what = product.name if product is not None and product.is_public else ""
        raise Conflict(
            _l("%(what)s can no longer be ordered. Take it out of the basket.",
               what=what or _l("One product")), field=name)  # fmt: skip
    if not 1 <= line.quantity <= MOST_OF_ONE:
        raise DomainError(_l("Write a number from 1 to 999."), field=name)


def _order(shop: Shop, wanted: Wanted, viewer: Viewer, phone: str, now: datetime) -> Order:
    order = Order(
        code=kinds.new_code(), shop=shop, buyer=viewer.user, status=life.NEW, is_open=True,
        way=wanted.way, pay_by=wanted.pay_by, goods=0, fee=0, total=0, created_at=now,
        updated_at=now, person_key=personal.new_key(), phone_index=phones.index(phone),
        version=1, was_missed=False, courier="",
    )  # fmt: skip
    address = wanted.address if wanted.way in kinds.BROUGHT else ""
    order.keep_contact(wanted.name, phone, address, wanted.note)
    db.session.add(order)
    return order


def _fill(order: Order, chosen: list[tuple[Product, Line]], wanted: Wanted, now: datetime) -> None:
    """Hold the stock and write the amounts; what the buyer saw is only compared."""
    prices = prices_of([product for product, _line in chosen], now)
    for product, line in chosen:
        price = prices[product.id].amount
        if line.seen != price:
            raise Conflict(
                _l("%(what)s costs %(price)s now. Look at the basket again, then order.",
                   what=product.name, price=money(price)), field=f"so_{line.code}")  # fmt: skip
        _reserve(product, line)
        order.lines.append(
            OrderLine(product=product, name=product.name, unit=product.unit, price=price,
                      quantity=line.quantity, amount=price * line.quantity))  # fmt: skip
    order.goods = sum(each.amount for each in order.lines)
    order.fee = order.shop.delivery_fee if order.way == kinds.DELIVERY else 0
    order.total = order.goods + order.fee
    db.session.flush()
    if order.pay_by == kinds.TRANSFER:
        PaymentRequest.ask(
            (OWNER, order.shop_id), order.total, (queries.SUBJECT, order.id), order.code, now
        )


def _reserve(product: Product, line: Line) -> None:
    try:
        product.reserve(line.quantity)
    except SoldOut as sold_out:
        left = _l("Only %(left)s of %(what)s are left.", left=sold_out.left, what=product.name)
        raise Conflict(left, field=f"so_{line.code}") from sold_out


def _empty_basket(viewer: Viewer, shop: Shop) -> None:
    for basket in baskets.baskets_of(viewer, shop):
        basket.lines = []


def _link(order: Order, now: datetime) -> str:
    return grants.make(sessions.ensure(now), queries.SUBJECT, order.id, now, order.phone_index)[1]


def _reopened(code: str, viewer: Viewer, now: datetime) -> str:
    """Let a guest whose first answer got lost hold the order: the form's key is the proof."""
    found = queries.order_by_code(code)
    if viewer.user or found is None or found.id in viewer.subjects(queries.SUBJECT):
        return ""
    return _link(found, now)
