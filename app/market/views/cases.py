"""Complaints by anybody, and a seller's objection to a taking down."""

from typing import Any, NamedTuple

from flask import make_response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts import sending
from app.accounts.viewer import Viewer
from app.core import clock, once
from app.core.access import PROVED, PUBLIC, access
from app.core.act import FRESH, acts, refusal
from app.core.db import db
from app.core.error_pages import waiting
from app.core.errors import DomainError
from app.core.typed import field, words
from app.core.working_days import calendar
from app.market import policies
from app.market.actions import office as acting
from app.market.blueprint import market
from app.market.models import Complaint, Product, Shop, Takedown
from app.market.models.office import REASONS
from app.market.queries import office, products, shops
from app.market.views.common import viewer

SHOP, PRODUCT = "gian-hang", "san-pham"


class About(NamedTuple):
    """What a complaint is about."""

    kind: str
    code: str
    shop: Shop
    product: Product | None


def load_about(_viewer: Viewer, kind: str, code: str) -> About | None:
    """Give the shop or the product that everybody may see."""
    if kind == SHOP:
        shop = shops.by_code(code)
        return About(kind, code, shop, None) if shop is not None and shop.is_open else None
    product = products.by_code(code) if kind == PRODUCT else None
    seen = product is not None and product.is_public
    return About(kind, code, product.shop, product) if seen and product is not None else None


@market.get("/cho-so/bao-xau/<kind>/<code>")
@access(PUBLIC, load=load_about)
def report_abuse(about: About) -> ResponseReturnValue:
    return _abuse(about)


@market.post("/cho-so/bao-xau/<kind>/<code>")
@access(PUBLIC, load=load_about)
def send_abuse(about: About) -> ResponseReturnValue:
    """Take the complaint in, with the day by which it is answered."""
    who, now = viewer(), clock.now()
    try:
        sending.spend(sending.COMPLAINTS, now)
        made = acting.complain(
            about.shop, about.product, (field("reason"), words("words", 1000)), who.user,
            (calendar(), now),
        )  # fmt: skip
    except DomainError as error:
        db.session.commit()  # a refused try counts
        return waiting(make_response(_abuse(about, **refusal(error)), error.status), error)
    db.session.commit()
    own = url_for(".complaint", code=made.code)
    once.repeats_go_to(own if who.is_signed_in else url_for(".shop", slug=about.shop.slug))
    return render_template("market/abuse_sent.html", case=made, is_known=who.is_signed_in)


@market.get("/cho-so/bao-xau/<code>")
@access(policies.sent_complaint, load=office.own_complaint, asks=PROVED)
def complaint(case: Complaint) -> ResponseReturnValue:
    """Show what became of the complaint, to whoever sent it."""
    now = clock.now()
    return render_template("market/complaint.html", case=case, deadline=case.deadline(now))


@market.get("/cho-so/ban/go-bo/<code>")
@access(policies.can_appeal, load=office.own_takedown, asks=PROVED)
def takedown(case: Takedown) -> ResponseReturnValue:
    """Show why something was taken down, and what became of the objection."""
    return _case(case)


@market.post("/cho-so/ban/go-bo/<code>")
@access(policies.can_appeal, load=office.own_takedown, asks=PROVED)
@acts(
    again=lambda case, **refused: _case(case, **refused),
    said=_l("Your objection is with the market office."),
)
def appeal(case: Takedown) -> str:
    acting.appeal(case, words("words", 1000), calendar(), clock.now())
    return url_for(".takedown", code=case.code)


@market.get("/cho-so/quy-che")
@access(PUBLIC)
def rules() -> ResponseReturnValue:
    return render_template("market/rules.html", forbidden=office.forbidden_rows())


def _abuse(about: About, **refused: Any) -> str:
    reasons = list(REASONS.items())
    return render_template("market/abuse.html", about=about, reasons=reasons, **(refused or FRESH))


def _case(case: Takedown, **refused: Any) -> str:
    deadline = case.deadline(clock.now())
    return render_template(
        "market/seller/takedown.html", case=case, deadline=deadline, **(refused or FRESH)
    )
