"""The head's pages of households: the list, one of them, the slips with their codes."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.present import person, viewer
from app.accounts.viewer import Viewer
from app.core import clock
from app.core.access import access
from app.core.act import FRESH, Done, acts
from app.core.config import settings
from app.core.forms import Line, takes
from app.core.listing import ways
from app.core.text import line, whole
from app.payments.qr_image import svg
from app.places.models import Place
from app.villages.blueprint import villages
from app.villages.households import binding, keeping, queries
from app.villages.households.forms import HouseholdForm
from app.villages.households.models import Household
from app.villages.rights import agency_of, load_village, may_head

SLIPS = 60
"""On one page of paper slips: ten sheets of six."""


def may_keep(viewer: Viewer, household: Household) -> bool:
    """Whoever finds a household leads its village."""
    return may_head(viewer, household.village)


@villages.get("/can-bo/thon/<code>/ho")
@access(may_head, load=load_village)
def households(village: Place) -> ResponseReturnValue:
    """List the households by number, or those in which what was typed stands."""
    typed = line(request.args.get("q", ""), 60)
    after = whole(request.args.get("sau", ""))
    page = None if typed else queries.page(village, after)
    rows = queries.matching(village, typed) if page is None else page.rows
    ahead = ways(".households", page, "sau", code=village.code) if page is not None else {}
    return render_template(
        "villages/households/list.html",
        village=village,
        typed=typed,
        rows=rows,
        count=queries.counts([village.id]).get(village.id, (0, 0, 0)),
        opened=queries.is_open_to(viewer(), village, clock.now()),
        reasons=keeping.REASONS,
        **ahead,
    )


@villages.post("/can-bo/thon/<code>/ho/so-dien-thoai")
@access(may_head, load=load_village)
@acts()
@takes(reason=Line(20, name="ly_do"), back=Line(40, name="ve"))
def open_phones(village: Place, reason: str, back: str) -> Done:
    """Open the phones of the village for a day's round; the reason is written down."""
    user, actor = person(), viewer().actor(agency_of(viewer(), village))
    keeping.open_phones(village, reason, user.id, actor, clock.now())
    said = _("The phone numbers are shown until tomorrow. That you opened them is written down.")
    if back:
        return Done(url_for(".rounds", code=back), said)
    return Done(url_for(".households", code=village.code), said)


@villages.get("/can-bo/thon/<code>/ho/moi")
@access(may_head, load=load_village)
def new_household(village: Place) -> ResponseReturnValue:
    return _new(village, HouseholdForm(None))


@villages.post("/can-bo/thon/<code>/ho/moi")
@access(may_head, load=load_village)
@acts(again=lambda village, form, **_refused: _new(village, form))
@takes(HouseholdForm)
def add_household(village: Place, form: HouseholdForm) -> Done:
    """Write one down, and go on to the next."""
    made = keeping.add(village, form, _actor(village), clock.now())
    said = _("Household %(number)s is on the list.", number=made.number)
    return Done(url_for(".new_household", code=village.code), said)


@villages.get("/can-bo/thon/ho/<code>")
@access(may_keep, load=queries.by_code)
def household(found: Household) -> ResponseReturnValue:
    form = HouseholdForm(None)
    form.fill(found)
    return _page(found, form)


@villages.post("/can-bo/thon/ho/<code>")
@access(may_keep, load=queries.by_code)
@acts(again=lambda found, form, **_refused: _page(found, form), said=_l("Kept."))
@takes(HouseholdForm)
def change_household(found: Household, form: HouseholdForm) -> str:
    """Write down what changed; phones that are not shown stay as they are."""
    if not _shows_phones(found):
        form.phones.data = found.phones
    keeping.change(found, form, _actor(found.village), clock.now())
    return url_for(".household", code=found.code)


@villages.post("/can-bo/thon/ho/<code>/bo")
@access(may_keep, load=queries.by_code)
@acts(said=_l("The household is off the list. Its names and numbers are deleted."))
def drop_household(found: Household) -> str:
    village = found.village
    keeping.take_off(found, _actor(village), clock.now())
    return url_for(".households", code=village.code)


@villages.post("/can-bo/thon/ho/<code>/ma-moi")
@access(may_keep, load=queries.by_code)
@acts(said=_l("The household has a new code. The old slip opens nothing any more."))
def renew_slip(found: Household) -> str:
    keeping.new_slip(found, _actor(found.village), clock.now())
    return url_for(".household", code=found.code)


@villages.post("/can-bo/thon/ho/<code>/moi-vao")
@access(may_keep, load=queries.by_code)
@acts(said=_l("Whoever uses the app with one of these numbers is invited."))
def invite_household(found: Household) -> str:
    binding.invite(found, _actor(found.village), clock.now())
    return url_for(".household", code=found.code)


@villages.get("/can-bo/thon/<code>/phieu")
@access(may_head, load=load_village)
def slips(village: Place) -> ResponseReturnValue:
    """Show the slips to print: each household's code, and a QR that leads to it."""
    page = queries.page(village, whole(request.args.get("sau", "")), SLIPS)
    return render_template(
        "villages/households/slips.html",
        village=village,
        slips=[(each, _qr(each)) for each in page.rows],
        **ways(".slips", page, "sau", code=village.code),
    )


def _qr(household: Household) -> Any:
    target = settings().base_url.rstrip("/") + url_for(".slip", code=household.slip)
    return svg(target, _("QR code of the household"))


def _actor(village: Place) -> Any:
    return viewer().actor(agency_of(viewer(), village))


def _new(village: Place, form: HouseholdForm) -> str:
    return render_template("villages/households/new.html", village=village, form=form)


def _shows_phones(found: Household) -> bool:
    return queries.is_open_to(viewer(), found.village, clock.now())


def _page(found: Household, form: HouseholdForm) -> str:
    return render_template(
        "villages/households/show.html",
        household=found,
        village=found.village,
        form=form,
        opened=_shows_phones(found),
        reasons=keeping.REASONS,
        sharing=", ".join(f"{each.number} {each.head}" for each in queries.sharing(found)),
        **FRESH,
    )
