"""Health insurance: the month a card ends, its reminder, and the way to the official look-up."""

import re
from pathlib import Path

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
from app.core.tables.values import BadValue, as_period
from app.core.typed import field
from app.payments import operator_data

LINKS = Path(__file__).parent.parent / "data" / "official-links.csv"
MOST = 20


@bills.get("/hoa-don/bao-hiem-y-te")
@access(SIGNED_IN)
def insurance() -> ResponseReturnValue:
    return _page()


@bills.post("/hoa-don/bao-hiem-y-te")
@access(SIGNED_IN)
@acts(again=lambda **refused: _page(**refused))
def add_insurance() -> str:
    """Keep the month in which a card ends."""
    _keep(field("nickname", 40), field("month", 10))
    return url_for("bills.insurance")


@bills.post("/hoa-don/bao-hiem-y-te/<code>/bo")
@access(own_card, load=queries.my_insurance, asks=PROVED)
@acts()
def drop_insurance(card: InsuranceCard) -> str:
    db.session.delete(card)
    return url_for("bills.insurance")


def _keep(nickname: str, month: str) -> None:
    if not nickname:
        raise DomainError(_l("Whose card is it?"), field="nickname")
    if len(queries.insurance_cards(viewer())) >= MOST:
        raise DomainError(_l("These are very many cards. Remove one first."))
    try:
        _first, last = month_of(as_period(month))
    except BadValue as bad:
        raise DomainError(bad.message, field="month") from bad
    db.session.add(InsuranceCard(user_id=person().id, nickname=nickname, expires_on=last))


def _page(**more: object) -> str:
    links = {row["name"]: row["url"] for row in operator_data.rows(LINKS)}
    url = links.get("health-insurance", "")
    values = {
        "cards": queries.insurance_cards(viewer()),
        "today": today(),
        "link": url if re.match(r"https://", url) else "",
        **FRESH,
    }
    return render_template("bills/insurance.html", **{**values, **more})
