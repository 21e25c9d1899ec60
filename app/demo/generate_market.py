"""Thousands of generated products, for measuring; quickly, in bulk."""

import random
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, select

from app.accounts import terms
from app.accounts.models import User
from app.core.db import db
from app.market.actions.indexing import facets_of, learn, words_of
from app.market.models import Product, ProductFacts, ProductKind, ProductWord, Shop, ShopFacts
from app.market.models.listing import NO_PRICE
from app.places import queries as places

GOODS = ("Mật ong", "Mộc nhĩ", "Chè", "Nấm hương", "Miến đao", "Quế", "Gạo nếp", "Măng", "Táo mèo")
OF_WHAT = ("rừng", "đa hoa", "Bát Tiên", "sấy khô", "nhà trồng", "loại một", "cổ thụ", "mới")
UNITS = (("kg", 1000), ("pack", 500), ("jar", 350), ("pack", 250))
SHOP_OF = 25
"""Products of one shop."""
CHUNK = 1_000


def generate(count: int, now: datetime, seed: int = 1) -> int:
    """Add ``count`` products that everybody sees, in shops all over the province; commits."""
    chance = random.Random(seed + (db.session.scalar(select(func.max(Product.id))) or 0))  # noqa: S311 - no secret
    kinds = list(db.session.scalars(select(ProductKind))) or _kinds()
    communes = list(places.communes())
    seller = _seller(now)
    for start in range(0, count, SHOP_OF):
        shop = _shop(seller, chance.choice(communes), now, chance)
        made = [
            _product(shop, chance.choice(kinds), chance, now)
            for _ in range(min(SHOP_OF, count - start))
        ]
        db.session.flush()
        _index(made)
        if start % CHUNK == 0:
            db.session.commit()
            seller = db.session.merge(seller)
    db.session.commit()
    return count


def _kinds() -> list[ProductKind]:
    made = [ProductKind(code=f"loai-{n}", icon="shop", position=n, words="", is_shown=True)
            for n in range(8)]  # fmt: skip
    for kind, name in zip(made, GOODS, strict=False):
        kind.call("vi", name)
    db.session.add_all(made)
    db.session.flush()
    return made


def _seller(now: datetime) -> User:
    found = db.session.scalar(select(User).where(User.disabled_at.is_(None)).limit(1))
    if found is None:
        found = User.register("+84900000099", now, "Người Bán Thử")
        found.agree(terms.VERSION, now)
    return found


def _shop(seller: User, commune: Any, now: datetime, chance: random.Random) -> Shop:
    facts = ShopFacts(f"Gian hàng Thử {commune.name}", "household", commune, None)
    slug = f"gian-thu-{chance.getrandbits(64):x}"
    shop = Shop.begin(seller, facts, slug, now)
    shop.do("open", now)
    shop.reviewed_at = now
    shop.confirm(None, now)
    return shop


def _product(shop: Shop, kind: ProductKind, chance: random.Random, now: datetime) -> Product:
    unit, amount = chance.choice(UNITS)
    season = chance.choice([(None, None), (9, 12), (3, 5), (10, 2)])
    price = chance.randrange(20, 600) * 1_000
    facts = ProductFacts(
        f"{chance.choice(GOODS)} {chance.choice(OF_WHAT)}", kind, unit, amount, price, price,
        stock=chance.choice([None, 5, 40]), season_from=season[0], season_to=season[1],
        ocop_stars=chance.choice([None, None, None, 3]), ocop_certificate="thử",
        ocop_until=(now + timedelta(days=300)).date(),
    )  # fmt: skip
    product = Product.begin(shop, facts, now)
    product.do("publish", now)
    return product


def _index(products: list[Product]) -> None:
    rows = [
        {"word": word, "product_id": each.id, "unit_price": each.unit_price or NO_PRICE}
        for each in products
        for word in {*words_of(each), *facets_of(each)}
    ]
    db.session.execute(insert(ProductWord), rows)
    learn({word for each in products for word in words_of(each)})
