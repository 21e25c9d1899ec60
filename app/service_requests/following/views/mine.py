"""The sender's own pages and acts: one small POST each, and every page without a script."""

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import grants
from app.accounts import queries as accounts
from app.accounts.sending import ADDITIONS, spend
from app.accounts.viewer import Viewer
from app.core import clock, offline
from app.core.access import NEW, PUBLIC, SIGNED_IN, access, current_viewer
from app.core.db import db
from app.core.error_pages import waiting, wants_json
from app.core.errors import Busy, DomainError, TooMany
from app.core.listing import ways
from app.core.receipts import receipt, refusal
from app.core.working_days import calendar
from app.media import actions as media
from app.media.kinds import PHOTO, VOICE
from app.service_requests import life, loading
from app.service_requests.blueprint import service_requests
from app.service_requests.filing.views.new import count_files
from app.service_requests.following import (
    follow_queries,
    lists,
    own,
    possible,
    rating,
    speaking,
    withdrawing,
)
from app.service_requests.following.forms import WordsForm
from app.service_requests.following.views.public import Refusal, report_page
from app.service_requests.record import ServiceRequest
from app.service_requests.rights import SUBJECT, is_owner


@service_requests.get("/phan-anh/cua-toi")
@access(PUBLIC)
@offline.kept_offline
def mine() -> ResponseReturnValue:
    """Show the viewer's reports: of the account and of the links this browser holds."""
    viewer = current_viewer()
    before = own.own_position(viewer, request.args.get("before", ""))
    page = lists.mine(viewer, before)
    return render_template(
        "service_requests/following/mine.html",
        rows=page.rows,
        followed=follow_queries.followed_by(viewer) if not before else [],
        **ways(".mine", page, "before"),
        now=clock.now(),
    )


@service_requests.post("/phan-anh/<code>/bo-sung")
@access(is_owner, load=loading.owned, asks=NEW)
def add(service_request: ServiceRequest) -> ResponseReturnValue:
    """Add words, photos or a voice to the report."""
    form, code, viewer = WordsForm.read(request), service_request.code, current_viewer()
    try:
        spend(ADDITIONS, clock.now())
        count_files(form.files, form.voices)  # they are decoded without the write lock
        prepared = media.prepare({PHOTO: form.files, VOICE: form.voices})
    except (Busy, TooMany) as refused:
        db.session.commit()
        answer = make_response(_refused(possible.ADD, _again(viewer, code), form, refused))
        return waiting(answer, refused)
    found = _again(viewer, code)
    wrong = speaking.add(found, form, prepared, viewer, clock.now())
    db.session.commit()
    if wrong is not None:
        return _refused(possible.ADD, found, form, wrong)
    if wants_json():
        return receipt(code, url_for(".show", code=code))
    flash(_("What you added is with the agency."), "ok")
    return _back(code)


@service_requests.get("/phan-anh/<code>/rut")
@access(is_owner, load=loading.owned, asks=NEW)
def confirm_withdrawal(service_request: ServiceRequest) -> ResponseReturnValue:
    """Ask whether the report is really to be taken back."""
    if not service_request.may("withdraw"):
        return _back(service_request.code)
    return render_template("service_requests/following/withdraw.html", report=service_request)


@service_requests.post("/phan-anh/<code>/rut")
@access(is_owner, load=loading.owned, asks=NEW)
def withdraw(service_request: ServiceRequest) -> ResponseReturnValue:
    """Take the report back before it was answered; a second tap changes nothing."""
    if service_request.resolution != life.WITHDRAWN:
        withdrawing.withdraw(service_request, current_viewer().actor(), clock.now(), calendar())
        db.session.commit()
    flash(_("Your report was withdrawn."), "ok")
    return _back(service_request.code)


@service_requests.post("/phan-anh/<code>/da-doc")
@access(is_owner, load=loading.owned, asks=NEW)
def mark_read(service_request: ServiceRequest) -> ResponseReturnValue:
    """Note that the answer was read: from now the offer to reopen runs."""
    rating.mark_read(service_request, current_viewer().actor(), clock.now())
    db.session.commit()
    return _back(service_request.code)


@service_requests.post("/phan-anh/<code>/danh-gia")
@access(is_owner, load=loading.owned, asks=NEW)
def rate(service_request: ServiceRequest) -> ResponseReturnValue:
    """Take one of three faces, with a word if there is one."""
    form = WordsForm.read(request)
    try:
        speaking.rate(service_request, form, current_viewer(), clock.now())
    except DomainError as refusal:
        db.session.rollback()
        return _refused(possible.RATE, service_request, form, refusal)
    db.session.commit()
    flash(_("Thank you for your rating."), "ok")
    return _back(service_request.code, "danh-gia")


@service_requests.post("/phan-anh/<code>/cam-on")
@access(is_owner, load=loading.owned, asks=NEW)
def thank(service_request: ServiceRequest) -> ResponseReturnValue:
    """Say thanks with one tap."""
    rating.thank(service_request, current_viewer().actor(), clock.now())
    db.session.commit()
    flash(_("Your thanks were passed on."), "ok")
    return _back(service_request.code)


@service_requests.post("/phan-anh/<code>/mo-lai")
@access(is_owner, load=loading.owned, asks=NEW)
def reopen(service_request: ServiceRequest) -> ResponseReturnValue:
    """Say that it is not settled, with words: a second promise begins."""
    form, now = WordsForm.read(request), clock.now()
    try:
        speaking.reopen(service_request, form, current_viewer(), now, calendar())
    except DomainError as refusal:
        db.session.rollback()
        return _refused(possible.REOPEN, service_request, form, refusal)
    db.session.commit()
    flash(_("It is open again, with a new deadline."), "ok")
    return _back(service_request.code)


@service_requests.post("/phan-anh/<code>/vao-tai-khoan")
@access(SIGNED_IN, load=loading.linked)
def claim(service_request: ServiceRequest) -> ResponseReturnValue:
    """Take a guest's report, held by its link, into the account."""
    viewer, now = current_viewer(), clock.now()
    links = accounts.grants_on(SUBJECT, service_request.id)
    held = [grant for grant in links if viewer.holds(grant.id)]
    grants.claim(viewer.user, held, now)
    db.session.commit()
    flash(_("The report is in your account now."), "ok")
    return _back(service_request.code)


def _back(code: str, anchor: str | None = None) -> ResponseReturnValue:
    return redirect(url_for(".show", code=code, _anchor=anchor), 303)


def _again(viewer: Viewer, code: str) -> ServiceRequest:
    """Load the report anew: the lock was given back meanwhile."""
    found = loading.owned(viewer, code)
    if found is None:
        abort(404)
    return found


def _refused(
    act: str, service_request: ServiceRequest, form: WordsForm, error: DomainError
) -> ResponseReturnValue:
    if wants_json():
        return refusal(error.status, [error.message])
    return report_page(service_request, Refusal(act, form, error))
