"""The market office's cases: complaints and objections, each answered once."""

from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.core import clock
from app.core.access import access
from app.core.act import FRESH, acts
from app.core.forms import Line, Words, takes
from app.market import policies
from app.market.actions import office as office_actions
from app.market.blueprint import market
from app.market.models import Complaint, Takedown
from app.market.models.office import KEPT, NOT_UPHELD, OUTCOMES, RESTORED, UPHELD
from app.market.queries import office
from app.market.views.cases import shown_url
from app.market.views.common import viewer

Case = Complaint | Takedown


@market.get("/can-bo/cho-so/bao-xau/<code>")
@access(policies.may_oversee_case, load=office.complaint)
def office_complaint(case: Complaint) -> ResponseReturnValue:
    return _page(case)


@market.post("/can-bo/cho-so/bao-xau/<code>")
@access(policies.may_oversee_case, load=office.complaint)
@acts(again=lambda case, **refused: _page(case, **refused), said=_l("Answered."))
@takes(outcome=Line(), answer=Words(1000))
def answer_complaint(case: Complaint, outcome: str, answer: str) -> str:
    office_actions.answer(case, outcome, answer, viewer().actor(case.shop.office), clock.now())
    return url_for(".office_complaint", code=case.code)


@market.get("/can-bo/cho-so/khieu-nai/<code>")
@access(policies.may_oversee_case, load=office.takedown)
def office_appeal(case: Takedown) -> ResponseReturnValue:
    """Show a seller's objection and the form of its answer."""
    return _page(case)


@market.post("/can-bo/cho-so/khieu-nai/<code>")
@access(policies.may_oversee_case, load=office.takedown)
@acts(again=lambda case, **refused: _page(case, **refused), said=_l("Answered."))
@takes(outcome=Line(), answer=Words(1000))
def decide_appeal(case: Takedown, outcome: str, answer: str) -> str:
    office_actions.decide(case, outcome, answer, viewer().actor(case.shop.office), clock.now())
    return url_for(".office_appeal", code=case.code)


def _page(case: Case, **refused: Any) -> str:
    own = (UPHELD, NOT_UPHELD) if isinstance(case, Complaint) else (KEPT, RESTORED)
    return render_template(
        "market/office/case.html",
        case=case,
        is_complaint=isinstance(case, Complaint),
        shown_url=shown_url(case) if isinstance(case, Complaint) else None,
        deadline=case.deadline(clock.now()),
        outcomes=[(code, OUTCOMES[code]) for code in own],
        **(refused or FRESH),
    )
