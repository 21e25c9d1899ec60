"""What buyer, seller and the worker do with an order: one step, its payment, its telling."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from app.core.db import db
from app.core.errors import Conflict, DomainError
from app.core.events import payments_changed
from app.core.text import clean
from app.market.actions import order_notices
from app.market.models import Order, OrderChange, OrderRating
from app.market.models import order_life as life
from app.market.models.order_life import OrderAttachment
from app.market.models.orders import MAX_COURIER, MAX_REASON
from app.market.queries import orders as queries
from app.media import actions as media
from app.media.models import Attachment
from app.payments import queries as payments
from app.payments.models import PaymentRequest

MOST_ASKED = 10
FACES = ("satisfied", "fair", "dissatisfied")


def act(
    order: Order,
    verb: str,
    role: str,
    now: datetime,
    words: str = "",
    things: Sequence[Attachment] = (),
) -> OrderChange:
    """Do a step: stock, payment request and notices go with it; raises as ``Order.step`` does."""
    change = order.step(verb, role, now, clean(words, MAX_REASON), shown=bool(things))
    enclose(change, things)
    asked = payments.request_of(queries.SUBJECT, order.id)
    if asked is not None and order.status == life.CANCELLED:
        asked.cancel(now)
    if asked is not None and verb == "say_paid":
        asked.say_paid(now)
    if asked is not None and verb == "unsay_paid":
        asked.unsay()
    order_notices.tell_of(order, change, now)
    return change


def enclose(change: OrderChange, things: Sequence[Attachment]) -> None:
    """Hang on a step what the buyer said and showed with it."""
    if things:
        change.links = [OrderAttachment(thing=thing) for thing in things]
        media.attach(things)


def ask(order: Order, words: str, things: Sequence[Attachment], now: datetime) -> None:
    """Have the buyer ask the shop: in words, by voice, or by photos.

    Raises ``DomainError`` where nothing is said, ``Conflict`` after very many.
    """
    if not (words or things):
        raise DomainError(_l("Add a photo or a few words, or say it."), field="words")
    if sum(change.verb == "ask" for change in order.changes) >= MOST_ASKED:
        raise Conflict(_l("You asked very often about this order. Please call the shop."))
    act(order, "ask", life.BUYER, now, words, things)


def take_back(order: Order, words: str, things: Sequence[Attachment], now: datetime) -> None:
    """Have the buyer cancel it and say why: in words, by voice, or by photos."""
    act(order, "withdraw", life.BUYER, now, words, things)


def reply(order: Order, words: str, now: datetime) -> None:
    """Have the shop answer; raises ``DomainError`` without words."""
    if not words.strip():
        raise DomainError(_l("Write your answer."), field="words")
    act(order, "reply", life.SELLER, now, words)


def drop_files(order: Order) -> None:
    """Erase what the buyer said and showed in files."""
    media.let_go(*order.changes)


def dispatch(order: Order, courier: str, now: datetime) -> None:
    """Send it off; a courier's code is typed in by the seller and shown to the buyer."""
    order.courier = clean(courier, MAX_COURIER)
    act(order, "dispatch", life.SELLER, now)


def rate(
    order: Order, face: str, words: str, now: datetime, things: Sequence[Attachment] = ()
) -> None:
    """Rate a done order, or change the rating; raises ``DomainError`` for no face.

    New photos or a new voice take the place of those before.
    """
    if face not in FACES:
        raise DomainError(_l("Choose one of the three faces."), field="rating")
    step = order.first("rate") or act(order, "rate", life.BUYER, now)
    if things:
        media.let_go(step)
        enclose(step, things)
    known = queries.rating_of(order)
    rating = known or OrderRating(order_id=order.id, shop_id=order.shop_id)
    rating.face, rating.words, rating.at = face, clean(words, MAX_REASON) or None, now
    db.session.add(rating)


def lapse_unanswered(now: datetime) -> int:
    """Cancel what shops have not answered for three days; give how many. The caller commits."""
    late = queries.unanswered(now)
    for order in late:
        act(order, "lapse", life.SYSTEM, now)
    return len(late)


@payments_changed.connect
def follow_payments(requests: Sequence[PaymentRequest], now: datetime, **_: Any) -> None:
    """Mark orders as paid once the statement shows the whole amount, and undo that with it."""
    for request in requests:
        if request.subject_kind == queries.SUBJECT:
            _follow_payment(request, now)


def _follow_payment(request: PaymentRequest, now: datetime) -> None:
    order = queries.order_by_id(request.subject_id)
    if order is None:
        return
    if request.missing == 0 and order.paid_at is None:
        act(order, "settle", life.SYSTEM, now)
    elif request.missing > 0 and order.paid_at is not None and order.was_settled:
        act(order, "unsettle", life.SYSTEM, now)
    elif request.said_paid_at is None:
        order.said_paid_at = None
