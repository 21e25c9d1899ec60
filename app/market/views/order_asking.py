"""A buyer asks the shop about an order, or cancels it, by words, voice or photo.

Both sides see and hear it.
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
from app.core import clock, codes
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
from app.media.serving import Asked, serve


@dataclass(frozen=True)
class Saying:
    """One of the things that are said so: its page, what it does, and what is answered."""

    page: str
    does: Callable[[Order, str, Sequence[Attachment], datetime], None]
    answered: Any


QUESTION = Saying(
    "market/orders/ask.html",
    order_acts.ask,
    _l("The shop is told. Its answer comes to your notifications."),
)
CANCELLATION = Saying(
    "market/orders/cancel.html",
    order_acts.take_back,
    _l("The order is cancelled, the shop is told."),
)


@market.get("/cho-so/don/<code>/hoi")
@access(PUBLIC, load=queries.my_order)
def order_question(found: Order) -> ResponseReturnValue:
    return _page(QUESTION, found)


@market.post("/cho-so/don/<code>/hoi")
@access(PUBLIC, load=queries.my_order)
@acts(again=lambda found, **refused: _refused(QUESTION, found, refused), counts=True)
def ask_shop(found: Order) -> Done:
    return _take(QUESTION, found.code)


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
    return _take(CANCELLATION, found.code)


def _take(saying: Saying, code: str) -> Done:
    """Take it once; refused, its files wait under the form's key."""
    form = Said.read()
    sending.spend(sending.ADDITIONS, clock.now())
    sending.count_files(form.files, form.voices)
    prepared = form.prepare()
    found, words = _again(code), form.words[:MAX_REASON]

    def does(things: Sequence[Attachment]) -> str:
        saying.does(found, words, things, clock.now())
        return code

    take_once(viewer().reference, form, [saying.page, code], prepared, clock.now(), does)
    return Done(url_for(".order", code=code), saying.answered, code=code)


def load_file(viewer: Viewer, code: str, thing: str, part: str) -> Asked | None:
    """Give a part of what came with a question, to the buyer, and to the shop for its time."""
    found = queries.my_order(viewer, code)
    if found is None:
        found = queries.shops_order(viewer, code)
        found = found if found is not None and found.shows_contact else None
    links = [link for change in (found.changes if found else ()) for link in change.links]
    row = next((link.thing for link in links if link.thing.code == thing), None)
    return Asked(row, part, False) if row is not None else None


@market.get("/cho-so/don/<code>/tep/<thing>-<part>")
@access(PUBLIC, load=load_file)
def order_file(asked: Asked) -> ResponseReturnValue:
    """Serve a photo or a voice of a question; nobody may keep it."""
    return serve(asked)


def file_url(found: Order) -> Callable[[Attachment, str], str]:
    """Give what makes the address of a part of what came with a question."""
    return lambda thing, part: url_for(".order_file", code=found.code, thing=thing.code, part=part)


def _again(code: str) -> Order:
    """Load it anew: the lock was given back meanwhile."""
    found = queries.my_order(viewer(), code)
    return found if found is not None else abort(404)


def _refused(saying: Saying, found: Order, refused: dict[str, Any]) -> str:
    return _page(saying, _again(found.code), Said.read(), **refused)


def _page(saying: Saying, found: Order, form: Said | None = None, **refused: Any) -> str:
    key = form.key if form and form.key else codes.random_token()
    return render_template(
        saying.page,
        order=found,
        key=key,
        **came_along(form),
        **(refused or FRESH),
    )
