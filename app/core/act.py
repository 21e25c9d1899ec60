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
from typing import Any

from flask import flash, request
from flask.typing import ResponseReturnValue

from app.core.cards import CardShown
from app.core.db import db
from app.core.errors import DomainError
from app.core.htmx import go

FRESH: dict[str, Any] = {"errors": [], "error": {}, "typed": {}}
"""What a form's page needs where nobody has refused anything yet."""

View = Callable[..., str]


def acts(*, again: Callable[..., Any], said: Any = "") -> Callable[[View], Any]:
    """Run a view as an act; ``said`` is what the page it goes on to says first."""

    def decorate(view: View) -> Callable[..., ResponseReturnValue]:
        @wraps(view)
        def run(*things: Any, **named: Any) -> ResponseReturnValue:
            try:
                url = view(*things, **named)
            except DomainError as error:
                db.session.rollback()
                return again(*things, **named, **refusal(error)), error.status
            db.session.commit()
            if said:
                flash(said, "ok")
            return go(url)

        return run

    return decorate


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
