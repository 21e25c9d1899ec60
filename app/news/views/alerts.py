"""What everybody may read of alerts: what is on, and one with its thread."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.core import clock, page_cache
from app.core.access import PUBLIC, access, current_viewer
from app.core.db import db
from app.core.offline import kept_offline
from app.news import hearing, labels, notices
from app.news.blueprint import news
from app.news.models import Alert
from app.news.queries import alerts
from app.news.rescue.models import takes_calls
from app.notifications import actions as told
from app.voices.offering import offered

FRESH_SECONDS = 5


@news.get("/canh-bao")
@access(PUBLIC)
@kept_offline
@page_cache.for_strangers(FRESH_SECONDS)
def alerts_index() -> ResponseReturnValue:
    """Show the alerts that are on, those for where the visitor lives first; then past ones."""
    viewer, now = current_viewer(), clock.now()
    mine = {each.code for each in notices.concerning(viewer, now)}
    on = [each for each in alerts.active(now) if not each.is_test or viewer.is_official]
    return render_template(
        "news/alerts.html",
        mine=[each for each in on if each.code in mine],
        others=[each for each in on if each.code not in mine],
        past=alerts.past(now),
        now=now,
    )


@news.get("/canh-bao/<code>")
@access(PUBLIC, load=alerts.by_code)
@kept_offline
@page_cache.for_strangers(FRESH_SECONDS)
def alert(alert: Alert) -> ResponseReturnValue:
    """Show one alert: what threatens whom, what to do, whom to call, and what was said since."""
    viewer = current_viewer()
    return render_template(
        "news/alert.html",
        alert=alert,
        now=clock.now(),
        is_on=alert.is_on(clock.now()),
        labels=labels.MESSAGES,
        hearing=offered(hearing.of_alert(viewer, alert), every=True),
        is_known=viewer.is_signed_in,
        calls=takes_calls(alert),
    )


@news.post("/canh-bao/<code>/da-xem")
@access(PUBLIC, load=alerts.by_code)
def seen_alert(alert: Alert) -> ResponseReturnValue:
    """Note that the viewer read it: only counted, by commune."""
    told.read_all(current_viewer(), clock.now(), f"/canh-bao/{alert.code}")
    db.session.commit()
    return "", 204
