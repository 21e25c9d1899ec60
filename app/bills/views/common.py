"""What the room's views share."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask import Blueprint, flash, request
from flask_babel import lazy_gettext as _l

from app.accounts.present import person as person
from app.accounts.present import viewer as viewer
from app.bills import code_forms, queries
from app.bills.actions.reading import New
from app.bills.models import Bill, Biller
from app.core import cards, charts, clock
from app.core.cards import CardShown
from app.core.errors import DomainError
from app.core.formats import money
from app.core.forms import Check, Form, Read, Tick, needed
from app.core.tables.values import as_date, as_quantity

bills = Blueprint("bills", __name__)
LONGEST_PASTE = 2_000


def code_field(most: int = 200, *checks: Check) -> Any:
    """A field ``code``, cut at ``most`` characters once it is known that no card was read in."""
    return Read(lambda typed: cards.refuse(typed)[:most], *checks, most=LONGEST_PASTE)


NEEDS_CODE = needed(_l("Write the code as it stands on the bill."))


class ReadingForm(Form):
    """What a meter shows; ``sure`` and ``rolled_over`` answer what was asked back."""

    value, read_on = Read(as_quantity, most=30), Read(as_date, most=30)
    sure, rolled_over = Tick(), Tick()

    def new(self, source: str) -> New:
        """Give the reading, written down by the viewer."""
        names = ("value", "read_on", "sure", "rolled_over")
        return New(**{n: self[n].data for n in names}, source=source, user_id=viewer().user_id)


def asked_code(limit: int = 40) -> str:
    """Give the code that the address asks for; nothing of a card, which is said."""
    try:
        return cards.refuse(request.args.get("ma", ""))[:limit]
    except CardShown as shown:
        flash(shown.message, "late")
        return ""


def today(now: datetime | None = None) -> date:
    """Give today's day in Viet Nam."""
    return clock.local(now or clock.now()).date()


def biller_of(code: str, chosen: str, billers: Sequence[Biller]) -> Biller:
    """Give the one that was chosen, or the only one whose codes look like ``code``.

    Raises:
        DomainError: nobody's looks so, or several's do: then they have to choose.
    """
    found = [each for each in billers if each.code == chosen]
    found = found or code_forms.of(code, billers)
    if len(found) == 1:
        return found[0]
    if found:
        raise DomainError(_l("Several billers have such codes. Choose yours."), field="biller")
    raise DomainError(
        _l("This code does not tell whose bill it is. Compare it with the paper, or choose."),
        field="biller",
    )


def chosen_paper(code: str) -> Biller:
    """Give the biller whose bills open by their paper; raises ``DomainError``."""
    found = queries.biller_by_code(code)
    if found is None or not found.paper_only or found.agency.is_closed:
        raise DomainError(_l("Choose the biller."), field="biller")
    return found


def chart_of(history: list[Bill], marked: Bill | None, title: str) -> Any:
    """Give the chart of a code's bills, the oldest left: by quantity where all have one."""
    shown = [bill for bill in reversed(history)]
    by_quantity = all(bill.quantity is not None for bill in shown)
    values = [
        charts.Bar(
            bill.period[5:].lstrip("0"),
            float(bill.quantity or 0) if by_quantity else float(bill.total),
            f"{bill.period[5:]}/{bill.period[:4]}: {_said(bill)}",
            marked is not None and bill.id == marked.id,
        )
        for bill in shown
    ]
    return charts.bars(values, title)


def _said(bill: Bill) -> str:
    used = f"{bill.quantity.normalize():f} · " if bill.quantity is not None else ""
    return f"{used}{money(bill.owed)}"


@bills.app_template_filter("units")
def units(value: Decimal | None) -> str:
    """Write an exact quantity or unit price: 1.984, 12,5."""
    if value is None:
        return ""
    text = f"{value.normalize():,f}"
    return text.replace(",", " ").replace(".", ",").replace(" ", ".")


@bills.app_template_filter("amount")
def amount(value: Decimal) -> str:
    """Write an exact quantity for a script: 1984, 12.5."""
    return f"{value.normalize():f}"


@bills.app_template_filter("period")
def period(value: str) -> str:
    """Write a month: 11/2026."""
    return f"{value[5:]}/{value[:4]}"
