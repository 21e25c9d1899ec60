"""What a buyer says of an order by words, voice or photo: a question, a cancellation, a rating.

Both sides see and hear it; what goes with a rating only the buyer and the market office.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts import sending
from app.accounts.viewer import Viewer
from app.core import clock, codes, sent
from app.core.access import PUBLIC, access
from app.core.act import FRESH, Done, acts
from app.market.actions import order_acts
from app.market.blueprint import market
from app.market.models import Order
from app.market.models import order_life as life
from app.market.models.orders import MAX_REASON
from app.market.queries import orders as queries
from app.market.views.common import viewer
from app.media.models import Attachment
from app.media.saying import Said, came_along, take_once
from app.media.serving import Asked, asked_of, serve


@dataclass(frozen=True)
class OrderSaid(Said):
    """What is said of an order; a rating has a face too."""

    face: str = sent.line("rating")

    @property
    def cut(self) -> str:
        """Give the words, as long as an order keeps them."""
        return self.words[:MAX_REASON]


@dataclass(frozen=True)
class Saying:
    """One of the things that are said so: its page, what it does, and what is answered."""

    page: str
    does: Callable[[Order, OrderSaid, Sequence[Attachment], datetime], None]
    answered: Any


QUESTION = Saying(
    "market/orders/ask.html",
    lambda order, form, things, now: order_acts.ask(order, form.cut, things, now),
    _l("The shop is told. Its answer comes to your notifications."),
)
CANCELLATION = Saying(
    "market/orders/cancel.html",
    lambda order, form, things, now: order_acts.take_back(order, form.cut, things, now),
    _l("The order is cancelled, the shop is told."),
)
RATING = Saying(
    "market/orders/show.html",
    lambda order, form, things, now: order_acts.rate(order, form.face, form.cut, now, things),
    _l("Done."),
)


@market.get("/cho-so/don/<code>/hoi")
@access(PUBLIC, load=queries.my_order)
def order_question(found: Order) -> ResponseReturnValue:
    return _page(QUESTION, found)


@market.post("/cho-so/don/<code>/hoi")
@access(PUBLIC, load=queries.my_order)
@acts(again=lambda found, **refused: _refused(QUESTION, found, refused), counts=True)
def ask_shop(found: Order) -> Done:
    return take(QUESTION, found.code)


@market.get("/cho-so/don/<code>/noi-ly-do-huy")
@access(PUBLIC, load=queries.my_order)
def order_cancelling(found: Order) -> ResponseReturnValue:
    """Ask why, by words, voice or photo; an order that cannot be cancelled says so itself."""
    if not life.ORDER.may(found, "withdraw", life.BUYER):
        return redirect(url_for(".order", code=found.code), 303)
    return _page(CANCELLATION, found)


@market.post("/cho-so/don/<code>/noi-ly-do-huy")
@access(PUBLIC, load=queries.my_order)
@acts(again=lambda found, **refused: _refused(CANCELLATION, found, refused), counts=True)
def cancel_order(found: Order) -> Done:
    return take(CANCELLATION, found.code)


def take(saying: Saying, code: str) -> Done:
    """Take it once; refused, its files wait under the form's key."""
    form = OrderSaid.read()
    sending.spend(sending.ADDITIONS, clock.now())
    sending.count_files(form.files, form.voices)
    prepared = form.prepare()
    found, now = _again(code), clock.now()

    def does(things: Sequence[Attachment]) -> str:
        saying.does(found, form, things, now)
        return code

    take_once(viewer().reference, form, [saying.page, code, form.face], prepared, now, does)
    return Done(url_for(".order", code=code), saying.answered, code=code)


def load_file(viewer: Viewer, code: str, thing: str, part: str) -> Asked | None:
    """Give a part of what came with an order, to the buyer, and to the shop for its time.

    What came with a rating the shop does not get.
    """
    found, own = queries.my_order(viewer, code), True
    if found is None:
        found, own = queries.shops_order(viewer, code), False
        found = found if found is not None and found.shows_contact else None
    changes = found.changes if found else []
    links = [link for each in changes if own or each.verb != "rate" for link in each.links]
    return asked_of(links, thing, part)


@market.get("/cho-so/don/<code>/tep/<thing>-<part>")
@access(PUBLIC, load=load_file)
def order_file(asked: Asked) -> ResponseReturnValue:
    """Serve a photo or a voice of the buyer's; nobody may keep it."""
    return serve(asked)


def file_url(found: Order) -> Callable[[Attachment, str], str]:
    """Give what makes the address of a part of what came with an order."""
    return lambda thing, part: url_for(".order_file", code=found.code, thing=thing.code, part=part)


def _again(code: str) -> Order:
    """Load it anew: the lock was given back meanwhile."""
    found = queries.my_order(viewer(), code)
    return found if found is not None else abort(404)


def _refused(saying: Saying, found: Order, refused: dict[str, Any]) -> str:
    return _page(saying, _again(found.code), OrderSaid.read(), **refused)


def _page(saying: Saying, found: Order, form: OrderSaid | None = None, **refused: Any) -> str:
    key = form.key if form and form.key else codes.random_token()
    return render_template(
        saying.page,
        order=found,
        key=key,
        **came_along(form),
        **(refused or FRESH),
    )
