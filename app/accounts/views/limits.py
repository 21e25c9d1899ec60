"""The operator's page of limits: what was refused and from where, closed sources, the numbers."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts import closing, policies
from app.accounts.actors import Actor
from app.accounts.limits import REGISTRY
from app.accounts.models import ClosedSource, LimitRefusal
from app.accounts.permissions import OPERATE
from app.accounts.viewer import Viewer
from app.accounts.views.common import accounts, field, viewer
from app.core import clock
from app.core.access import access
from app.core.db import db
from app.core.errors import DomainError
from app.core.navigation import Link
from app.core.text import whole

LINK = Link("accounts.limits", _l("Limits"), "lock", order=80, shown_to=policies.can_operate)
WINDOW = {600: _l("ten minutes"), 3_600: _l("an hour"), 86_400: _l("a day")}


def load_refusal(_viewer: Viewer, number: int) -> LimitRefusal | None:
    """Give a refusal by its number."""
    return closing.refusal(number)


def load_closed(_viewer: Viewer, number: int) -> ClosedSource | None:
    """Give a closed source by its number."""
    return closing.closed_source(number)


def may_act(viewer: Viewer, _thing: object) -> bool:
    """Tell whether the viewer may close and open sources."""
    return policies.can_operate(viewer)


@accounts.get("/can-bo/gioi-han")
@access(policies.can_operate)
def limits() -> ResponseReturnValue:
    """Show what is limited now and from where; addresses are shown here and nowhere else."""
    return _page()


@accounts.post("/can-bo/gioi-han/<int:number>/dong")
@access(may_act, load=load_refusal)
def close_source(refusal: LimitRefusal) -> ResponseReturnValue:
    """Close the source of a refusal for some hours."""
    try:
        closing.close(refusal, whole(field("hours")) or 0, _actor(), clock.now())
    except DomainError as error:
        return _page(error)
    db.session.commit()
    flash(_("Closed. Who is signed in can go on; it opens by itself."), "ok")
    return redirect(url_for("accounts.limits"), 303)


@accounts.post("/can-bo/gioi-han/nguon/<int:number>/mo")
@access(may_act, load=load_closed)
def open_source(shut: ClosedSource) -> ResponseReturnValue:
    """Open a closed source again."""
    closing.open_again(shut, _actor(), clock.now())
    db.session.commit()
    flash(_("Open again."), "ok")
    return redirect(url_for("accounts.limits"), 303)


@accounts.post("/can-bo/gioi-han")
@access(policies.can_operate)
def set_limits() -> ResponseReturnValue:
    """Set the numbers of limits."""
    try:
        closing.set_numbers(request.form, _actor(), clock.now())
    except DomainError as error:
        return _page(error)
    db.session.commit()
    flash(_("Saved."), "ok")
    return redirect(url_for("accounts.limits"), 303)


def _actor() -> Actor:
    return viewer().actor(viewer().agencies(OPERATE)[0])


def _page(error: DomainError | None = None) -> ResponseReturnValue:
    now = clock.now()
    page = render_template(
        "accounts/limits.html",
        refused=closing.refused(now),
        closed=closing.closed_now(now),
        limits=sorted(REGISTRY.values(), key=lambda limit: (str(limit.label), limit.name)),
        window=lambda limit: WINDOW.get(int(limit.window.total_seconds()), limit.window),
        hours=closing.HOURS,
        typed=request.form if error else {},
        errors=[(error.field, error.message)] if error else [],
    )
    return page, error.status if error else 200
