"""A person's own page: the household the account belongs to, what it was told, leaving."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts.present import person, viewer
from app.accounts.viewer import Viewer
from app.core import clock
from app.core.access import SIGNED_IN, access
from app.core.act import FRESH, Done, acts
from app.core.db import one
from app.core.errors import DomainError
from app.core.forms import Line, takes
from app.core.offline import kept_offline
from app.villages.blueprint import villages
from app.villages.households import binding, queries
from app.villages.households.models import Household
from app.villages.notices import queries as notices


@villages.get("/thon-toi")
@access(SIGNED_IN)
@kept_offline
def mine() -> ResponseReturnValue:
    """Show one's household and the village's notices; without one, how to belong to one."""
    return _page()


@villages.post("/thon-toi")
@access(SIGNED_IN)
@acts(again=lambda **refused: _page(**refused), counts=True)
@takes(code=Line(20, name="ma"))
def join_household(code: str) -> Done:
    """Belong to the household of the slip's code."""
    if not code:
        raise DomainError(_l("Write the code that stands on the slip."), field="ma")
    found = binding.join_by_slip(person(), code, clock.now())
    return Done(url_for(".mine"), _said(found))


@villages.post("/thon-toi/nhan/<code>")
@access(SIGNED_IN, load=lambda viewer, code: called(viewer, code))
@acts()
def accept_household(found: Household) -> Done:
    """Belong to a household on whose list one's own number stands."""
    binding.join_by_phone(found, person(), clock.now())
    return Done(url_for(".mine"), _said(found))


@villages.post("/thon-toi/roi")
@access(SIGNED_IN)
@acts(said=_l("You left the household. Its notices come to you no more."))
def leave_household() -> str:
    member = queries.of_person(viewer().user_id)
    if member is not None:
        binding.leave(member, clock.now())
    return url_for(".mine")


@villages.get("/thon-toi/ma/<code>")
@access(SIGNED_IN)
def slip(code: str) -> ResponseReturnValue:
    """Show the form with the code that the slip's QR carries; it is looked up when it is sent."""
    present = queries.of_person(viewer().user_id)
    if present is not None and present.household.slip == code.upper():
        return redirect(url_for(".mine"), 303)
    return _page(typed={"ma": code[:20]})


def called(viewer: Viewer, code: str) -> Household | None:
    """Give a household to whoever proved one of the numbers on its list."""
    statement = select(Household).where(Household.code == code, Household.number.is_not(None))
    found: Household | None = one(statement, of=Household)
    index = viewer.user.phone_index if viewer.user else None
    if found is None or index not in {each.phone_index for each in found.numbers}:
        return None
    return found


def _said(found: Household) -> str:
    return _("You belong to household %(number)s of %(village)s now.", number=found.number,
             village=found.village.label)  # fmt: skip


def _page(**more: Any) -> str:
    member = queries.of_person(viewer().user_id)
    household = member.household if member is not None else None
    page = notices.of_household(household.id, request.args.get("truoc", "")) if household else None
    offered = [] if household else queries.called_at(person().phone_index)
    values = {
        "household": household,
        "offered": offered,
        "rows": page.rows if page else [],
        "looks": queries.looks(household.village_id) if household else [],
        "now": clock.now(),
        "older": url_for(".mine", truoc=page.after) if page and page.after else None,
        **FRESH,
    }
    return render_template("villages/mine.html", **{**values, **more})
