"""How a form's act runs: done, committed and said; or refused, and the form given back as typed.

    @bills.post("/can-bo/hoa-don/bieu-gia")
    @access(sees_tariffs)
    @acts(again=_lists, said=_l("The price list is there. Add its prices."))
    def add_tariff() -> str:
        made = establishing.add_tariff(...)  # raises DomainError, with the field it is about
        return url_for("bills.tariff", code=made.code)

The view does the act and gives the address to go to; nothing in it commits. ``again`` shows the
form's page with what the view was called with, and as keywords what ``refusal`` gives.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, NamedTuple

from flask import Response, flash, make_response, request
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from app.core.cards import CardShown
from app.core.db import db
from app.core.error_pages import waiting
from app.core.errors import DomainError, TooMany
from app.core.htmx import go

FRESH: dict[str, Any] = {"errors": [], "error": {}, "typed": {}}
"""What a form's page needs where nobody has refused anything yet."""


class Done(NamedTuple):
    """Where to go on, where what is said there hangs on what was done."""

    url: str
    said: Any


View = Callable[..., str | Done | Response]
"""Gives the address to go on to; a ``Response`` is the answer itself, such as a code shown once."""


def acts(
    *, again: Callable[..., Any], said: Any = "", counts: bool = False
) -> Callable[[View], Any]:
    """Run a view as an act; ``said`` is what the page it goes on to says first.

    ``counts``: what a refused try wrote is kept, such as that it was tried.
    """

    def refused(*things: Any, error: DomainError, **named: Any) -> ResponseReturnValue:
        page = again(*things, **named, **refusal(error)), error.status
        return waiting(make_response(page), error) if isinstance(error, TooMany) else page

    return runs(refused=refused, said=said, counts=counts)


def runs(
    *, refused: Callable[..., ResponseReturnValue], said: Any = "", counts: bool = False
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
                (db.session.commit if counts else db.session.rollback)()
                return refused(*things, error=error, **named)
            db.session.commit()
            return _answer(done, said)

        return run

    return decorate


def fills(
    form: Callable[..., FlaskForm], *, again: Callable[..., Any], said: Any = "", field: str = ""
) -> Callable[[View], Any]:
    """Run a view as an act on a form of WTForms, valid before the view is called with it.

        @access(may_change, load=reason)
        @fills(lambda found: ReasonForm(), again=_page, said=_l("Saved."))
        def update_reason(found: Reason, form: ReasonForm) -> str: ...

    ``form`` makes it of what the view is called with. A refused one goes to ``again`` as it was
    typed, with what is wrong at its fields and the status 422, whoever refuses it. ``field``
    takes what the act refuses of no field.
    """

    def decorate(view: View) -> Callable[..., ResponseReturnValue]:
        @wraps(view)
        def run(*things: Any, **named: Any) -> ResponseReturnValue:
            sent = form(*things, **named)

            def refused(error: DomainError | None = None) -> ResponseReturnValue:
                if error is not None:
                    sent[error.field or field].errors = [error.message]
                return again(*things, sent, **named), 422

            if not sent.validate():
                db.session.rollback()
                return refused()
            act = runs(refused=refused, said=said)(lambda: view(*things, sent, **named))
            answer: ResponseReturnValue = act()
            return answer

        return run

    return decorate


def _answer(done: str | Done | Response, said: Any) -> ResponseReturnValue:
    if isinstance(done, Response):
        return done
    url, words = done if isinstance(done, Done) else (done, said)
    if words:
        flash(str(words), "ok")
    return go(url)


def refusal(error: DomainError) -> dict[str, Any]:
    """What a form's page needs of a refusal: errors, by field too, and what was typed.

    Of what was typed into a field that a card was shown to, nothing.
    """
    typed: Mapping[str, str] = request.form
    if isinstance(error, CardShown):
        typed = {name: value for name, value in typed.items() if name != error.field}
    return {
        "errors": [(error.field, error.message)],
        "error": {error.field: error.message},
        "typed": typed,
    }
