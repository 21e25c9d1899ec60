"""The market of the demonstration: two market offices, five sellers, their goods."""

from datetime import datetime, timedelta
from io import BytesIO

from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from app.accounts import passwords, terms
from app.accounts import permissions as may
from app.accounts.actors import SYSTEM
from app.accounts.models import Agency, Right, User
from app.accounts.models.agency import MARKET_OFFICE
from app.core import clock, codes
from app.core.db import db
from app.demo import market_pictures
from app.demo.market_goods import OFFICE, SELLERS, Goods, ShopStory, shops
from app.demo.people import COMMUNE, PASSWORD, TOTP_SECRET, WARD, Person
from app.market import seeding
from app.market.actions import products as shelf
from app.market.actions import shops as shopping
from app.market.actions import stall
from app.market.models import Product, ProductFacts, ProductKind, ProductPhoto, Shop, ShopFacts
from app.market.owners import SHOP
from app.media import actions as media
from app.payments.models import BankAccount
from app.places import queries as places

BANK = "970418"
OPEN_FOR = timedelta(days=40)
OFFICES = (WARD, COMMUNE, "04273", "04531", "04672")


def load(agencies: dict[str, Agency], now: datetime) -> list[Shop]:
    """Found the offices, open the shops and put their goods on sale; give the shops."""
    seeding.load()
    _offices(agencies, now)
    people = {person.key: _register(person, now) for person in SELLERS}
    made = [_shop(story, people[story.seller], now) for story in shops()]
    _takings(made[3], now)
    db.session.flush()
    return made


def _offices(agencies: dict[str, Agency], now: datetime) -> None:
    official = _register(OFFICE, now)
    official.password_hash = passwords.hashed(PASSWORD)
    official.set_totp_secret(TOTP_SECRET)
    official.totp_confirmed_at = now
    for code in OFFICES:
        committee = agencies[f"ubnd-{code}"]
        office = Agency.found(
            f"cho-{code}", MARKET_OFFICE, f"Tổ quản lý chợ số, {committee.short_name}",
            parent=committee, place_id=committee.place_id, short_name="Tổ quản lý chợ số",
        )  # fmt: skip
        db.session.add(Right(user=official, permission=may.MARKET, agency=office, granted_at=now))
    db.session.flush()


def _register(person: Person, now: datetime) -> User:
    user = User.register(person.phone, now, person.name)
    user.agree(terms.VERSION, now)
    return user


def _shop(story: ShopStory, seller: User, now: datetime) -> Shop:
    commune = places.by_code(story.commune)
    assert commune is not None
    facts = ShopFacts(
        story.name, story.kind, commune, None, story.about, has_zalo=True, **story.more
    )
    then = now - OPEN_FOR
    shop = shopping.open_shop(seller, facts, SYSTEM, then)
    if story.confirmed:
        shop.reviewed_at = then
        shop.set_legal({"name": seller.name, "address": commune.title, "number": "THU-0001"}, then)
        number = f"00000001{shop.id:02d}"
        BankAccount.open(SHOP, shop.id, BANK, number, story.name, then)
        shopping.confirm(shop, SYSTEM, then)
    for place, goods in enumerate(story.goods):
        _put_on_sale(shop, goods, then + timedelta(hours=place), now)
    return shop


def _put_on_sale(shop: Shop, goods: Goods, then: datetime, now: datetime) -> Product:
    more = dict(goods.more)
    days = more.pop("grade_days", None)
    if days is not None:
        more["ocop_until"] = clock.local(now).date() + timedelta(days=days)
    kind = db.session.scalars(select(ProductKind).where(ProductKind.code == goods.kind)).one()
    high = more.pop("price_max", goods.price)
    facts = ProductFacts(
        goods.name, kind, goods.unit, goods.pack, goods.price, high, about=goods.about,
        origin=shop.commune, **more,
    )  # fmt: skip
    product = Product.begin(shop, facts, then)
    file = FileStorage(BytesIO(market_pictures.draw(goods.picture, product.id)), filename="a.jpg")
    photos = media.take([file], codes.random_token(), then)
    media.attach(photos)
    product.photos = [ProductPhoto(photo=photos[0], photo_id=photos[0].id, position=0)]
    shelf.offer(product, SYSTEM, then)
    return product


def _takings(shop: Shop, now: datetime) -> None:
    for number, (amount, way) in enumerate(((20_000, "cash"), (76_000, "qr"), (38_000, "qr"))):
        key = f"demonstration-{number:04d}"
        typed = {"amount": f"{amount}", "way": way, "note": "", "key": key}
        stall.take(shop, typed, shop.owner_id, now - timedelta(minutes=50 * (3 - number)))
