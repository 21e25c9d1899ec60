"""The sender's own pages and acts: one small POST each, and every page without a script."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from flask import Response, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts import grants
from app.accounts import queries as accounts
from app.accounts.sending import ADDITIONS, count_files, spend
from app.accounts.viewer import Viewer
from app.core import clock, offline
from app.core.access import NEW, PUBLIC, SIGNED_IN, access, current_viewer
from app.core.act import acts, reasons, runs
from app.core.error_pages import wants_json, with_retry_after
from app.core.errors import DomainError, InvalidTransition
from app.core.forms import Read, takes
from app.core.listing import ways
from app.core.receipts import receipt
from app.core.text import whole
from app.core.working_days import calendar
from app.media.intake import Prepared
from app.notifications import actions as told
from app.service_requests import life, loading
from app.service_requests.blueprint import service_requests
from app.service_requests.following import (
    follow_queries,
    lists,
    own,
    possible,
    rating,
    speaking,
    tasks,
    withdrawing,
)
from app.service_requests.following.forms import WordsForm
from app.service_requests.following.lines import lines
from app.service_requests.following.views.public import Refusal, report_page
from app.service_requests.record import ServiceRequest
from app.service_requests.rights import SUBJECT, is_owner


def _refused(
    act: str, service_request: ServiceRequest, form: WordsForm, error: DomainError
) -> ResponseReturnValue:
    if wants_json():
        return reasons(error)
    return report_page(service_request, Refusal(act, form, error))


def _refuses(act: str) -> Callable[..., ResponseReturnValue]:
    def refused(_service_request: ServiceRequest, error: DomainError) -> ResponseReturnValue:
        page = _refused(act, _again(), WordsForm.read(), error)
        return with_retry_after(make_response(page), error)

    return refused


Say = Callable[[ServiceRequest, WordsForm, Prepared, Viewer, datetime], None]


def _say(act: Say, anchor: str | None = None) -> str | Response:
    """Do what a form with words, photos and a voice says; the phone's queue gets a receipt.

    Files are decoded without the write lock, so the report is loaded anew.
    """
    form = WordsForm.read()
    count_files(form.files, form.voices)
    prepared = form.prepare()
    found = _again()
    act(found, form, prepared, current_viewer(), clock.now())
    url = _page_of(found, anchor)
    return receipt(found.code, url) if wants_json() else url


@service_requests.get("/phan-anh/cua-toi")
@access(PUBLIC)
@offline.kept_offline
def mine() -> ResponseReturnValue:
    """Show the viewer's reports, what waits for them first: the account's, and this browser's."""
    viewer = current_viewer()
    before = own.own_position(viewer, request.args.get("before", ""))
    now, page = clock.now(), lists.mine(viewer, before)
    asked = [] if before else tasks.waiting(viewer, now)
    shown = {each.id for each in asked}
    rest = [each for each in page.rows if each.id not in shown]
    followed = [] if before else follow_queries.followed_by(viewer)
    mine = lines([*asked, *rest], now, own=True)
    return render_template(
        "service_requests/following/mine.html",
        asked=mine[: len(asked)],
        rows=mine[len(asked) :],
        followed=lines(followed, now),
        **ways(".mine", page, "before"),
    )


@service_requests.post("/phan-anh/<code>/bo-sung")
@access(is_owner, load=loading.owned, asks=NEW)
@runs(refused=_refuses(possible.ADD), said=_l("What you added is with the agency."), counts=True)
def add(service_request: ServiceRequest) -> str | Response:
    """Add words, photos or a voice to the report."""
    spend(ADDITIONS, clock.now())
    return _say(speaking.add)


@service_requests.get("/phan-anh/<code>/rut")
@access(is_owner, load=loading.owned, asks=NEW)
def confirm_withdrawal(service_request: ServiceRequest) -> ResponseReturnValue:
    """Ask whether the report is really to be taken back."""
    if not service_request.may("withdraw"):
        return redirect(_page_of(service_request), 303)
    return render_template("service_requests/following/withdraw.html", report=service_request)


