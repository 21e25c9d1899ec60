"""Pictures of products: kept while the form is mended, put on the product, taken off.

A stranger's payment code in a picture would let them be paid for another's goods: such a picture
is refused, unless the code is the shop's own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage

from app.core import cards, idempotency
from app.core.db import db
from app.core.errors import Busy
from app.market.forms_product import ProductForm
from app.market.models import Product, ProductPhoto, Shop
from app.market.owners import SHOP
from app.media import actions as media
from app.media import decoding
from app.media.intake import CleanCopy, Prepared, Refused, TooBusy
from app.media.kinds import PHOTO
from app.media.storage import store
from app.payments import queries as payments
from app.payments.models import BankAccount
from app.payments.vietqr import NotVietQR, parse

EMV = "0002"
"""How the payload of every merchant's payment code begins (EMV QRCPS, tag 00 of two letters)."""


@dataclass(frozen=True)
class Upload:
    """What came of a form's files, and what the QR codes in each say, by the copy's file key."""

    prepared: Prepared
    codes: dict[str, list[str]]


def take(files: Iterable[FileStorage]) -> Upload:
    """Decode the files and read the codes in them, all without the database.

    Raises Busy, leaving no file behind.
    """
    prepared = media.prepare_apart({PHOTO: files})
    try:
        return Upload(prepared, {copy.file_key: _codes_in(copy) for copy in prepared.copies})
    except Busy:
        prepared.drop()
        raise


def refuse_payment_codes(form: ProductForm, upload: Upload, shop: Shop) -> None:
    """Leave out the pictures that show somebody's card, or a payment code not the shop's own."""
    if any(upload.codes.values()):
        leave_out(form, upload, payments.account_of(SHOP, shop.id))


def leave_out(form: ProductForm, upload: Upload, account: BankAccount | None) -> None:
    """Leave out the pictures with a card, or with a payment code that is not of ``account``."""
    prepared = upload.prepared
    for copy in list(prepared.copies):
        reason = _refused(upload.codes[copy.file_key], account)
        if reason is not None:
            prepared.leave_out(copy)
            form.add("photos", reason)


def _refused(codes: list[str], account: BankAccount | None) -> object | None:
    """Give why a picture with these codes is left out, None where it may stay."""
    if any(cards.kind_of(said) for said in codes):
        return _CARD
    return _STRANGE if any(is_strange(said, account) for said in codes) else None


_CARD = _l(
    "A picture shows an identity or insurance card. It was left out and nothing of it was kept. "
    "Please take another picture."
)
_STRANGE = _l(
    "A picture shows a code for payments. It was left out: buyers pay by the code that the order "
    "shows them. Please take another picture."
)


def is_strange(said: str, account: BankAccount | None) -> bool:
    """Tell whether a code asks for money to another account than ``account``."""
    if not said.startswith(EMV):
        return False
    try:
        asked = parse(said)
    except NotVietQR:
        return True
    return account is None or (asked.bin, asked.account) != (account.bin, account.number)


def keep(form: ProductForm, prepared: Prepared, product: Product | None, now: datetime) -> None:
    """Let the form's photos wait under its key; what cannot be taken becomes an error."""
    if not idempotency.MIN_KEY <= len(form.key.data) <= idempotency.MAX_KEY:
        prepared.drop()
        return
    media.remove_staged(form.key.data, form.removed.data)
    try:
        form.photos = media.stage(PHOTO, prepared, form.key.data, now)
    except Refused as refused:
        form.add("photos", refused.message)
        form.photos = media.staged(PHOTO, form.key.data)
    if len(_staying(form, product)) + len(form.photos) > PHOTO.most:
        form.add("photos", _l("A product has room for 4 pictures."))


def put(form: ProductForm, product: Product) -> None:
    """Give the product what waits, and erase what the form says is to go."""
    staying = _staying(form, product)
    gone = [link.photo for link in product.photos if link not in staying]
    media.attach(form.photos)
    fresh = [ProductPhoto(photo=photo, photo_id=photo.id) for photo in form.photos]
    product.photos = [*staying, *fresh]
    for position, link in enumerate(product.photos):
        link.position = position
    db.session.flush()
    for photo in gone:
        media.erase(photo)


def _staying(form: ProductForm, product: Product | None) -> list[ProductPhoto]:
    links = product.photos if product is not None else []
    return [link for link in links if link.photo.code not in form.removed.data]


def _codes_in(copy: CleanCopy) -> list[str]:
    content = store().read(copy.names[0])
    if content is None:
        return []
    try:
        return decoding.codes(content)
    except decoding.DecoderBusy as error:
        raise TooBusy(PHOTO) from error
    except decoding.Undecodable:
        return []
