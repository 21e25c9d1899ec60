"""Before and after: what everybody sees, and the button of who picks."""

from hashlib import sha256

from flask import Response, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts import queries as accounts
from app.core import clock, page_cache
from app.core.access import PUBLIC, access, current_viewer
from app.core.act import Done, runs, said_at
from app.core.config import settings
from app.core.listing import ways
from app.service_requests.blueprint import service_requests
from app.service_requests.following.mended import Mended
from app.service_requests.loading import handled
from app.service_requests.record import ServiceRequest
from app.service_requests.rights import official
from app.service_requests.showing import card, picking, queries
from app.service_requests.showing.rights import may_pick

FRESH_SECONDS = 10
CARD_SECONDS = 3600


@service_requests.get("/truoc-va-sau")
@access(PUBLIC)
@page_cache.for_strangers(FRESH_SECONDS)
def repairs() -> ResponseReturnValue:
    """Show the repairs that were picked, the last first."""
    page = queries.page(request.args.get("truoc", "")[:20])
    return render_template(
        "service_requests/showing/list.html", rows=page.rows, **ways(".repairs", page, "truoc")
    )


@service_requests.get("/truoc-va-sau/<code>")
@access(PUBLIC, load=queries.by_code)
@page_cache.for_strangers(FRESH_SECONDS)
def repair(shown: Mended) -> ResponseReturnValue:
    """Show one repair: what a link in a chat group opens."""
    code, base = shown.report.code, settings().base_url
    agency = accounts.agency_by_id(shown.agency_id) if shown.agency_id else None
    return render_template(
        "service_requests/showing/show.html",
        it=shown,
        agency=agency,
        address=base + url_for(".repair", code=code),
        picture=base + url_for(".repair_card", code=code),
    )


@service_requests.get("/truoc-va-sau/<code>/the.jpg")
@access(PUBLIC, load=queries.by_code)
def repair_card(shown: Mended) -> ResponseReturnValue:
    """Give the picture that chat apps show of the link, and that one may send by itself."""
    content = card.drawn(shown) or abort(404)
    response = Response(content, mimetype="image/jpeg")
    response.cache_control.public = True
    response.cache_control.max_age = CARD_SECONDS
    response.set_etag(sha256(content).hexdigest()[:32])
    return response.make_conditional(request)


def _back(report: ServiceRequest) -> str:
    return url_for(".handle", code=report.code, _anchor="truoc-va-sau")


@service_requests.post("/can-bo/phan-anh/<code>/truoc-va-sau")
@access(may_pick, load=handled)
@runs(refused=said_at(_back))
def pick_repair(service_request: ServiceRequest) -> Done:
    picking.pick(service_request, official(current_viewer(), service_request), clock.now())
    return Done(_back(service_request), _l("Everybody sees it in before and after now."))


@service_requests.post("/can-bo/phan-anh/<code>/truoc-va-sau/bo")
@access(may_pick, load=handled)
@runs(refused=said_at(_back))
def drop_repair(service_request: ServiceRequest) -> Done:
    picking.drop(service_request, official(current_viewer(), service_request), clock.now())
    return Done(_back(service_request), _l("It is no longer shown in before and after."))
