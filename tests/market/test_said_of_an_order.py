"""A remark that is said, and a rating with a voice or a photo: who hears them, and until when."""

import pytest

from app.accounts import erasing
from app.core import clock as core_clock
from app.core import retention
from app.market.models import Order
from app.market.models import order_life as life
from app.market.models.order_life import OrderAttachment
from app.market.queries import orders as queries
from app.media.models import Attachment
from tests.factories.accounts import make_user
from tests.factories.market import make_market_official, make_product, make_shop
from tests.factories.market_orders import make_order
from tests.market.test_order_pages import begin, fill
from tests.media import pictures, sounds
from tests.media.uploads import upload
from tests.service_requests import citizen

KEY = "a-key-of-what-a-buyer-says"

pytestmark = pytest.mark.one_database


@pytest.fixture
def product(db):
    return make_product(make_shop(offers_delivery=True), price=80_000, stock=9)


@pytest.fixture
def done(product):
    return make_order(product, life.DONE)


def send(visitor, product, form, **files):
    url = f"/cho-so/{product.shop.slug}/gio"
    return visitor.post(url, **citizen.multipart(citizen.MultiDict({**form, **files})))


def rate(visitor, order, **said):
    data = citizen.MultiDict({"idempotency_key": KEY, "words": "", "rating": "fair", **said})
    return visitor.post(f"/cho-so/don/{order.code}/danh-gia", **citizen.multipart(data))


def voice():
    return sounds.upload(sounds.recording())


def test_a_remark_that_was_said_is_heard_by_the_two_sides(db, login_as, product, media_folder):
    buyer, seller = login_as(make_user()), login_as(product.shop.owner)
    form = fill(begin(buyer, product))
    placed = send(buyer, product, form, voice=voice())
    assert placed.status_code == 303
    assert send(buyer, product, form, voice=voice()).location == placed.location
    order = db.session.query(Order).one()
    said = order.first("place").voices[0]
    pages = [buyer.get(placed.location), seller.get(f"/cho-so/ban/don/{order.code}")]
    assert [page.text.count(f"{said.code}-m4a") for page in pages] == [1, 1]
    url = f"/cho-so/don/{order.code}/tep/{said.code}-webm"
    assert [each.get(url).status_code for each in (buyer, seller)] == [200, 200]
    assert login_as(make_user()).get(url).status_code == 404
    assert db.session.query(Attachment).count() == 1


def test_what_was_said_waits_while_the_rest_is_mended(db, login_as, product, media_folder):
    buyer = login_as(make_user())
    form = fill(begin(buyer, product))
    counted = send(buyer, product, form | {"do": f"more:{product.code}"}, voice=voice())
    assert "remove_voice" in counted.text
    form |= {f"so_{product.code}": "3"}
    refused = send(buyer, product, form | {"way": "delivery", "address": ""})
    assert (refused.status_code, "remove_voice" in refused.text) == (422, True)
    assert send(buyer, product, form).status_code == 303
    assert len(db.session.query(Order).one().first("place").voices) == 1


def test_a_refused_order_keeps_what_came_with_it_and_a_removed_one_goes(
    db, login_as, product, media_folder
):
    buyer = login_as(make_user())
    form = fill(begin(buyer, product))
    refused = send(buyer, product, form | {"name": "", "way": "nowhere"}, voice=voice())
    assert (refused.status_code, "remove_voice" in refused.text) == (422, True)
    waiting = db.session.query(Attachment).one()
    assert send(buyer, product, form, remove_voice=waiting.code).status_code == 303
    assert db.session.query(Order).one().first("place").voices == []
    assert db.session.query(Attachment).count() == 0


def test_a_remark_that_cannot_be_heard_is_told_and_nothing_typed_is_lost(
    db, login_as, product, media_folder
):
    buyer = login_as(make_user())
    form = fill(begin(buyer, product), note="Gọi trước 5 giờ")
    for do in ("order", f"more:{product.code}"):
        bad = sounds.upload(b"no sound")
        refused = send(buyer, product, form | {"do": do}, voice=bad)
        assert "Gọi trước 5 giờ" in refused.text
        assert refused.text.count('id="voice-error"') == 1
    assert db.session.query(Order).count() == 0
    again = send(buyer, product, form)
    assert again.status_code == 303, "the same form without it is taken"


