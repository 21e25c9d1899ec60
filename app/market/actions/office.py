"""What the market office decides: reviews, taking down, objections, complaints, rules."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l

from app.accounts import permissions
from app.accounts import queries as accounts
from app.accounts.actors import SYSTEM, Actor
from app.accounts.models import User
from app.core import audit
from app.core.db import db
from app.core.errors import Conflict, DomainError
from app.core.text import fold
from app.core.working_time import Calendar
from app.market.actions import products as shelf
from app.market.actions import shops as shopping
from app.market.models import (
    Complaint,
    ComplaintAttachment,
    ForbiddenWord,
    ProducerCount,
    Product,
    Shop,
    Takedown,
)
from app.market.models import office as cases
from app.market.models.lives import CLOSED
from app.market.queries import figures, office, shops
from app.media import actions as media
from app.media.models import Attachment
from app.notifications import tell
from app.notifications.groups import DESK, MARKET
from app.notifications.kinds import Kind, register
from app.places.models import Place


class Demand(NamedTuple):
    """An authority's demand: which one, by which document, and when it came."""

    authority: str
    at: datetime


def _kind(name: str, title: Any, group: str, icon: str = "flag") -> Kind:
    return register(Kind(name, title, _l("%(what)s"), icon, group=group))


TAKEN_DOWN = _kind("market-taken-down", _l("Something of your shop was taken down"), MARKET)
NOTICE_GIVEN = _kind("market-notice", _l("Your shop will be suspended in five days"), MARKET)
APPEAL = _kind("market-appeal", _l("A seller objects to a taking down"), DESK)
DECIDED = _kind("market-decided", _l("Your objection was decided"), MARKET, "check")
COMPLAINED = _kind("market-complaint", _l("Somebody reports a listing as bad"), DESK)
ANSWERED = _kind(
    "market-answered", _l("What you reported on the market was answered"), MARKET, "bell"
)
REVIEWED = _kind("market-reviewed", _l("Your listing was looked at"), MARKET, "check")


def approve(product: Product, by: Actor, now: datetime) -> None:
    """The listing is fine: show it; the shop's next ones need no look unless a word does."""
    product.flagged = ""
    shelf.step(product, "publish", by, now)
    product.shop.reviewed_at = product.shop.reviewed_at or now
    _tell_review(product, now)


def send_back(product: Product, note: str, by: Actor, now: datetime) -> None:
    """The seller has to change something; ``note`` says what."""
    if not note:
        raise DomainError(_l("Write what should be changed."), field="note")
    shelf.step(product, "send_back", by, now, note)
    _tell_review(product, now)


def take_down(
    shop: Shop,
    product: Product | None,
    why: tuple[str, str],
    by: Actor,
    now: datetime,
    demand: Demand | None = None,
) -> Takedown:
    """Take a product, or the whole shop, down; the seller is told why and may object.

    A product goes at once, and a shop that an authority demands. Else the shop's seller has five
    days' notice (``begin_due``). ``why`` is a reason's code and a note. Raises ``DomainError``
    where one is missing, ``Conflict`` where notice was given already.
    """
    reason, note = why
    if reason not in cases.REASONS:
        raise DomainError(_l("Choose the reason."), field="reason")
    if not note:
        raise DomainError(_l("Write what is wrong, so that the seller understands."), field="note")
    case = Takedown(
        shop=shop, product=product, reason=reason, note=note, at=now, by_id=by.user_id,
        appeal="", outcome="", answer="",
    )  # fmt: skip
    if demand is not None:
        _follow(case, demand, now)
    elif product is None:
        return _give_notice(case, now)
    db.session.add(case)
    case.begun_at = now
    if product is None:
        shopping.step(shop, "take_down", by, now)
    else:
        shelf.step(product, "take_down", by, now, note)
    db.session.flush()
    _record(case, "takedown.begin", by, now)
    _tell_sellers(case, TAKEN_DOWN, now)
    return case


def begin_due(now: datetime) -> int:
    """Suspend the shops whose notice is over and was not taken back; give how many.

    A seller who closes the shop meanwhile gains nothing: it is suspended once it is open again.
    """
    due = [case for case in office.notices_over(now) if case.shop.status != CLOSED]
    for case in due:
        case.begun_at = now
        if case.shop.may_do("take_down"):
            shopping.step(case.shop, "take_down", SYSTEM, now)
            _record(case, "takedown.begin", SYSTEM, now)
            _tell_sellers(case, TAKEN_DOWN, now)
    return len(due)


def _follow(case: Takedown, demand: Demand, now: datetime) -> None:
    if not demand.authority:
        raise DomainError(_l("Write which authority, by which document."), field="authority")
    if demand.at > now:
        raise DomainError(_l("This day has not come yet."), field="day")
    case.authority, case.demanded_at = demand.authority, demand.at


def _give_notice(case: Takedown, now: datetime) -> Takedown:
    if office.notice_of(case.shop) is not None:
        raise Conflict(_l("The seller has notice already."))
    if not case.shop.may_do("take_down"):
        raise Conflict(_l("This shop is not open."))
    case.begins_at = now + cases.NOTICE
    db.session.add(case)
    db.session.flush()
    _tell_sellers(case, NOTICE_GIVEN, now)
    return case


def appeal(case: Takedown, words: str, calendar: Calendar, now: datetime) -> None:
    """The seller objects, once; an answer is promised. Raises ``DomainError``, ``Conflict``."""
    if not words:
        raise DomainError(_l("Write why this is wrong."), field="words")
    if not case.may_be_appealed:
        raise Conflict(_l("You have objected already: the answer is below."))
    case.appeal = words
    case.promise(calendar, now)
    url = f"/can-bo/cho-so/khieu-nai/{case.code}"
    _tell_office(case.shop, APPEAL, case.what, url, f"appeal:{case.id}", now)


