"""The duty officers' pages: what was sent, how far it is, and what may be added to it."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.core import clock
from app.core.access import access, current_viewer
from app.core.act import FRESH, acts
from app.core.errors import Conflict
from app.core.forms import Read, Words, takes
from app.core.htmx import go, htmx
from app.news import labels, policies
from app.news.actions import alerting
from app.news.blueprint import news
from app.news.forms import as_local, moment
from app.news.forms_alert import AlertForm, read_level
from app.news.models import Alert
from app.news.models.alert import KINDS, LEVELS, LONGEST_TEXT
from app.news.queries import alerts, areas
from app.news.rescue import queries as rescue
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
@acts(
    again=lambda alert, **refused: run_page(alert, **refused),
    said=_l("The update is being sent."),
)
@takes(text=Words(LONGEST_TEXT), ends_at=Read(moment), level=Read(read_level))
def update_alert(alert: Alert, text: str, ends_at: datetime, level: int) -> str:
    """Say what changed; everybody concerned is told."""
    alerting.update(alert, text, ends_at, level, _actor(alert), clock.now())
    return url_for(".alert_run", code=alert.code)


@news.post("/can-bo/canh-bao/<code>/het-nguy-hiem")
@access(policies.may_change_alert, load=alerts.run_by)
@acts(
    again=lambda alert, **refused: run_page(alert, **refused),
    said=_l("The all-clear is being sent."),
)
@takes(text=Words(LONGEST_TEXT))
def clear_alert(alert: Alert, text: str) -> str:
    alerting.clear(alert, text, _actor(alert), clock.now())
    return url_for(".alert_run", code=alert.code)


@news.post("/can-bo/canh-bao/<code>/dung-gui")
@access(policies.may_change_alert, load=alerts.run_by)
@acts(again=lambda alert, **refused: run_page(alert, **refused), said=_l("Sending was stopped."))
def stop_alert(alert: Alert) -> str:
    """Send nothing more to those not yet told."""
    alerting.stop(alert, _actor(alert), clock.now())
    return url_for(".alert_run", code=alert.code)


@news.route("/can-bo/canh-bao/<code>/dinh-chinh", methods=["GET", "POST"])
@access(policies.may_change_alert, load=alerts.run_by)
def correct_alert(alert: Alert) -> ResponseReturnValue:
    """Put words, places or times right."""
    if request.method == "GET" and not alert.is_on(clock.now()):
        return go(url_for(".alert_run", code=alert.code))
    if request.method == "GET":
        return _correction(alert, AlertForm.of(alert))
    form = AlertForm()
    form.is_test.data = alert.is_test
    if form.chosen.data.searches:
        return _correction(alert, form)
    answer: ResponseReturnValue = _correct(alert, form)
    return answer


def _correct_again(alert: Alert, form: AlertForm, **refused: Any) -> str:
    again = _anew(alert)
    if isinstance(refused["why"], Conflict):
        form.version.process(None, again.version)
    return _correction(again, form, **refused)


@acts(again=_correct_again, said=_l("The correction is being sent."))
def _correct(alert: Alert, form: AlertForm) -> str:
    content, said, seen = form.check().content(), form.text.data, form.version.data
    alerting.correct(alert, content, said, seen, _actor(alert), clock.now())
    return url_for(".alert_run", code=alert.code)


def run_page(alert: Alert, **refused: Any) -> str:
    """Show an alert to its duty officers; ``refused``: why an act was."""
    now = clock.now()
    alert = _anew(alert) if refused else alert
    return render_template(
        "news/desk/alert.html",
        alert=alert,
        is_on=alert.is_on(now),
        calls=len(rescue.open_of(alert)),
        levels=LEVELS,
        labels=labels.MESSAGES,
        ends_at=refused.get("typed", {}).get("ends_at") or as_local(alert.ends_at),
        seconds=alerting.second_people(alert.agency, _actor(alert)),
        **_figures(alert),
        **{**FRESH, **refused},
    )


def _actor(alert: Alert) -> Actor:
    actor: Actor = current_viewer().actor(alert.agency)
    return actor


def _anew(alert: Alert) -> Alert:
    """Read the alert of a refused act anew: it may no longer be the viewer's to run."""
    again = alerts.run_by(current_viewer(), (request.view_args or {})["code"])
    if again is None:
        abort(404)
    return again


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


def _correction(alert: Alert, form: AlertForm, **refused: Any) -> str:
    return render_template(
        "news/desk/correct_alert.html",
        alert=alert,
        form=form.shown,
        kinds=KINDS,
        levels=LEVELS,
        **{**FRESH, **refused},
    )
