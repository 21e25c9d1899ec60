"""The demonstration's orders, one in every status, its ratings, and the fair of every Friday."""

from datetime import datetime, timedelta

from sqlalchemy import select

from app.accounts import terms
from app.accounts.actors import SYSTEM
from app.accounts.models import User
from app.accounts.viewer import Viewer
from app.core import clock, codes
from app.core.db import db
from app.market.actions import fairs, order_acts, ordering
from app.market.actions.ordering import Line, Wanted
from app.market.models import Fair, Order, Product, Shop
from app.market.models import order_life as life
from app.market.models.lives import CONFIRMED, ON_SALE
from app.market.models.orders import CASH, COURIER, DELIVERY, TRANSFER
from app.market.queries import orders as queries
from app.market.queries.fairs import prices_of

FRIDAY = 4
FACES = ("satisfied", "satisfied", "fair", "satisfied", "satisfied", "dissatisfied")
RATERS = range(71, 71 + len(FACES))
"""The last digits of 0900 000 0xx: people who bought before."""
STORIES: tuple[tuple[str, tuple[str, ...], str, int], ...] = (
    # who, what the shop did, how it is paid, how many days ago
    ("citizen", (), CASH, 0),
    ("citizen", ("accept",), TRANSFER, 1),
    ("citizen-2", ("accept", "ready"), CASH, 1),
    ("citizen-2", ("accept", "dispatch"), CASH, 2),
    ("citizen", ("accept", "ready", "finish"), CASH, 6),
    ("citizen-2", ("refuse",), CASH, 4),
)


def load(people: dict[str, User], now: datetime) -> int:
    """Play the orders at the confirmed shops and begin the fair; give how many orders."""
    goods = _goods()
    if not goods:
        return 0
    for number, (who, verbs, pay_by, days) in enumerate(STORIES):
        product = goods[number % len(goods)]
        _play(product, people[who], verbs, pay_by, now - timedelta(days=days))
    for number, face in zip(RATERS, FACES, strict=True):
        buyer = User.register(f"+849000000{number}", now, f"Khách Mua Thử {number}")
        buyer.agree(terms.VERSION, now)
        order = _play(goods[0], buyer, ("accept", "ready", "finish"), CASH, now - timedelta(days=9))
        order_acts.rate(order, face, "", now - timedelta(days=8))
    _fair(goods, now)
    db.session.flush()
    return len(STORIES) + len(FACES)


def _goods() -> list[Product]:
    """Give what can be ordered, the products of one shop beside those of the next."""
    statement = (
        select(Product)
        .join(Product.shop)
        .where(Product.status == ON_SALE, Shop.status == CONFIRMED)
        .order_by(Product.id)
    )
    return [each for each in db.session.scalars(statement) if each.may_be_ordered]


def _play(
    product: Product, buyer: User, verbs: tuple[str, ...], pay_by: str, begun: datetime
) -> Order:
    shop = product.shop
    ways = ordering.ways_of(shop)
    brought = [way for way in (DELIVERY, COURIER) if way in ways]
    if "dispatch" in verbs and not brought:
        verbs = tuple("ready" if verb == "dispatch" else verb for verb in verbs)
    way = brought[0] if "dispatch" in verbs else ways[0]
    pay_by = pay_by if pay_by in ordering.payments_of(shop) else CASH
    seen = prices_of([product], begun)[product.id].amount
    wanted = Wanted(codes.random_token(), [Line(product.code, 1, seen)], way, pay_by, buyer.name,
                    address="Số 4, ngõ Thử", note="Gọi trước khi giao")  # fmt: skip
    placed = ordering.place(shop, wanted, Viewer(buyer, None, frozenset(), ()), begun)
    order = queries.order_by_code(placed.code)
    assert order is not None
    for hours, verb in enumerate(verbs, start=1):
        reason = "Hết hàng, xin lỗi bạn" if verb == "refuse" else ""
        order_acts.act(order, verb, life.SELLER, begun + timedelta(hours=hours), reason)
    return order


def _fair(goods: list[Product], now: datetime) -> Fair:
    """Begin the fair of Fridays, with some products for less."""
    day = clock.local(now).date()
    fair = fairs.save(
        None,
        "Thứ Sáu lên sàn",
        "Mỗi thứ Sáu, nông sản của các xã bán giá tốt cả ngày.",
        (FRIDAY, day - timedelta(days=14), day + timedelta(days=90)),
        0,
        SYSTEM,
        now,
    )
    for product in goods[::2][:6]:
        fairs.offer(fair, product, str(product.price_min * 85 // 100_000 * 1_000), now)
    return fair