@service_requests.post("/phan-anh/<code>/rut")
@access(is_owner, load=loading.owned, asks=NEW)
@acts(said=_l("Your report was withdrawn."))
def withdraw(service_request: ServiceRequest) -> str:
    """Take the report back before it was answered; a second tap changes nothing."""
    if service_request.resolution != life.WITHDRAWN:
        withdrawing.withdraw(service_request, current_viewer().actor(), clock.now(), calendar())
    return _page_of(service_request)


@service_requests.post("/phan-anh/<code>/da-doc")
@access(is_owner, load=loading.owned, asks=NEW)
@acts()
def mark_read(service_request: ServiceRequest) -> str:
    """Note that what an agency said was read; with an answer the offer to reopen runs from now."""
    viewer, now, page = current_viewer(), clock.now(), _page_of(service_request)
    if possible.is_answered(service_request):
        rating.mark_read(service_request, viewer.actor(), now)
    told.read_all(viewer, now, page)
    return page


@service_requests.post("/phan-anh/<code>/danh-gia")
@access(is_owner, load=loading.owned, asks=NEW)
@runs(refused=_refuses(possible.RATE), said=_l("Thank you for your rating."), counts=True)
def rate(service_request: ServiceRequest) -> str | Response:
    """Take one of three faces, with words, a photo or a voice if there are any."""
    return _say(speaking.rate, "danh-gia")


@service_requests.post("/phan-anh/<code>/cam-on")
@access(is_owner, load=loading.owned, asks=NEW)
@acts(said=_l("Your thanks were passed on."))
def thank(service_request: ServiceRequest) -> str:
    rating.thank(service_request, current_viewer().actor(), clock.now())
    return _page_of(service_request)


@service_requests.post("/phan-anh/<code>/mo-lai")
@access(is_owner, load=loading.owned, asks=NEW)
@runs(
    refused=_refuses(possible.REOPEN),
    said=_l("It is open again, with a new deadline."),
    counts=True,
)
def reopen(service_request: ServiceRequest) -> str | Response:
    """Say that it is not settled, by a tap, words, a photo or a voice: a second promise begins."""
    return _say(partial(speaking.reopen, calendar=calendar()))


@service_requests.post("/phan-anh/<code>/da-xong")
@access(is_owner, load=loading.owned, asks=NEW)
@acts(said=_l("Thank you. How do you find the result?"))
@takes(promise=Read(whole, empty=None))
def settle(service_request: ServiceRequest, promise: int | None) -> str:
    """Say that it is done: what is left is how one finds it.

    ``promise`` is that of the answer which the page showed: a later one was not read yet.
    """
    later = promise not in (None, service_request.promise.number)
    if later or not possible.is_answered(service_request):
        raise InvalidTransition("settle", service_request.status)
    viewer, now, page = current_viewer(), clock.now(), _page_of(service_request)
    rating.settle(service_request, viewer.actor(), now)
    told.read_all(viewer, now, page)
    return _page_of(service_request, "danh-gia")


@service_requests.post("/phan-anh/<code>/vao-tai-khoan")
@access(SIGNED_IN, load=loading.linked)
@acts(said=_l("The report is in your account now."))
def claim(service_request: ServiceRequest) -> str:
    """Take a guest's report, held by its link, into the account."""
    viewer, now = current_viewer(), clock.now()
    links = accounts.grants_on(SUBJECT, service_request.id)
    held = [grant for grant in links if viewer.holds(grant.id)]
    grants.claim(viewer.user, held, now)
    return _page_of(service_request)


def _page_of(service_request: ServiceRequest, anchor: str | None = None) -> str:
    return url_for(".show", code=service_request.code, _anchor=anchor)


def _again() -> ServiceRequest:
    """Load the report anew: the lock was given back meanwhile."""
    found = loading.owned(current_viewer(), (request.view_args or {})["code"])
    if found is None:
        abort(404)
    return found
