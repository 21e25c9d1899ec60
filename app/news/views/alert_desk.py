"""The duty officers' pages: what was sent, how far it is, and what may be added to it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.core import clock
from app.core.access import access, current_viewer
from app.core.db import db
from app.core.errors import DomainError
from app.core.htmx import go, htmx
from app.core.text import clean
from app.news import labels, policies
from app.news.actions import alerting
from app.news.blueprint import news
from app.news.forms import as_local, moment
from app.news.forms_alert import AlertForm
from app.news.models import Alert
from app.news.models.alert import KINDS, LEVELS, LONGEST_TEXT
from app.news.queries import alerts, areas
from app.notifications import broadcasts
from app.notifications.broadcast_models import NOWHERE


@dataclass(frozen=True)
class Row:
    """What one commune's people had of an alert; ``opened`` is None where too few to tell."""

    name: Any
    reached: int
    delivered: int | None
    opened: int | None


@news.get("/can-bo/canh-bao")
@access(policies.may_alert)
def alert_desk() -> ResponseReturnValue:
    """Show the prepared alerts to begin from, and what was sent."""
    now = clock.now()
    rows = alerts.desk_list(current_viewer())
    return render_template(
        "news/desk/alerts.html",
        on=[row for row in rows if row.is_on(now)],
        over=[row for row in rows if not row.is_on(now)],
        templates=alerts.templates(),
        kinds=KINDS,
        levels=LEVELS,
    )


@news.get("/can-bo/canh-bao/<code>")
@access(policies.may_change_alert, load=alerts.run_by)
def alert_run(alert: Alert) -> ResponseReturnValue:
    """Show how far it was sent, its figures by commune, and what may be added."""
    return run_page(alert)


@news.get("/can-bo/canh-bao/<code>/tien-do")
@access(policies.may_change_alert, load=alerts.run_by)
def alert_progress(alert: Alert) -> ResponseReturnValue:
    """Give the progress alone, for the page to refresh itself."""
    if not htmx.partial:
        return run_page(alert)
    return render_template("news/desk/_progress.html", alert=alert, **_figures(alert))


@news.post("/can-bo/canh-bao/<code>/cap-nhat")
@access(policies.may_change_alert, load=alerts.run_by)
def update_alert(alert: Alert) -> ResponseReturnValue:
    """Say what changed; everybody concerned is told."""
    sent, now = request.form, clock.now()
    level = int(sent.get("level", "")) if sent.get("level", "") in ("1", "2", "3", "4") else 0

    def act(it: Alert, by: Actor) -> None:
        ends_at = moment(sent.get("ends_at", ""), "ends_at")
        alerting.update(it, _text(), ends_at, level, by, now)

    return _perform(alert, act, _l("The update is being sent."))


@news.post("/can-bo/canh-bao/<code>/het-nguy-hiem")
@access(policies.may_change_alert, load=alerts.run_by)
def clear_alert(alert: Alert) -> ResponseReturnValue:
    """Give the all-clear."""
    now = clock.now()
    return _perform(
        alert,
        lambda it, by: alerting.clear(it, _text(), by, now),
        _l("The all-clear is being sent."),
    )


@news.post("/can-bo/canh-bao/<code>/dung-gui")
@access(policies.may_change_alert, load=alerts.run_by)
def stop_alert(alert: Alert) -> ResponseReturnValue:
    """Send nothing more to those not yet told."""
    now = clock.now()
    return _perform(alert, lambda it, by: alerting.stop(it, by, now), _l("Sending was stopped."))


@news.route("/can-bo/canh-bao/<code>/dinh-chinh", methods=["GET", "POST"])
@access(policies.may_change_alert, load=alerts.run_by)
def correct_alert(alert: Alert) -> ResponseReturnValue:
    """Put words, places or times right."""
    if request.method == "GET" and not alert.is_on(clock.now()):
        return go(url_for(".alert_run", code=alert.code))
    if request.method == "GET":
        return _correction(alert, AlertForm.of(alert))
    form, code, now = AlertForm.read(request), alert.code, clock.now()
    form.is_test = alert.is_test
    if form.chosen.searches:
        return _correction(alert, form)
    try:
        form.find_area()
        actor = current_viewer().actor(alert.agency)
        alerting.correct(alert, form.content(), form.text, form.version, actor, now)
    except DomainError as error:
        db.session.rollback()
        again = alerts.run_by(current_viewer(), code)
        if again is None:
            abort(404)
        form.version = again.version if error.status == 409 else form.version
        return _correction(again, form, error)
    db.session.commit()
    flash(_("The correction is being sent."), "ok")
    return go(url_for(".alert_run", code=code))


def run_page(alert: Alert, error: DomainError | None = None) -> ResponseReturnValue:
    """Show an alert to its duty officers; ``error`` is what an act was refused for."""
    now = clock.now()
    page = render_template(
        "news/desk/alert.html",
        alert=alert,
        is_on=alert.is_on(now),
        levels=LEVELS,
        labels=labels.MESSAGES,
        ends_at=request.form.get("ends_at") or as_local(alert.ends_at),
        typed=request.form.get("text", ""),
        errors=[(error.field, error.message)] if error else [],
        seconds=alerting.second_people(alert.agency, current_viewer().actor(alert.agency)),
        **_figures(alert),
    )
    return page, error.status if error else 200


def _figures(alert: Alert) -> dict[str, Any]:
    sent = alerting.broadcasts_of(alert)
    reach = broadcasts.reach_of([each.id for each in sent[:1]])
    return {"broadcasts": sent, "reach": _rows(reach), "running": any(b.is_running for b in sent)}


def _rows(reach: dict[int, Counter[str]]) -> list[Row]:
    """Give the figures by commune; where few opened it, they are not told apart."""
    names = areas.names([number for number in reach if number != NOWHERE])
    rows = [
        Row(
            names[number].title if number in names else _l("No commune chosen"),
            figures["reached"],
            _blurred(figures["delivered"]),
            _blurred(figures["opened"]),
        )
        for number, figures in reach.items()
    ]
    return sorted(rows, key=lambda row: -row.reached)


def _blurred(count: int) -> int | None:
    return None if 0 < count < broadcasts.SMALL else count


def _correction(
    alert: Alert, form: AlertForm, error: DomainError | None = None
) -> ResponseReturnValue:
    errors = [(error.field, error.message)] if error else []
    page = render_template(
        "news/desk/correct_alert.html",
        alert=alert,
        form=form,
        errors=errors,
        wrong=dict(errors),
        kinds=KINDS,
        levels=LEVELS,
    )
    return page, error.status if error else 200


def _text() -> str:
    return clean(request.form.get("text", ""), LONGEST_TEXT)


def _perform(
    alert: Alert, act: Callable[[Alert, Actor], None], said: object
) -> ResponseReturnValue:
    viewer, code = current_viewer(), alert.code
    try:
        act(alert, viewer.actor(alert.agency))
    except DomainError as error:
        db.session.rollback()
        again = alerts.run_by(viewer, code)
        if again is None:
            abort(404)
        return run_page(again, error)
    db.session.commit()
    flash(str(said), "ok")
    return go(url_for(".alert_run", code=code))
