"""Administration: activation slips for many officials at once, to print and cut."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from flask import Response, abort, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts import policies, queries, slips
from app.accounts.models.activation import ON_PAPER
from app.accounts.permissions import ADMINISTER
from app.accounts.views.common import accounts, viewer
from app.core import clock, once, text
from app.core.access import access
from app.core.act import FRESH, acts
from app.core.errors import DomainError
from app.core.forms import Line, Tick, takes


class Choice(NamedTuple):
    """Whom they are for, as the address and the form say it."""

    agency: str
    moment: str

    @property
    def given(self) -> dict[str, Any]:
        return {name: value for name, value in zip(("agency", "luc"), self, strict=True) if value}

    def wanted(self, *, again: bool = False) -> slips.Wanted:
        agency = queries.agency_by_code(self.agency) if self.agency else None
        if self.agency and (agency is None or not policies.may_administer_agency(viewer(), agency)):
            abort(404)
        return slips.Wanted(agency, _moment(self.moment), again)


@accounts.get("/can-bo/quan-tri/can-bo/phieu-kich-hoat")
@access(policies.may_administer)
def activation_slips() -> ResponseReturnValue:
    """Say how many have not begun yet, and offer to print their slips."""
    return _page(_chosen(request.args))


@accounts.post("/can-bo/quan-tri/can-bo/phieu-kich-hoat")
@access(policies.may_administer)
@acts(again=lambda typed, **refused: _page(_chosen(typed), **refused))
@takes(agency=Line(40), luc=Line(40), again=Tick())
def print_activation_slips(agency: str, luc: str, again: bool) -> Response:
    """Make the codes and show the slips, this once."""
    choice = Choice(agency, luc)
    actor = viewer().actor(viewer().agencies(ADMINISTER)[0])
    now = clock.now()
    made = slips.make(viewer(), choice.wanted(again=again), actor, now)
    if not made:
        raise DomainError(_l("Nobody here needs a slip now."), field="again")
    here = url_for("accounts.activation_slips", **choice.given)
    once.repeats_go_to(here)
    until = clock.local(now + ON_PAPER).date()
    return make_response(render_template("accounts/slips.html", slips=made, here=here, until=until))


def _chosen(values: Mapping[str, str]) -> Choice:
    return Choice(values.get("agency", ""), values.get("luc", ""))


def _page(choice: Choice, **refused: Any) -> str:
    found = queries.agencies(within=viewer().agencies(ADMINISTER))
    wanted = choice.wanted()
    return render_template(
        "accounts/print_slips.html",
        choices=[(agency.code, "· " * agency.depth + agency.name) for agency in found],
        choice=choice, wanted=wanted, counts=slips.counted(viewer(), wanted, clock.now()),
        at_once=slips.AT_ONCE, **{**FRESH, **refused},
    )  # fmt: skip


def _moment(typed: str) -> datetime | None:
    """Read the moment of a workbook, in UTC as its page wrote it."""
    found = text.moment(typed)
    if typed and found is None:
        abort(404)
    return found.replace(tzinfo=UTC) if found else None
