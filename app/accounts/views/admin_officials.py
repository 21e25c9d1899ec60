"""Administration: officials and their rights."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from flask import Response, abort, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts import administering, duties, phones, policies, proposing, queries, rights_table
from app.accounts.actors import Actor
from app.accounts.forms import OfficialForm, RightsForm
from app.accounts.models import Agency, Right, RightProposal, User
from app.accounts.permissions import ADMINISTER, DELEGABLE, EVERYWHERE, LABELS, SHORT
from app.accounts.viewer import Viewer
from app.accounts.views.common import accounts, viewer
from app.core import clock, once
from app.core.access import access
from app.core.act import acts, runs, said_at
from app.core.forms import choices, takes

SAVED = _l("Saved.")


def official_by_code(viewer: Viewer, code: str) -> User | None:
    """Load an official; a citizen without rights is none."""
    user = queries.user_by_code(code)
    if user is None or not (user.is_official or user.rights or proposing.open_of(user)):
        return None
    return user


def proposal_of(viewer: Viewer, proposal_id: int, act: str) -> "Decision | None":
    """Load a proposed right and what is done with it."""
    row = proposing.by_id(proposal_id)
    return Decision(row, ACTS[act]) if row is not None and act in ACTS else None


def may_decide(viewer: Viewer, decision: "Decision") -> bool:
    """As ``policies.may_decide``."""
    return policies.may_decide(viewer, decision.row)


class Decision(NamedTuple):
    """A proposed right, and the act that settles it."""

    row: RightProposal
    act: Callable[[RightProposal, Actor, datetime], None]


ACTS = {"dong-y": proposing.confirm, "tu-choi": proposing.refuse}


def right_of(viewer: Viewer, code: str, right_id: int) -> Right | None:
    right = queries.right_by_id(right_id)
    return right if right is not None and right.user.code == code else None


@accounts.get("/can-bo/quan-tri/can-bo")
@access(policies.may_administer)
def officials() -> ResponseReturnValue:
    tops = viewer().agencies(ADMINISTER)
    agency = queries.agency_by_code(request.args.get("agency", ""))
    if agency is not None and not policies.may_administer_agency(viewer(), agency):
        abort(404)
    return render_template(
        "accounts/officials.html",
        officials=queries.officials_within(tops, agency),
        choices=_agency_choices(),
        agency=agency,
        proposals=_decidable(proposing.waiting(tops)),
        labels=LABELS,
    )


@accounts.get("/can-bo/quan-tri/can-bo/bang")
@access(policies.may_administer)
def rights_matrix() -> ResponseReturnValue:
    """Show who may do what, agency by agency; ``sau``: after which agency the page begins."""
    typed = request.args.get("tim", "").strip()[:80]
    page = rights_table.page(viewer().agencies(ADMINISTER), typed, request.args.get("sau", ""))
    older = url_for(".rights_matrix", sau=page.after, tim=typed or None) if page.after else None
    return render_template(
        "accounts/rights_matrix.html", page=page, typed=typed, older=older, short=SHORT,
        labels=LABELS,
    )  # fmt: skip


@accounts.get("/can-bo/quan-tri/can-bo/moi")
@access(policies.may_administer)
def new_official() -> ResponseReturnValue:
    return _new_page(_prepared(OfficialForm(request.args)))


def _new_page(form: Any) -> str:
    return render_template("accounts/new_official.html", form=form)


@accounts.post("/can-bo/quan-tri/can-bo/moi")
@access(policies.may_administer)
@acts(again=lambda form, **_refused: _new_page(form))
@takes(lambda: _prepared(OfficialForm()))
def create_official(form: Any) -> Response:
    """Make an official and show the activation code to hand over."""
    agency = _administered(form.agency.data)
    phone, by = phones.parse(form.phone.data), viewer().actor(agency)
    rights = form.permissions.data
    user, code = administering.invite(phone, form.name.data, agency, rights, by, clock.now())
    once.repeats_go_to(url_for("accounts.show_official", code=user.code))
    return make_response(_activation(user, code))


@accounts.get("/can-bo/quan-tri/can-bo/<code>")
@access(policies.may_administer_official, load=official_by_code)
def show_official(user: User) -> ResponseReturnValue:
    return _page(user, _prepared(RightsForm()))


@accounts.post("/can-bo/quan-tri/can-bo/<code>/quyen")
@access(policies.may_administer_official, load=official_by_code)
@acts(again=lambda user, form, **_refused: _page(user, form), said=SAVED)
@takes(lambda _user: _prepared(RightsForm()))
def give_rights(user: User, form: Any) -> str | Response:
    if not form.permissions.data:
        return make_response(_page(user, form), 422)
    agency, now = _administered(form.agency.data), clock.now()
    for permission in form.permissions.data:
        administering.give_or_propose(user, permission, agency, viewer().actor(agency), now)
    return _home(user)


@accounts.post("/can-bo/quan-tri/quyen/<int:proposal_id>/<act>")
@access(may_decide, load=proposal_of)
@runs(refused=said_at(lambda decision: _home(decision.row.user)), said=SAVED)
def decide_right(decision: Decision) -> str:
    """Confirm or refuse a right that another administrator proposed."""
    row, home = decision.row, _home(decision.row.user)
    decision.act(row, viewer().actor(row.agency), clock.now())
    return home


@accounts.post("/can-bo/quan-tri/can-bo/<code>/quyen/<int:right_id>/bo")
@access(policies.may_take, load=right_of)
@acts(said=SAVED)
def take_right(right: Right) -> str:
    home = _home(right.user)
    administering.take_right(right, viewer().actor(right.agency), clock.now())
    return home


@accounts.post("/can-bo/quan-tri/can-bo/<code>/kich-hoat-lai")
@access(policies.may_administer_official, load=official_by_code)
@acts()
def renew_activation(user: User) -> Response:
    """Give a new activation code, for a forgotten password or a lost authenticator."""
    code = administering.new_activation(user, _actor(), clock.now())
    return make_response(_activation(user, code))


@accounts.post("/can-bo/quan-tri/can-bo/<code>/khoa")
@access(policies.may_close, load=official_by_code)
@acts(said=SAVED)
def disable_official(user: User) -> str:
    """Close the account and end all its sessions."""
    administering.disable(user, _actor(), clock.now())
    return _home(user)


@accounts.post("/can-bo/quan-tri/can-bo/<code>/dang-xuat")
@access(policies.may_administer_official, load=official_by_code)
@acts(said=_l("Signed out everywhere."))
def sign_official_out(user: User) -> str:
    """End all sessions of an official whose phone was lost, say."""
    administering.sign_out_everywhere(user, _actor(), clock.now())
    return _home(user)


@accounts.post("/can-bo/quan-tri/can-bo/<code>/mo-khoa")
@access(policies.may_close, load=official_by_code)
@acts(said=SAVED)
def enable_official(user: User) -> str:
    """Open a closed account again."""
    administering.enable(user, _actor(), clock.now())
    return _home(user)


def _decidable(rows: list[RightProposal]) -> list[RightProposal]:
    return [row for row in rows if policies.may_decide(viewer(), row)]


def _agency_choices() -> list[tuple[str, str]]:
    found = queries.agencies(within=viewer().agencies(ADMINISTER))
    return [(agency.code, "· " * agency.depth + agency.name) for agency in found]


def _prepared(form: Any) -> Any:
    form.agency.choices = choices(_agency_choices())
    given = [each for each in LABELS.items() if policies.may_give(viewer(), each[0])]
    form.permissions.choices = choices(given)
    return form


def _administered(code: str) -> Agency:
    agency = queries.agency_by_code(code)
    if agency is None or not policies.may_administer_agency(viewer(), agency):
        abort(403)
    return agency


def _actor() -> Any:
    return viewer().actor(viewer().agencies(ADMINISTER)[0])


def _page(user: User, form: Any) -> str:
    return render_template(
        "accounts/show_official.html",
        user=user,
        form=form,
        labels=LABELS,
        proposals=proposing.open_of(user),
        decidable={row.id for row in _decidable(proposing.open_of(user))},
        me=viewer().user_id,
        takeable={right.id for right in user.rights if policies.may_take(viewer(), right)},
        closable=policies.may_close(viewer(), user),
        handles=any(right.permission in DELEGABLE for right in user.rights),
        everywhere=EVERYWHERE,
        open_work=duties.open_work(user),
        sessions=[each for each in queries.open_sessions(user, clock.now()) if each.is_official],
        last_sign_in=queries.last_sign_in(user),
    )


def _activation(user: User, code: str | None) -> str:
    return render_template("accounts/activation.html", user=user, code=code)


def _home(user: User) -> str:
    return url_for("accounts.show_official", code=user.code)