def test_the_same_form_with_other_content_is_another_order(db, login_as, product):
    buyer = login_as(make_user())
    form = fill(begin(buyer, product))
    assert send(buyer, product, form).status_code == 303
    other = send(buyer, product, form | {"note": "Khác"})
    assert other.status_code == 409
    assert form["idempotency_key"] not in other.text, "sent once more it is taken"


def test_a_rating_is_said_and_shown_to_the_office_and_never_to_the_shop(
    db, login_as, done, media_folder
):
    buyer, seller = login_as(done.buyer), login_as(done.shop.owner)
    office = login_as(make_market_official(done.shop))
    files = {"photos": upload(pictures.jpeg()), "voice": voice()}
    for _twice in range(2):
        assert rate(buyer, done, **files).location == f"/cho-so/don/{done.code}"
        files = {"photos": upload(pictures.jpeg()), "voice": voice()}
    assert queries.rating_of(done).face == "fair"
    step = done.first("rate")
    assert (len(step.photos), len(step.voices)) == (1, 1)
    thing = step.voices[0].code
    assert thing in buyer.get(f"/cho-so/don/{done.code}").text
    assert thing not in seller.get(f"/cho-so/ban/don/{done.code}").text
    assert thing in office.get("/can-bo/cho-so/danh-gia").text
    own = f"/cho-so/don/{done.code}/tep/{thing}-webm"
    theirs = f"/can-bo/cho-so/danh-gia/{done.code}/tep/{thing}-webm"
    assert [each.get(own).status_code for each in (buyer, seller, office)] == [200, 404, 404]
    assert office.get(theirs).status_code == 200
    assert [each.get(theirs).status_code for each in (buyer, seller)] == [404, 404]
    elsewhere = login_as(make_market_official(make_shop()))
    assert elsewhere.get(theirs).status_code == 404


def test_another_face_keeps_what_was_said_and_a_new_voice_replaces_it(
    db, login_as, done, media_folder
):
    buyer = login_as(done.buyer)
    rate(buyer, done, voice=voice(), words="Quế thơm")
    page = buyer.get(f"/cho-so/don/{done.code}").text
    assert 'value="Quế thơm"' in page, "another face sends the words along"
    rate(buyer, done, rating="satisfied", words="Quế thơm", idempotency_key=KEY + "2")
    first = done.first("rate").voices[0].code
    assert queries.rating_of(done).face == "satisfied"
    rate(buyer, done, voice=voice(), idempotency_key=KEY + "3")
    assert done.first("rate").voices[0].code != first
    assert [each.verb for each in done.changes].count("rate") == 1
    assert db.session.query(Attachment).count() == 1


def test_a_rating_whose_voice_cannot_be_heard_keeps_its_words(login_as, done, media_folder):
    refused = rate(login_as(done.buyer), done, words="Thơm", voice=sounds.upload(b"no sound"))
    assert refused.status_code == 422
    assert "Thơm" in refused.text
    assert 'id="rating-voice-error"' in refused.text
    assert 'href="#rating-voice"' in refused.text
    assert queries.rating_of(done) is None


@pytest.mark.parametrize("way", ["erasure", "time"])
def test_both_go_with_the_account_or_in_time(db, login_as, product, media_folder, way):
    person = make_user()
    buyer = login_as(person)
    send(buyer, product, fill(begin(buyer, product)), voice=voice())
    done = make_order(product, life.DONE, buyer=person)
    rate(buyer, done, photos=upload(pictures.jpeg()))
    assert db.session.query(OrderAttachment).count() == 2
    if way == "erasure":
        erasing.erase(person, core_clock.now())
    else:
        ids = [order.id for order in db.session.query(Order)]
        retention.kind_named("orders").end(ids, core_clock.now())
    db.session.commit()
    assert db.session.query(OrderAttachment).count() == 0
    assert db.session.query(Attachment).count() == 0
