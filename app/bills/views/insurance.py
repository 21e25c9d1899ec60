"""Health insurance: the month a card ends, its reminder, and the way to the official look-up."""

from datetime import date

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.bills import queries
from app.bills.bill_rows import month_of
from app.bills.models import InsuranceCard
from app.bills.policies import own_card
from app.bills.views.common import bills, person, today, viewer
from app.core.access import PROVED, SIGNED_IN, access
from app.core.act import FRESH, acts
from app.core.db import db
from app.core.errors import DomainError
from app.core.forms import Line, Read, needed, takes
from app.core.tables.values import as_period
from app.places import contacts

LOOK_UP = "health-insurance"
MOST = 20


@bills.get("/hoa-don/bao-hiem-y-te")
@access(SIGNED_IN)
def insurance() -> ResponseReturnValue:
    return _page()


@bills.post("/hoa-don/bao-hiem-y-te")
@access(SIGNED_IN)
@acts(again=lambda **refused: _page(**refused))
@takes(
    nickname=Line(40, needed(_l("Whose card is it?"))),
    month=Read(lambda typed: month_of(as_period(typed)), most=10),
)
def add_insurance(nickname: str, month: tuple[date, date]) -> str:
    """Keep the month in which a card ends."""
    if len(queries.insurance_cards(viewer())) >= MOST:
        raise DomainError(_l("These are very many cards. Remove one first."))
    db.session.add(InsuranceCard(user_id=person().id, nickname=nickname, expires_on=month[1]))
    return url_for("bills.insurance")


@bills.post("/hoa-don/bao-hiem-y-te/<code>/bo")
@access(own_card, load=queries.my_insurance, asks=PROVED)
@acts()
def drop_insurance(card: InsuranceCard) -> str:
    db.session.delete(card)
    return url_for("bills.insurance")


def _page(**more: object) -> str:
    link = contacts.by_code(contacts.LINK, LOOK_UP, today())
    values = {
        "cards": queries.insurance_cards(viewer()),
        "today": today(),
        "link": link.value if link else "",
        **FRESH,
    }
    return render_template("bills/insurance.html", **{**values, **more})
