"""All of one report on paper: facts, words, photos and what was done, as it happened."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.access import access, current_viewer
from app.service_requests import wording
from app.service_requests.blueprint import service_requests
from app.service_requests.desk import labels
from app.service_requests.desk.file import file_of
from app.service_requests.enclosures.views import photo_url
from app.service_requests.filing import answers
from app.service_requests.loading import handled
from app.service_requests.record import ServiceRequest
from app.service_requests.rights import may_handle


@service_requests.get("/can-bo/phan-anh/<code>/in")
@access(may_handle, load=handled)
def dossier(service_request: ServiceRequest) -> ResponseReturnValue:
    """Show the report as a sheet of A4, the first step first; who the sender is stays hidden."""
    file = file_of(service_request)
    viewer = current_viewer()
    return render_template(
        "service_requests/desk/dossier.html",
        it=service_request,
        file=file,
        entries=file.entries[::-1],
        own_photos=[each for each in file.photos if each.role != each.REPLY],
        answers=answers.of_request(service_request) if file.answered else [],
        photo_url=photo_url(service_request),
        labels=labels,
        wording=wording,
        now=clock.now(),
        by=viewer.user.name or viewer.user.code,
    )
