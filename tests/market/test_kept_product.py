"""A seller whose session has ended sends a product: nothing of it is lost, with no script."""

import io
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts import device_cookie
from app.core import kept_forms
from app.core.kept_forms import KeptForm
from app.market.models import Product
from tests.factories.market import make_kind, make_product, make_shop
from tests.market.forms import product_form
from tests.market.test_products import STRANGER, qr_photo
from tests.media import pictures

pytestmark = pytest.mark.one_database


@pytest.fixture
def shop(db):
    return make_shop()


@pytest.fixture
def new(shop):
    return f"/cho-so/ban/{shop.slug}/hang/moi"


@pytest.fixture
def visitor(app, shop, login_as, media_folder):
    """A seller in a browser that has the cookie which signing in by a code brings."""
    found = login_as(shop.owner)
    device = device_cookie._signer().dumps(["the-seller-s-own-phone"])
    found.set_cookie(device_cookie.name(), str(device))
    return found


def with_photo(kind, **more):
    return product_form(kind, photos=(io.BytesIO(pictures.jpeg()), "a.jpg"), **more)


def go(visitor):
    with visitor.session_transaction() as cookie:
        cookie.pop("_user_id")


def come_back(visitor, login_as, user):
    with login_as(user).session_transaction() as fresh:
        token = fresh["_user_id"]
    with visitor.session_transaction() as cookie:
        cookie.clear()
        cookie["_user_id"], cookie["_fresh"] = token, True


def test_words_and_pictures_are_there_again_after_signing_in(
    db, visitor, shop, new, login_as, media_folder
):
    go(visitor)
    form = with_photo(make_kind().code, name="Mật ong bạc hà", about="Ong nhà nuôi trên núi.")
    answer = visitor.post(new, data=form)
    assert (answer.status_code, answer.location) == (
        303, f"/tai-khoan/dang-nhap?next={new}"
    )  # fmt: skip
    assert "được giữ lại" in visitor.get(answer.location).text
    come_back(visitor, login_as, shop.owner)
    page = visitor.get(new).text
    for kept in ("Mật ong bạc hà", "Ong nhà nuôi trên núi.", form["idempotency_key"]):
        assert kept in page
    assert page.count("data-staged") == 1

    # Sent as it came back, it is on sale with its picture, and the next form is a fresh one.
    del form["photos"]
    assert visitor.post(new, data=form).status_code == 303
    product = db.session.scalars(select(Product)).one()
    assert (product.name, len(product.photos)) == ("Mật ong bạc hà", 1)
    assert "Mật ong bạc hà" not in visitor.get(new).text


def test_a_change_of_a_product_is_kept_too(db, visitor, shop, login_as):
    product = make_product(shop)
    url = f"/cho-so/ban/hang/{product.code}"
    go(visitor)
    visitor.post(url, data=product_form(make_kind().code, about="Vụ mới.", version="1"))
    come_back(visitor, login_as, shop.owner)
    assert "Vụ mới." in visitor.get(url).text


@pytest.mark.usefixtures("csrf")
def test_a_form_that_was_open_too_long_keeps_its_pictures(visitor, new):
    answer = visitor.post(new, data=with_photo(make_kind().code, about="Ong rừng."))
    assert (answer.status_code, answer.location) == (303, new)
    page = visitor.get(new).text
    assert "Ong rừng." in page
    assert page.count("data-staged") == 1


def test_nobody_else_gets_it(db, visitor, shop, new, login_as):
    go(visitor)
    visitor.post(new, data=product_form("", about="Ong rừng."))
    assert "Ong rừng." not in login_as(shop.owner).get(new).text


def test_the_phones_queue_is_told_to_sign_in_as_ever(db, visitor, new):
    go(visitor)
    answer = visitor.post(new, data=product_form(""), headers={"Accept": "application/json"})
    assert answer.status_code == 401
    assert db.session.scalars(select(KeptForm)).all() == []


def test_a_picture_of_a_payment_code_does_not_wait(db, visitor, shop, new, login_as):
    code = io.BytesIO(qr_photo(STRANGER))
    go(visitor)
    visitor.post(new, data=product_form(make_kind().code, photos=(code, "a.jpg")))
    come_back(visitor, login_as, shop.owner)
    page = visitor.get(new).text
    assert "data-staged" not in page
    assert "Có ảnh chứa mã QR chuyển tiền" in page


def test_it_waits_for_a_day(db, visitor, shop, new, login_as, clock):
    go(visitor)
    visitor.post(new, data=product_form("", about="Ong rừng."))
    come_back(visitor, login_as, shop.owner)
    clock.shift(kept_forms.KEPT_FOR - timedelta(minutes=1))
    kept_forms.forget_old()
    assert "Ong rừng." in visitor.get(new).text
    clock.shift(timedelta(minutes=2))
    assert "Ong rừng." not in visitor.get(new).text
    kept_forms.forget_old()
    assert db.session.scalars(select(KeptForm)).all() == []
