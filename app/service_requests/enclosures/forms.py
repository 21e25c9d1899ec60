"""Number, symbol and day of the document that comes with an answer, as an official types them."""

import re
from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _l

from app.core import clock
from app.core.errors import DomainError
from app.core.text import day as read_day
from app.service_requests.act_form import ActForm

NUMBER = re.compile(r"[0-9]{1,8}[A-Za-z]?")
SYMBOL = re.compile(r"[^\W_]+(?:[-/.&][^\W_]+)*")
LONGEST_SYMBOL = 40


@dataclass(frozen=True)
class PaperDetails:
    """What stands at the head of a document, and whether everybody may read it."""

    number: str
    symbol: str
    issued_on: date
    is_public: bool = False


def details(form: ActForm) -> PaperDetails:
    """Read them from the form; raise ``DomainError`` for what no document has."""
    if not NUMBER.fullmatch(form.paper_number):
        raise DomainError(_l("Write the document's number, such as 12."), field="paper_number")
    symbol = form.paper_symbol.removeprefix("/").upper()
    if not SYMBOL.fullmatch(symbol) or len(symbol) > LONGEST_SYMBOL:
        raise DomainError(_l("Write its symbol, such as UBND-KT."), field="paper_symbol")
    return PaperDetails(form.paper_number, symbol, _day(form.paper_day), bool(form.paper_public))


def _day(typed: str) -> date:
    day = read_day(typed)
    if day is None:
        raise DomainError(_l("Choose the day on the document."), field="paper_day")
    if day > clock.local(clock.now()).date():
        raise DomainError(_l("The day on the document is still to come."), field="paper_day")
    return day
