"""Intake for others: an official writes down what somebody says, and hands them a slip."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import Request, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.permissions import INTAKE
from app.accounts.viewer import Viewer
from app.core import clock
from app.core.access import access, current_viewer
from app.core.config import settings
from app.core.db import db, release
from app.core.error_pages import wants_json
from app.core.errors import Busy, DomainError
from app.core.receipts import receipt, refusal
from app.core.working_days import calendar
from app.media import actions as media
from app.media.intake import Prepared
from app.payments import qr_image
from app.service_requests import drafts, policies
from app.service_requests.actions.intake import Channel, taking
from app.service_requests.actions.submit import keep, submit
from app.service_requests.blueprint import service_requests
from app.service_requests.drafts import Draft
from app.service_requests.forms import ReportForm
from app.service_requests.models import Service, ServiceRequest
from app.service_requests.queries.intake import taken_in
from app.service_requests.queries.services import active_services
from app.service_requests.views.new import form_values, keep_link, link_kept
from app.service_requests.wording import CHANNEL


@dataclass(frozen=True)
class Extra:
    """What the official's form asks beside the citizen's own."""

    channel: str = ""
    texts: bool = False

    @classmethod
    def read(cls, sent: Request) -> "Extra":
        """Read what was sent."""
        return cls(sent.form.get("channel", "")[:20], "texts" in sent.form)


@service_requests.get("/can-bo/tiep-nhan-ho")
@access(policies.may_take_for_others)
def intake() -> ResponseReturnValue:
    """Show an empty form."""
    return _form(drafts.empty(current_viewer()), Extra())


@service_requests.post("/can-bo/tiep-nhan-ho")
@access(policies.may_take_for_others)
def take_for_other() -> ResponseReturnValue:
    """Take the report in and go to its slip, or show the form again with what is wrong."""
    viewer, extra = current_viewer(), Extra.read(request)
    form = replace(ReportForm.read(request), similar="1")
    release()
    try:
        prepared = media.prepare(form.files, form.voices)
    except Busy as busy:
        return _refused(keep(form, Prepared(), viewer, clock.now()), extra, busy)
    return _take(form, prepared, extra, viewer)


@service_requests.get("/can-bo/tiep-nhan-ho/<code>/phieu")
@access(policies.may_take_for_others_of, load=taken_in)
def slip(service_request: ServiceRequest) -> ResponseReturnValue:
    """Show the slip to print: code, promise and the link as a QR; nothing of the person."""
    link = link_kept(service_request.code)
    address = link or url_for(".show", code=service_request.code)
    return render_template(
        "service_requests/slip.html",
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
    outcome = submit(form, prepared, viewer, clock.now(), calendar(), taking(channel))
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
    services: Sequence[Service] = active_services()
    values: dict[str, Any] = form_values(draft, services, status)
    channels = list(CHANNEL.items())
    page = render_template("service_requests/intake.html", extra=extra, channels=channels, **values)
    return page, status


def _agency(viewer: Viewer) -> Any:
    return viewer.agencies(INTAKE)[0]
