"""The receipt as a file, the page that checks one, the days' roots as a page and as a feed."""

import json

from flask import Response, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import signing
from app.core.access import NEW, PUBLIC, access
from app.core.config import settings
from app.core.downloads import download
from app.service_requests import loading
from app.service_requests.blueprint import service_requests
from app.service_requests.proving import receipts
from app.service_requests.record import ServiceRequest
from app.service_requests.rights import is_owner

LONGEST = 6_000
FRESH_SECONDS = 300


@service_requests.get("/phan-anh/<code>/bien-nhan/chung-thuc.json")
@access(is_owner, load=loading.owned, asks=NEW)
def proof_file(service_request: ServiceRequest) -> ResponseReturnValue:
    """Give the signed receipt of one's own report; ``noi-dung``: what was sent and its salt too."""
    proof = receipts.proof_of(service_request) or abort(404)
    said = receipts.file_of(proof)
    if request.args.get("noi-dung"):
        said["content"] = receipts.opened(proof)
    content = json.dumps(said, ensure_ascii=False, indent=1) + "\n"
    return download(content, f"bien-nhan-{service_request.code}.json", "application/json")


@service_requests.get("/ket-qua/bien-nhan")
@access(PUBLIC)
def check_receipt() -> ResponseReturnValue:
    """Check a receipt that somebody pastes, and tell the roots of the last days."""
    typed = request.args.get("q", "")[:LONGEST].strip()
    days = receipts.days()
    key = signing.public_key()
    verdict = receipts.verify_here(typed) if typed else None
    return render_template(
        "service_requests/proving/check.html", typed=typed, verdict=verdict, days=days, key=key
    )


@service_requests.get("/ket-qua/bien-nhan.xml")
@access(PUBLIC)
def receipt_days() -> ResponseReturnValue:
    """Give the roots of the last days as Atom; who keeps the feed keeps what we cannot change."""
    days, base = receipts.days(), settings().base_url
    xml = render_template(
        "service_requests/proving/days.xml",
        days=days,
        base=base,
        address=base + url_for("service_requests.receipt_days"),
        key=signing.public_key(),
    )
    response = Response(xml, content_type="application/atom+xml; charset=utf-8")
    response.cache_control.public = True
    response.cache_control.max_age = FRESH_SECONDS
    response.add_etag()
    response.make_conditional(request)
    return response
