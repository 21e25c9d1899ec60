"""The inbox at /thong-bao, and the browsers that may be told by push."""

from datetime import datetime
from typing import NamedTuple

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts import sending
from app.accounts.models import User
from app.accounts.present import person
from app.core import clock, offline
from app.core.access import NEW, PUBLIC, SIGNED_IN, access, current_viewer
from app.core.act import acts
from app.core.bodies import body, json_of
from app.core.config import settings
from app.core.db import db, kept_though_refused
from app.core.forms import Several, takes
from app.core.listing import ways
from app.core.preferences import language
from app.notifications import actions, forms, kinds, queries, quiet, ringing
from app.notifications.delivery import push_services
from app.notifications.models import Notification
from app.notifications.policies import may_be_told, may_read


class Shown(NamedTuple):
    """A notification with what is written of it."""

    told: Notification
    kind: kinds.Kind
    words: kinds.Words


notifications = Blueprint("notifications", __name__, url_prefix="/thong-bao")


@notifications.get("")
@access(PUBLIC)
@offline.kept_offline
def index() -> ResponseReturnValue:
    """Show what the viewer was told, by matter, newest first."""
    viewer = current_viewer()
    before = request.args.get("truoc")
    page = queries.inbox(viewer, before)
    return render_template(
        "notifications/index.html",
        items=[(each, _words(each.newest), _earlier(each)) for each in page.rows],
        **ways(".index", page, "truoc"),
        is_first_page=before is None,
        may_be_told=may_be_told(viewer),
        hours=_hours(viewer.user),
    )


@notifications.post("/<code>/mo")
@access(may_read, load=queries.one_of, asks=NEW)
@acts()
def open_one(notification: Notification) -> str:
    """Mark all of its matter as read and go where it leads."""
    actions.read_all(current_viewer(), clock.now(), notification.url)
    return notification.url


@notifications.post("/da-doc")
@access(may_be_told, asks=NEW)
@acts()
def read_all() -> str:
    actions.read_all(current_viewer(), clock.now())
    return url_for(".index")


@notifications.get("/chuong")
@access(SIGNED_IN)
def choose_groups() -> ResponseReturnValue:
    """Ask for which groups of notices the person's phones ring."""
    user = person()
    off = ringing.silent(user.id)
    shown = [(each, each.name not in off) for each in ringing.groups_for(user)]
    return render_template("notifications/choose_groups.html", shown=shown, user=user)


@notifications.post("/chuong")
@access(SIGNED_IN)
@acts(said=_l("Saved."))
@takes(group=Several(20))
def set_groups(group: tuple[str, ...]) -> str:
    """Keep for which groups the phones ring: those that are ticked."""
    ringing.choose(person(), group)
    return url_for("accounts.edit_quiet_hours")


@notifications.post("/dang-ky")
@access(may_be_told, asks=NEW)
def subscribe() -> ResponseReturnValue:
    """Take a browser's push subscription (JSON) for the viewer."""
    viewer, now = current_viewer(), clock.now()
    _count_try(now)
    form = forms.SubscriptionForm.read(_json(), push_services(settings()))
    actions.subscribe(viewer, form.endpoint, form.keys, now)
    db.session.commit()
    return {}, 201


@notifications.post("/huy-dang-ky")
@access(may_be_told, asks=NEW)
def unsubscribe() -> ResponseReturnValue:
    """End the push to the viewer in this browser (JSON with its endpoint)."""
    actions.unsubscribe(current_viewer(), forms.endpoint_of(_json()))
    db.session.commit()
    return "", 204


def _words(notification: Notification) -> Shown:
    kind = kinds.kind_named(notification.kind)
    return Shown(notification, kind, kinds.words(kind, notification.parameters, language()))


def _earlier(matter: queries.Matter) -> list[Shown]:
    return [_words(each) for each in matter.earlier]


def _hours(user: User | None) -> str | None:
    """Give the person's quiet hours as text, empty for none at all; None for a guest."""
    if user is None:
        return None
    begins, ends = user.quiet_from, user.quiet_to
    return f"{quiet.text_of(begins)}–{quiet.text_of(ends)}" if begins != ends else ""


def _json() -> object:
    """Give the request's JSON, None where it is none; 413 for a large one."""
    try:
        return json_of(body(forms.MAX_BODY)) if request.is_json else None
    except ValueError:
        return None


def _count_try(now: datetime) -> None:
    """Hold a browser that subscribes again and again; the count commits by itself."""
    with kept_though_refused():
        sending.spend(sending.SUBSCRIPTIONS, now)
