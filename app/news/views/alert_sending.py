"""To send an alert: from a prepared one, seen once more with how many it reaches, then sent."""

from typing import Any

from flask import Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts.models import Agency
from app.accounts.permissions import ALERT
from app.accounts.viewer import Viewer
from app.core import clock, idempotency
from app.core.access import access, current_viewer
from app.core.act import FRESH, acts
from app.core.db import commit_and_go_on, db
from app.media import actions as media
from app.media.intake import Prepared
from app.media.kinds import PHOTO
from app.news import policies
from app.news.actions import alerting
from app.news.blueprint import news
from app.news.forms_alert import AlertForm
from app.news.models.alert import KINDS, LEVELS
from app.news.queries import alerts


@news.get("/can-bo/canh-bao/moi")
@access(policies.may_alert)
def new_alert() -> ResponseReturnValue:
    """Show the form, filled from a prepared alert where one is asked for."""
    template = alerts.template(request.args.get("mau", "")[:40])
    form = AlertForm.blank(clock.now(), template)
    own = _agency(current_viewer(), form)
    if own.place is not None and own.place.kind != "province":
        form.chosen.data.places = [own.place]
    return _form_page(form)


@news.post("/can-bo/canh-bao/moi")
@access(policies.may_alert)
def send_alert() -> ResponseReturnValue:
    """Search a place, show what would be sent and to how many, or send it."""
    form = AlertForm()
    if form.chosen.data.searches or form.edits.data:
        return _form_page(form)
    answer: ResponseReturnValue = _send(
        form, media.prepare_apart({PHOTO: request.files.getlist(PHOTO.field)[:1]})
    )
    return answer


@acts(
    again=lambda form, _prepared, **refused: _form_page(form, **refused),
    said=_l("The alert is being sent."),
    counts=True,
)
def _send(form: AlertForm, prepared: Prepared) -> str | Response:
    """Send it, or show what would be; a picture waits under the form's key, refused or not."""
    viewer = current_viewer()
    if prepared.copies or prepared.refusals:
        media.stage(PHOTO, prepared, form.key.data, clock.now())
        commit_and_go_on()
    content = form.check().content()
    if not form.sends.data:
        return make_response(_check_page(form, viewer))
    return url_for(".alert_run", code=_sent_once(form, content, viewer))


def _sent_once(form: AlertForm, content: Any, viewer: Viewer) -> str:
    """Send it, once for the form's key; give its code."""
    now, agency, key = clock.now(), _agency(viewer, form), form.key.data
    told, is_test = (
        [form[name].text for name in ("headline", "level", "ends_at")],
        form.is_test.data,
    )
    parts = (*told, *form.chosen.data.codes, is_test)
    claim = idempotency.claim(viewer.reference, key, idempotency.fingerprint(parts), now)
    if claim.answer:
        return claim.answer
    alert = alerting.send(
        content,
        agency,
        viewer.actor(agency),
        now,
        is_test=is_test,
        photos=media.staged(PHOTO, key),
        picture_words=form.picture_words.data,
    )
    code = claim.answer = alert.code
    db.session.commit()
    return code


def _form_page(form: AlertForm, **refused: Any) -> str:
    viewer = current_viewer()
    return render_template(
        "news/desk/new_alert.html",
        form=form.shown,
        kinds=KINDS,
        levels=LEVELS,
        agency_choices=[(each.code, each.name) for each in _agencies(viewer)],
        staged=media.staged(PHOTO, form.key.data),
        **{**FRESH, **refused},
    )


def _check_page(form: AlertForm, viewer: Viewer) -> str:
    agency = _agency(viewer, form)
    content = form.content()
    return render_template(
        "news/desk/check_alert.html",
        form=form.shown,
        content=content,
        level=LEVELS.get(content.level),
        kind=KINDS[content.kind],
        expected=alerting.expected(form.chosen.data.places, content.level, form.is_test.data),
        seconds=alerting.second_people(agency, viewer.actor(agency)),
        staged=media.staged(PHOTO, form.key.data),
        names=FIELDS,
    )


FIELDS = (
    "agency", "kind", "level", "headline", "description", "instruction", "contact_name",
    "contact_phone", "starts_at", "ends_at", "polygon", "picture_words",
)  # fmt: skip


def _agencies(viewer: Viewer) -> list[Agency]:
    return list({each.id: each for each in viewer.agencies(ALERT)}.values())


def _agency(viewer: Viewer, form: AlertForm) -> Agency:
    """Give the agency the alert is sent for: the chosen one of the viewer's, else the first."""
    own = _agencies(viewer)
    return next((each for each in own if each.code == form.agency.data), own[0])
