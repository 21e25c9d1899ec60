"""The operator's page of limits: what was refused and from where, closed sources, the numbers."""

from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts import closing, policies
from app.accounts.actors import Actor
from app.accounts.limits import REGISTRY
from app.accounts.models import ClosedSource, LimitRefusal
from app.accounts.permissions import OPERATE
from app.accounts.viewer import Viewer
from app.accounts.views.common import accounts, viewer
from app.core import clock
from app.core.access import access
from app.core.act import FRESH, acts
from app.core.forms import Named, Read, takes
from app.core.navigation import Link
from app.core.text import whole

LINK = Link("accounts.limits", _l("Limits"), "lock", order=80, shown_to=policies.may_operate)
MOST = 200
"""Numbers that are set at once."""
WINDOW = {600: _l("ten minutes"), 3_600: _l("an hour"), 86_400: _l("a day")}


def load_refusal(_viewer: Viewer, number: int) -> LimitRefusal | None:
    return closing.refusal(number)


def load_closed(_viewer: Viewer, number: int) -> ClosedSource | None:
    return closing.closed_source(number)


def may_act(viewer: Viewer, _thing: object) -> bool:
    """Tell whether the viewer may close and open sources."""
    return policies.may_operate(viewer)


@accounts.get("/can-bo/gioi-han")
@access(policies.may_operate)
def limits() -> ResponseReturnValue:
    """Show what is limited now and from where; addresses are shown here and nowhere else."""
    return _page()


@accounts.post("/can-bo/gioi-han/<int:number>/dong")
@access(may_act, load=load_refusal)
@acts(
    again=lambda _refusal, **refused: _page(**refused),
    said=_l("Closed. Who is signed in can go on; it opens by itself."),
)
@takes(hours=Read(whole))
def close_source(refusal: LimitRefusal, hours: int | None) -> str:
    closing.close(refusal, hours or 0, _actor(), clock.now())
    return url_for("accounts.limits")


@accounts.post("/can-bo/gioi-han/nguon/<int:number>/mo")
@access(may_act, load=load_closed)
@acts(again=lambda _shut, **refused: _page(**refused), said=_l("Open again."))
def open_source(shut: ClosedSource) -> str:
    closing.open_again(shut, _actor(), clock.now())
    return url_for("accounts.limits")


@accounts.post("/can-bo/gioi-han")
@access(policies.may_operate)
@acts(again=lambda **refused: _page(**refused), said=_l("Saved."))
@takes(typed=Named("", rows=MOST))
def set_limits(typed: dict[str, str]) -> str:
    closing.set_numbers(typed, _actor(), clock.now())
    return url_for("accounts.limits")


def _actor() -> Actor:
    return viewer().actor(viewer().agencies(OPERATE)[0])


def _page(**refused: Any) -> str:
    now = clock.now()
    return render_template(
        "accounts/limits.html",
        refused=closing.refused(now),
        closed=closing.closed_now(now),
        limits=sorted(REGISTRY.values(), key=lambda limit: (str(limit.label), limit.name)),
        window=lambda limit: WINDOW.get(int(limit.window.total_seconds()), limit.window),
        hours=closing.HOURS,
        **{**FRESH, **refused},
    )