def decide(case: Takedown, outcome: str, answer: str, by: Actor, now: datetime) -> None:
    """Answer the objection; what is restored the seller may show again.

    A shop that another taking down keeps down stays so.
    """
    if outcome not in (cases.KEPT, cases.RESTORED):
        raise DomainError(_l("Choose what you decide."), field="outcome")
    _need_answer(answer)
    case.close(outcome, answer, by.user_id, now)
    if outcome == cases.RESTORED and case.begins_at is not None and case.begun_at is None:
        pass  # it never began, and will not
    elif outcome == cases.RESTORED and case.product is None:
        if not office.is_down_besides(case):
            shopping.step(case.shop, "restore", by, now)
    elif outcome == cases.RESTORED and case.product is not None:
        shelf.step(case.product, "restore", by, now)
    _record(case, "takedown.decide", by, now)
    _tell_sellers(case, DECIDED, now)


def complain(
    shop: Shop,
    product: Product | None,
    what: tuple[str, str],
    user: User | None,
    when: tuple[Calendar, datetime],
    things: Sequence[Attachment] = (),
) -> Complaint:
    """Take a complaint in: an answer is promised on the clock of reports.

    ``what``: a reason's code and words; ``things``: photos and a voice that say it or show it;
    ``user``: None for whoever has no account. Raises ``DomainError`` where something is missing.
    """
    (reason, words), (calendar, now) = what, when
    if reason not in cases.REASONS:
        raise DomainError(_l("Choose what is wrong."), field="reason")
    if not (words or things):
        raise DomainError(_l("Add a photo or a few words, or say it."), field="words")
    made = Complaint(
        shop=shop, product=product, user_id=user.id if user else None, reason=reason, words=words,
        outcome="", answer="",
    )  # fmt: skip
    made.promise(calendar, now)
    made.links = [ComplaintAttachment(thing=thing) for thing in things]
    db.session.add(made)
    media.attach(things)
    db.session.flush()
    url = f"/can-bo/cho-so/bao-xau/{made.code}"
    _tell_office(shop, COMPLAINED, made.what, url, f"complaint:{made.id}", now)
    return made


def answer(case: Complaint, outcome: str, words: str, by: Actor, now: datetime) -> None:
    """Answer a complaint; whoever sent it with an account is told."""
    if outcome not in (cases.UPHELD, cases.NOT_UPHELD):
        raise DomainError(_l("Choose what you decide."), field="outcome")
    _need_answer(words)
    case.close(outcome, words, by.user_id, now)
    _record(case, "complaint.answer", by, now)
    user = accounts.user_by_id(case.user_id) if case.user_id else None
    if user is not None:
        url = f"/cho-so/bao-xau/{case.code}"
        tell([user], ANSWERED.name, {"what": case.what}, url, f"answered:{case.id}", now=now)


def forbid(text: str, why: str, by: Actor, now: datetime) -> None:
    """Add words of goods that may not be sold."""
    folded = fold(text)
    if not 2 <= len(folded) <= 60:
        raise DomainError(_l("Write one to five words."), field="text")
    if office.forbidden_by_folded(folded) is None:
        db.session.add(ForbiddenWord(folded=folded, text=text, why=why))
        audit.record(by.reference, "forbidden.add", "market", now=now, after={"text": text})


def allow(row: ForbiddenWord, by: Actor, now: datetime) -> None:
    audit.record(by.reference, "forbidden.remove", "market", now=now, before={"text": row.text})
    db.session.delete(row)


def count_producers(commune: Place, producers: int, source: str, by: Actor, now: datetime) -> None:
    """Write down how many producers a commune has, and who counted them."""
    row = figures.producer_count(commune)
    before = {"producers": row.producers} if row else None
    if row is None:
        row = ProducerCount(commune_id=commune.id)
        db.session.add(row)
    row.producers, row.source, row.set_at = producers, source, now
    after = {"producers": producers}
    subject = f"place:{commune.id}"
    audit.record(by.reference, "producers.count", subject, now=now, before=before, after=after)


def _need_answer(words: str) -> None:
    if not words:
        raise DomainError(_l("Write the answer in a few words."), field="answer")


def _tell_review(product: Product, now: datetime) -> None:
    url = f"/cho-so/ban/hang/{product.code}"
    key = f"product:{product.id}:reviewed:{product.version}"
    people = shops.managers(product.shop)
    tell(people, REVIEWED.name, {"what": product.name}, url, key, now=now)


def _tell_sellers(case: Takedown, kind: Kind, now: datetime) -> None:
    url, key = f"/cho-so/ban/go-bo/{case.code}", f"takedown:{case.id}:{kind.name}"
    tell(shops.managers(case.shop), kind.name, {"what": case.what}, url, key, now=now)


def _tell_office(shop: Shop, kind: Kind, what: str, url: str, key: str, now: datetime) -> None:
    if shop.office is not None:
        officials = accounts.officials_with(permissions.MARKET, shop.office)
        tell(officials, kind.name, {"what": what}, url, key, now=now)


def _record(case: Complaint | Takedown, verb: str, by: Actor, now: datetime) -> None:
    subject = f"{case.__tablename__}:{case.id}"
    audit.record(by.reference, verb, subject, now=now, after={"outcome": case.outcome})
