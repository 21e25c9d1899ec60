"""One tap writes down what there is to say of somebody on a list; without a signal too.

The phone's queue sends it later (docs/offline.md): it is known again by its key, written once.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import Response
from flask_babel import lazy_gettext as _l

from app.core import idempotency, receipts
from app.core.act import Done
from app.core.error_pages import wants_json
from app.core.errors import DomainError
from app.core.forms import Form, Line
from app.core.text import whole


class TickForm(Form):
    """Of whom, by number, and what; the key under which the tick is known again."""

    number = Line(12, name="so")
    tapped = Line(12, name="ho")
    deed = Line(12, name="viec")
    key = Line(100, name="idempotency_key")

    @property
    def whose(self) -> int | None:
        """Give the number that was tapped, else the one that was typed."""
        return whole(self.tapped.data or self.number.data)


def tick(
    form: TickForm,
    deeds: Mapping[str, Any],
    content: Sequence[object],
    by: str,
    write: Callable[[int | None], str],
    now: datetime,
) -> str:
    """Write one tick down and say so; the same one again only says it.

    ``content`` is all that was sent: under a known key something else is refused. ``write`` is
    given the number and says what was written.

    Raises:
        DomainError: what is written down was not chosen, or what ``write`` raises.
    """
    form.check()
    if form.deed.data not in deeds:
        raise DomainError(_l("Choose what is written down."), field="viec")
    claim = idempotency.claim(by, form.key.data, idempotency.fingerprint(content), now)
    if claim.answer is None:
        claim.answer = write(form.whose)
    return claim.answer


def answered(said: str, here: str) -> Done | Response:
    """Give the page to go on with; a phone's queue is given a receipt."""
    return receipts.receipt(said, here) if wants_json() else Done(here, said)
