"""The report form: shown, sent, and shown again with all that was typed."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError

from app.accounts.guest_links import GuestLinks
from app.accounts.sending import count_files
from app.accounts.viewer import Viewer
from app.core import clock, offline
from app.core.access import PUBLIC, access, current_viewer
from app.core.db import db
from app.core.error_pages import RETRY_SECONDS, stale_form, wants_json, with_retry_after
from app.core.errors import Busy, TooMany
from app.core.receipts import receipt, refusal
from app.core.working_days import calendar
from app.media import actions as media
from app.media.intake import Prepared
from app.media.kinds import PHOTO, VOICE
from app.places.views import shown_where
from app.service_requests.blueprint import service_requests
from app.service_requests.catalogue.offered import Offered, asked_now, offered_services
from app.service_requests.filing import judging
from app.service_requests.filing.forms import ReportForm
from app.service_requests.filing.judging import Draft
from app.service_requests.filing.queries import last_used
from app.service_requests.filing.submitting import Outcome, keep, submit
from app.service_requests.filing.views.similar import shown_similar
from app.service_requests.loading import by_id
from app.service_requests.rights import SUBJECT

SHOWN_FIRST = 6
LINKS = GuestLinks(SUBJECT, by_id, "service_requests.open_grant", remembered="receipts")
CHOOSE_AGAIN = _l("Your words are here; choose photos and recording again when you send.")
TOO_OLD = _l("This form had been open too long. All you typed is here: please send it again.")


@service_requests.get("/phan-anh/moi")
@access(PUBLIC)
@offline.kept_offline
def new() -> ResponseReturnValue:
    """Show an empty form; ``?service=`` chooses what it is about."""
    return _form(judging.empty(current_viewer(), request.args.get("service", "")))


@service_requests.post("/phan-anh/moi")
@access(PUBLIC)
def create() -> ResponseReturnValue:
    """Take a report in, or show the form again with what is wrong."""
    return _sent(_take)


@service_requests.errorhandler(CSRFError)
def stale(error: CSRFError) -> ResponseReturnValue:
    """Show a form whose time was up again, filled in; other forms get the general page."""
    if request.endpoint != "service_requests.create" or wants_json():
        return stale_form(error)
    return _sent(_keep)


Then = Callable[[ReportForm, Prepared, Viewer], ResponseReturnValue]


def _sent(then: Then) -> ResponseReturnValue:
    """Read the form and decode its photos, without the write lock; then go on."""
    viewer, form = current_viewer(), ReportForm.read()
    try:
        count_files(form.files, form.voices)
        prepared = media.prepare({PHOTO: form.files, VOICE: form.voices})
    except (Busy, TooMany) as refused:
        return _kept_for_later(form, viewer, refused)
    return then(form, prepared, viewer)


def _take(form: ReportForm, prepared: Prepared, viewer: Viewer) -> ResponseReturnValue:
    if wants_json():
        form = replace(
            form, similar="1", more="1"
        )  # the queue sends what was meant: no question back
    outcome = submit(form, prepared, viewer, clock.now(), calendar())
    db.session.commit()
    if outcome.draft is not None:
        answer = make_response(_form(outcome.draft, outcome.status))
        return with_retry_after(answer, outcome.over) if outcome.over else answer
    keep_link(outcome)
    page = url_for(".receipt", code=outcome.code)
    return receipt(outcome.code, page) if wants_json() else redirect(page, 303)


def _keep(form: ReportForm, prepared: Prepared, viewer: Viewer) -> ResponseReturnValue:
    draft = keep(form, prepared, viewer, clock.now())
    db.session.commit()
    draft.errors.insert(0, (None, TOO_OLD))
    return _form(draft, 400)


def _kept_for_later(
    form: ReportForm, viewer: Viewer, refused: Busy | TooMany
) -> ResponseReturnValue:
    """Answer when photos cannot be taken now: the words come back, and when to try again."""
    draft = keep(form, Prepared(), viewer, clock.now())
    db.session.commit()
    draft.errors.insert(0, (refused.field, refused.message))
    if isinstance(refused, TooMany):
        draft.errors.insert(1, ("photos", CHOOSE_AGAIN))
    response = make_response(_form(draft, refused.status))
    response.headers["Retry-After"] = RETRY_SECONDS
    return with_retry_after(response, refused)


def _form(draft: Draft, status: int = 200) -> ResponseReturnValue:
    if wants_json() and status != 200:
        return refusal(status, [sentence for _field, sentence in draft.errors])
    values = form_values(draft, offered_services(), status, last_used(current_viewer()))
    return render_template("service_requests/filing/new.html", **values), status


def form_values(
    draft: Draft, services: Sequence[Offered], status: int, last: int | None = None
) -> dict[str, Any]:
    """Give what the template of a report form shows, the citizen's and the official's alike.

    Services keep the operator's order, so that each is found where it was; the one with the id
    ``last`` stands behind the first ones too.
    """
    first, rest = services[:SHOWN_FIRST], services[SHOWN_FIRST:]
    again = [service for service in rest if service.id == last]
    return {
        "services": services,
        "draft": draft,
        "form": draft.form,
        "first": [_picture(service) for service in (*first, *again)],
        "rest": [service for service in rest if service not in again],
        "dangers": [service for service in services if service.emergency_number],
        "urgent": [service for service in services if service.urgent_class_id],
        "questions": asked_now(services),
        "staged": [(photo.code, None) for photo in draft.photos],
        **shown_where(draft.where),
        "similar": shown_similar(draft.similar, current_viewer()),
        "refused": status != 200,
    }


def _picture(service: Offered) -> tuple[str, str, str]:
    return service.service_code, service.service_name, service.icon


def keep_link(outcome: Outcome) -> None:
    """Keep the secret of a report's link in this browser, for its receipt or slip."""
    if outcome.token:
        LINKS.remember(outcome.code, outcome.token)
