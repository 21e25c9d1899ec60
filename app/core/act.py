"""How a form's act runs: done, committed and said; or refused, and the form given back as typed.

    @bills.post("/can-bo/hoa-don/bieu-gia")
    @access(sees_tariffs)
    @acts(again=_lists, said=_l("The price list is there. Add its prices."))
    def add_tariff() -> str:
        made = establishing.add_tariff(...)  # raises DomainError, with the field it is about
        return url_for("bills.tariff", code=made.code)

The view does the act and gives the address to go to; nothing in it commits. Where the words hang
on what was done, it gives ``Done`` instead; an act that answers with a page of its own gives the
``Response``, made before the commit. A form that a phone's queue may send is answered with a
receipt where ``Done`` has a ``code``, and refused with the reasons alone.

Its fields are declared above it by ``core/forms``'s ``takes``.

``again`` shows the form's page with what the view was called with, and as keywords what
``refusal`` gives. Nothing of the refused act is left in what it is called with: rows are read anew
when they are touched. An act without a form (a button) has no ``again``: why not is said on the
error page.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple

from flask import Response, flash, make_response, request
from flask.typing import ResponseReturnValue

from app.core import receipts
from app.core.db import db
from app.core.error_pages import wants_json, with_retry_after
from app.core.errors import DomainError, TooMany
from app.core.htmx import go

FRESH: dict[str, Any] = {"errors": [], "error": {}, "typed": {}, "why": None}
"""What a form's page needs where nobody has refused anything yet."""


class Done(NamedTuple):
    """Where an act goes on to, and what is said there; ``tone`` as chips and banners have it.

    ``code``: what it is called, for the receipt that a phone's queue gets in place of the page.
    """

    url: str
    said: Any = ""
    tone: str = "ok"
    code: str = ""


View = Callable[..., str | Done | Response]
Refused = Callable[..., ResponseReturnValue]


def acts(
    *, again: Callable[..., Any] | None = None, said: Any = "", counts: bool = False
) -> Callable[[View], Any]:
    """Run a view as an act; ``said`` is what the page it goes on to says first.

    ``counts``: what a refused try wrote is kept, such as that it was tried.
    """
    if again is None:
        return runs(said=said, counts=counts)

    def refused(*things: Any, error: DomainError, **named: Any) -> ResponseReturnValue:
        if wants_json():
            return with_retry_after(reasons(error), error)
        page = again(*things, **named, **refusal(error)), error.status
        return with_retry_after(make_response(page), error) if isinstance(error, TooMany) else page

    return runs(refused=refused, said=said, counts=counts)


def runs(
    *, refused: Refused | None = None, said: Any = "", counts: bool = False
) -> Callable[[View], Any]:
    """Run a view as ``acts`` does, where a refusal is answered with more than a form's page.

    ``refused`` is called with what the view was called with and the ``error``.
    """

    def decorate(view: View) -> Callable[..., ResponseReturnValue]:
        @wraps(view)
        def run(*things: Any, **named: Any) -> ResponseReturnValue:
            try:
                done = view(*things, **named)
            except DomainError as error:
                if refused is None:
                    raise
                (db.session.commit if counts else db.session.rollback)()
                return refused(*things, error=error, **named)
            db.session.commit()
            return _go_on(Done(done, said) if isinstance(done, str) else done)

        return run

    return decorate


def said_at(where: Callable[..., str], tone: str = "soon") -> Refused:
    """Answer a refused button, which has no form to give back: say why not on another page."""

    def refused(*things: Any, error: DomainError, **_named: Any) -> ResponseReturnValue:
        return _go_on(Done(where(*things), error.message, tone))

    return refused


def _go_on(done: Done | Response) -> ResponseReturnValue:
    if isinstance(done, Response):
        return done
    if done.said:
        flash(str(done.said), done.tone)
    asked = done.code and wants_json()
    return receipts.receipt(done.code, done.url) if asked else go(done.url)


def reasons(error: DomainError) -> Response:
    """What a phone's queue is told of a refusal."""
    confirm = getattr(error, "confirm", "")
    return receipts.refusal(error.status, [said for _field, said in error.errors], confirm)


def refusal(error: DomainError) -> dict[str, Any]:
    """What a form's page needs of a refusal: errors, by field too, what was typed, and ``why``.

    ``why`` is the refusal itself, for a page that asks what kind of one it is; ``form`` the form
    itself, where it is a class of its own.
    """
    typed = {name: value for name, value in request.form.items() if name not in error.kept_back}
    form = {"form": error.form} if error.form else {}
    return {
        "errors": error.errors,
        "error": dict(reversed(error.errors)),
        "typed": typed,
        "why": error,
        **form,
    }
