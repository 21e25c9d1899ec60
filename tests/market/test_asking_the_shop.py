"""A buyer asks the shop about an order, by words, voice or photo; the shop answers."""

import pytest

from app.accounts import erasing
from app.core import clock as core_clock
from app.core import retention
from app.market.actions import order_acts
from app.market.models.order_life import OrderAttachment
from app.media.models import Attachment
from tests.factories.accounts import make_user
from tests.factories.market import make_product, make_shop
from tests.factories.market_orders import make_order
from tests.media import pictures, sounds
from tests.media.uploads import upload
from tests.service_requests import citizen

KEY = "a-key-of-a-question-about-an-order"

pytestmark = pytest.mark.one_database


@pytest.fixture
def order(db):
    return make_order(make_product(make_shop()), buyer=make_user())


def ask(visitor, order, **said):
    data = citizen.MultiDict({"idempotency_key": KEY, "words": "", **said})
    return visitor.post(f"/cho-so/don/{order.code}/hoi", **citizen.multipart(data))


def test_a_question_without_a_letter_is_heard_and_answered(db, login_as, order, media_folder):
    buyer, seller = login_as(order.buyer), login_as(order.shop.owner)
    assert "Hỏi nơi bán" in citizen.words(buyer.get(f"/cho-so/don/{order.code}"))
    files = {"photos": upload(pictures.jpeg()), "voice": sounds.upload(sounds.recording())}
    assert ask(buyer, order, **files).location == f"/cho-so/don/{order.code}"
    assert ask(buyer, order).status_code == 409, "the same form with other content"
    asked = order.changes[-1]
    assert (asked.verb, len(asked.photos), len(asked.voices)) == ("ask", 1, 1)
    url = f"/cho-so/don/{order.code}/tep/{asked.voices[0].code}-webm"
    assert [each.get(url).status_code for each in (buyer, seller)] == [200, 200]
    assert login_as(make_user()).get(url).status_code == 404
    assert "Người mua hỏi về một đơn hàng" in citizen.words(seller.get("/thong-bao"))

    page = seller.get(f"/cho-so/ban/don/{order.code}")
    assert asked.voices[0].code in page.text
    said = {"version": order.version, "words": "Còn tươi, hái sáng nay."}
    assert seller.post(f"/cho-so/ban/don/{order.code}/tra-loi", data=said).status_code == 303
    assert "hái sáng nay" in citizen.words(buyer.get(f"/cho-so/don/{order.code}"))
    assert "Nơi bán đã trả lời bạn" in citizen.words(buyer.get("/thong-bao"))


def test_it_is_asked_once_and_a_refused_one_keeps_its_photo(login_as, order, media_folder):
    buyer = login_as(order.buyer)
    bad = {"photos": upload(pictures.jpeg()), "voice": sounds.upload(b"no sound")}
    refused = ask(buyer, order, **bad)
    assert refused.status_code == 422
    assert refused.text.count("data-staged") == 1
    assert ask(buyer, order, words="Còn không?").status_code == 303
    assert ask(buyer, order, words="Còn không?").status_code == 303
    assert [each.verb for each in order.changes].count("ask") == 1
    assert len(order.changes[-1].photos) == 1


def test_nothing_said_and_very_much_said_are_refused(db, login_as, order):
    buyer = login_as(order.buyer)
    assert ask(buyer, order).status_code == 422
    for _ in range(order_acts.MOST_ASKED):
        order_acts.ask(order, "Còn không?", [], core_clock.now())
    assert ask(buyer, order, words="Còn không?").status_code == 409
    assert ask(login_as(make_user()), order, words="?").status_code == 404


def test_the_shop_needs_words_to_answer(login_as, order):
    seller, url = login_as(order.shop.owner), f"/cho-so/ban/don/{order.code}/tra-loi"
    order_acts.ask(order, "Còn không?", [], core_clock.now())
    empty = seller.post(url, data={"version": order.version, "words": " "})
    assert empty.status_code == 422
    assert "Hãy viết câu trả lời" in empty.text


@pytest.mark.parametrize("way", ["erasure", "time"])
def test_files_go_with_the_account_or_in_time(db, login_as, order, media_folder, way):
    ask(login_as(order.buyer), order, photos=upload(pictures.jpeg()))
    if way == "erasure":
        erasing.erase(order.buyer, core_clock.now())
    else:
        retention.kind_named("orders").end([order.id], core_clock.now())
    db.session.commit()
    assert db.session.query(OrderAttachment).count() == 0
    assert db.session.query(Attachment).count() == 0


def cancel(visitor, order, **said):
    data = citizen.MultiDict({"idempotency_key": KEY, "words": "", **said})
    return visitor.post(f"/cho-so/don/{order.code}/noi-ly-do-huy", **citizen.multipart(data))


def test_an_order_is_cancelled_without_a_letter(login_as, order, media_folder):
    buyer, seller = login_as(order.buyer), login_as(order.shop.owner)
    page = f"/cho-so/don/{order.code}/noi-ly-do-huy"
    assert f'href="{page}"' in buyer.get(f"/cho-so/don/{order.code}").text
    assert buyer.get(page).status_code == 200
    assert cancel(buyer, order).status_code == 422
    assert order.status == "new"
    said = {"voice": sounds.upload(sounds.recording())}
    assert cancel(buyer, order, **said).location == f"/cho-so/don/{order.code}"
    last = order.changes[-1]
    assert (order.status, last.verb, len(last.voices)) == ("cancelled", "withdraw", 1)
    url = f"/cho-so/don/{order.code}/tep/{last.voices[0].code}-webm"
    assert [each.get(url).status_code for each in (buyer, seller)] == [200, 200]
    assert last.voices[0].code in seller.get(f"/cho-so/ban/don/{order.code}").text
    assert buyer.get(page).location == f"/cho-so/don/{order.code}", "there is nothing to cancel"
    assert cancel(buyer, order, words="Nhầm.", idempotency_key=KEY + "2").status_code == 409


def test_only_the_buyer_cancels_and_twice_is_once(login_as, order, media_folder):
    assert cancel(login_as(make_user()), order, words="Nhầm.").status_code == 404
    buyer = login_as(order.buyer)
    assert cancel(buyer, order, words="Nhầm.").status_code == 303
    assert cancel(buyer, order, words="Nhầm.").status_code == 303
    assert [each.verb for each in order.changes].count("withdraw") == 1
