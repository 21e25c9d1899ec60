"""The market office's cases: complaints and objections, each answered once."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import clock
from app.core.access import access
from app.core.db import db
from app.core.errors import DomainError
from app.market import policies
from app.market.actions import office as acting
from app.market.blueprint import market
from app.market.models import Complaint, Takedown
from app.market.models.office import KEPT, NOT_UPHELD, OUTCOMES, RESTORED, UPHELD
from app.market.queries import office
from app.market.views.common import FRESH, field, refusal, viewer, words

Case = Complaint | Takedown


@market.get("/can-bo/cho-so/bao-xau/<code>")
@access(policies.can_oversee_case, load=office.complaint)
def office_complaint(case: Complaint) -> ResponseReturnValue:
    """Show a complaint and the form of its answer."""
    return _page(case)


@market.post("/can-bo/cho-so/bao-xau/<code>")
@access(policies.can_oversee_case, load=office.complaint)
def answer_complaint(case: Complaint) -> ResponseReturnValue:
    """Answer the complaint."""
    try:
        by, now = viewer().actor(case.shop.office), clock.now()
        acting.answer(case, field("outcome"), words("answer", 1000), by, now)
        db.session.commit()
    except DomainError as error:
        return _page(case, **refusal(error)), error.status
    flash(_("Answered."), "ok")
    return redirect(url_for(".office_complaint", code=case.code), 303)


@market.get("/can-bo/cho-so/khieu-nai/<code>")
@access(policies.can_oversee_case, load=office.takedown)
def office_appeal(case: Takedown) -> ResponseReturnValue:
    """Show a seller's objection and the form of its answer."""
    return _page(case)


@market.post("/can-bo/cho-so/khieu-nai/<code>")
@access(policies.can_oversee_case, load=office.takedown)
def decide_appeal(case: Takedown) -> ResponseReturnValue:
    """Decide the objection."""
    try:
        by, now = viewer().actor(case.shop.office), clock.now()
        acting.decide(case, field("outcome"), words("answer", 1000), by, now)
        db.session.commit()
    except DomainError as error:
        return _page(case, **refusal(error)), error.status
    flash(_("Answered."), "ok")
    return redirect(url_for(".office_appeal", code=case.code), 303)


def _page(case: Case, **more: Any) -> str:
    typed = {"outcome": field("outcome"), "answer": words("answer", 1000)} if more else {}
    own = (UPHELD, NOT_UPHELD) if isinstance(case, Complaint) else (KEPT, RESTORED)
    return render_template(
        "market/office/case.html",
        case=case,
        is_complaint=isinstance(case, Complaint),
        deadline=case.deadline(clock.now()),
        outcomes=[(code, OUTCOMES[code]) for code in own],
        typed=typed,
        **{**FRESH, **more},
    )
