"""Complaints by anybody, and a seller's objection to a taking down."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from flask import Response, abort, make_response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts import sending
from app.accounts.viewer import Viewer
from app.core import clock, codes, once, sent
from app.core.access import PROVED, PUBLIC, access
from app.core.act import FRESH, Done, acts
from app.core.error_pages import wants_json
from app.core.formats import moment
from app.core.forms import Words, takes
from app.core.working_days import calendar
from app.market import policies
from app.market.actions import office as office_actions
from app.market.blueprint import market
from app.market.models import Complaint, Product, Shop, Takedown
from app.market.models.office import MAX_WORDS, REASONS
from app.market.queries import office, products, shops
from app.market.views.common import viewer
from app.media.models import Attachment
from app.media.saying import Said, came_along, staged
from app.media.serving import Asked, asked_of, serve

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


@dataclass(frozen=True)
class AbuseForm(Said):
    """What is wrong with a listing: tapped, and written, said or shown."""

    reason: str = sent.line()


@market.post("/cho-so/bao-xau/<kind>/<code>")
@access(PUBLIC, load=load_about)
@acts(
    again=lambda about, **refused: _abuse(_again(about), AbuseForm.read(), **refused), counts=True
)
def send_abuse(about: About) -> Done | Response:
    """Take the complaint in, with the day by which it is answered."""
    form, who, now = AbuseForm.read(), viewer(), clock.now()
    sending.spend(sending.COMPLAINTS, now)
    sending.count_files(form.files, form.voices)
    made = _complain(about, form, who, now)
    own = url_for(".complaint", code=made.code)
    after = own if who.is_signed_in else url_for(".shop", slug=made.shop.slug)
    if wants_json() and made.answer_by is not None:
        said = _("The market office answers by %(when)s", when=moment(made.answer_by))
        return Done(after, said, "message", made.code)
    once.repeats_go_to(after)
    known = who.is_signed_in
    return make_response(render_template("market/abuse_sent.html", case=made, is_known=known))


def _complain(about: About, form: AbuseForm, who: Viewer, now: datetime) -> Complaint:
    """Decode without the write lock, then take it in; what came along waits under its key."""
    key = form.key or codes.random_token()
    prepared = form.prepare()
    about = _again(about)
    things = staged(key, form.removed, prepared, now)
    why = (form.reason, form.words[:MAX_WORDS])
    return office_actions.complain(
        about.shop, about.product, why, who.user, (calendar(), now), things
    )


def _again(about: About) -> About:
    """Load it anew: the lock was given back meanwhile."""
    found = load_about(viewer(), about.kind, about.code)
    if found is None:
        abort(404)
    return found


@market.get("/cho-so/bao-xau/<code>")
@access(policies.sent_complaint, load=office.own_complaint, asks=PROVED)
def complaint(case: Complaint) -> ResponseReturnValue:
    """Show what became of the complaint, to whoever sent it."""
    now = clock.now()
    return render_template(
        "market/complaint.html", case=case, deadline=case.deadline(now), shown_url=shown_url(case)
    )


@market.get("/cho-so/ban/go-bo/<code>")
@access(policies.may_appeal, load=office.own_takedown, asks=PROVED)
def takedown(case: Takedown) -> ResponseReturnValue:
    """Show why something was taken down, and what became of the objection."""
    return _case(case)


@market.post("/cho-so/ban/go-bo/<code>")
@access(policies.may_appeal, load=office.own_takedown, asks=PROVED)
@acts(
    again=lambda case, **refused: _case(case, **refused),
    said=_l("Your objection is with the market office."),
)
@takes(words=Words(1000))
def appeal(case: Takedown, words: str) -> str:
    office_actions.appeal(case, words, calendar(), clock.now())
    return url_for(".takedown", code=case.code)


@market.get("/cho-so/quy-che")
@access(PUBLIC)
def rules() -> ResponseReturnValue:
    return render_template("market/rules.html", forbidden=office.forbidden_rows())


def _abuse(about: About, form: AbuseForm | None = None, **refused: Any) -> str:
    key = form.key if form and form.key else codes.random_token()
    return render_template(
        "market/abuse.html",
        about=about,
        reasons=list(REASONS.items()),
        key=key,
        **came_along(form),
        **(refused or FRESH),
    )


def load_shown(viewer: Viewer, code: str, thing: str, part: str) -> Asked | None:
    """Give a part of what came with a complaint, to whoever sent it and the market office."""
    case = office.own_complaint(viewer, code) or office.complaint(viewer, code)
    return asked_of(case.links, thing, part) if case is not None else None


@market.get("/cho-so/bao-xau/<code>/tep/<thing>-<part>")
@access(PUBLIC, load=load_shown)
def shown(asked: Asked) -> ResponseReturnValue:
    """Serve a photo or a voice of a complaint; nobody may keep it."""
    return serve(asked)


def shown_url(case: Complaint) -> Callable[[Attachment, str], str]:
    """Give what makes the address of a part of what came with it."""
    return lambda thing, part: url_for(".shown", code=case.code, thing=thing.code, part=part)


def _case(case: Takedown, **refused: Any) -> str:
    deadline = case.deadline(clock.now())
    return render_template(
        "market/seller/takedown.html", case=case, deadline=deadline, **(refused or FRESH)
    )
