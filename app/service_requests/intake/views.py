"""Intake for others: an official writes down what somebody says, and hands them a slip."""

from dataclasses import dataclass, replace
from typing import Any

from flask import Request, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.permissions import INTAKE
from app.accounts.viewer import Viewer
from app.core import clock
from app.core.access import access, current_viewer
from app.core.config import settings
from app.core.db import db
from app.core.error_pages import wants_json
from app.core.errors import Busy, DomainError
from app.core.receipts import receipt, refusal
from app.core.working_days import calendar
from app.media import actions as media
from app.media.intake import Prepared
from app.media.kinds import PHOTO, VOICE
from app.payments import qr_image
from app.places import queries as places
from app.places.models import COMMUNE, VILLAGE, Place
from app.places.whereabouts import Choice
from app.service_requests.blueprint import service_requests
from app.service_requests.catalogue.offered import offered_services
from app.service_requests.catalogue.queries import service_by_code
from app.service_requests.filing import judging, similar
from app.service_requests.filing.forms import ReportForm
from app.service_requests.filing.judging import Draft
from app.service_requests.filing.similar import Likely
from app.service_requests.filing.submitting import keep, submit
from app.service_requests.filing.views.new import LINKS, form_values, keep_link
from app.service_requests.filing.views.similar import shown_similar
from app.service_requests.intake.on_behalf import Channel, way
from app.service_requests.intake.queries import taken_in
from app.service_requests.intake.rights import may_take_for_others, may_take_for_others_of
from app.service_requests.record import ServiceRequest
from app.service_requests.wording import CHANNEL


@dataclass(frozen=True)
class Extra:
    """What the official's form asks beside the citizen's own."""

    channel: str = ""
    texts: bool = False

    @classmethod
    def read(cls, sent: Request) -> "Extra":
        return cls(sent.form.get("channel", "")[:20], "texts" in sent.form)


@service_requests.get("/can-bo/tiep-nhan-ho")
@access(may_take_for_others)
def intake() -> ResponseReturnValue:
    viewer = current_viewer()
    draft = judging.empty(viewer)
    draft.where.offer(Choice(place) for place in _communes(viewer))
    return _form(draft, Extra())


@service_requests.get("/can-bo/tiep-nhan-ho/da-co")
@access(may_take_for_others)
def reported_in_commune() -> ResponseReturnValue:
    """Give the form's script what was reported in the commune, as HTML."""
    service = service_by_code(request.args.get("service", ""))
    place = places.by_code(request.args.get("village") or request.args.get("place", ""))
    found: list[Likely] = []
    if service is not None and place is not None and place.kind in (COMMUNE, VILLAGE):
        found = similar.in_commune(service, place, "", clock.now())
    shown = shown_similar(found, current_viewer())
    html = render_template("service_requests/filing/_similar.html", similar=shown, taking=True)
    return jsonify(count=len(found), html=html)


@service_requests.post("/can-bo/tiep-nhan-ho")
@access(may_take_for_others)
def take_for_other() -> ResponseReturnValue:
    """Take the report in and go to its slip, or show the form again with what is wrong."""
    viewer, extra = current_viewer(), Extra.read(request)
    form = ReportForm.read()
    if wants_json():
        form = replace(
            form, similar="1", more="1"
        )  # the queue sends what was meant: no question back
    try:
        prepared = media.prepare_apart({PHOTO: form.files, VOICE: form.voices})
    except Busy as busy:
        return _refused(keep(form, Prepared(), viewer, clock.now()), extra, busy)
    return _take(form, prepared, extra, viewer)


@service_requests.get("/can-bo/tiep-nhan-ho/<code>/phieu")
@access(may_take_for_others_of, load=taken_in)
def slip(service_request: ServiceRequest) -> ResponseReturnValue:
    """Show the slip to print: code, promise and the link as a QR; nothing of the person."""
    link = LINKS.path(service_request.code)
    address = link or url_for(".show", code=service_request.code)
    return render_template(
        "service_requests/intake/slip.html",
        report=service_request,
        has_link=bool(link),
        qr=qr_image.svg(settings().base_url.rstrip("/") + address, _("Link to the report")),
        agency=_agency(current_viewer()).name,
    )


def _take(
    form: ReportForm, prepared: Prepared, extra: Extra, viewer: Viewer
) -> ResponseReturnValue:
    channel = Channel(extra.channel, viewer, _agency(viewer), extra.texts)
    if extra.channel not in CHANNEL:
        draft = keep(form, prepared, viewer, clock.now())
        return _refused(draft, extra, DomainError(_l("Choose how it came."), field="channel"))
    outcome = submit(form, prepared, viewer, clock.now(), calendar(), way(channel))
    db.session.commit()
    if outcome.draft is not None:
        return _form(outcome.draft, extra, outcome.status)
    keep_link(outcome)
    page = url_for(".slip", code=outcome.code)
    if wants_json():
        return receipt(outcome.code, page)
    flash(_("Received. Hand the slip over."), "ok")
    return redirect(page, 303)


def _refused(draft: Draft, extra: Extra, error: DomainError) -> ResponseReturnValue:
    db.session.commit()
    draft.errors.insert(0, (error.field, error.message))
    return _form(draft, extra, error.status)


def _form(draft: Draft, extra: Extra, status: int = 200) -> ResponseReturnValue:
    if wants_json() and status != 200:
        return refusal(status, [sentence for _field, sentence in draft.errors])
    values: dict[str, Any] = form_values(draft, offered_services(), status)
    channels = list(CHANNEL.items())
    page = render_template(
        "service_requests/intake/intake.html", extra=extra, channels=channels, **values
    )
    return page, status


def _communes(viewer: Viewer) -> list[Place]:
    """Give the communes of the agencies that take in: where most callers are."""
    held = [agency.place for agency in viewer.agencies(INTAKE)]
    return [place for place in held if place is not None and place.kind == COMMUNE]


def _agency(viewer: Viewer) -> Any:
    return viewer.agencies(INTAKE)[0]
