"""What an office looks at and prints of a plan: its pages, and the sheet for the board."""

from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.viewer import Viewer
from app.core import clock
from app.core.access import access
from app.core.config import settings
from app.media.models import Attachment, Paper
from app.media.serving import Asked, serve
from app.payments import qr_image
from app.planning import queries
from app.planning.blueprint import planning
from app.planning.models import Plan, PlanVersion
from app.planning.rights import keeps_plans, may_keep, may_keep_version
from app.planning.views import pages


def load_file(viewer: Viewer, code: str, number: int, thing: str, part: str) -> Asked | None:
    """Give a picture, or the PDF, of any version to whoever keeps the plan."""
    version = queries.kept_version(None, code, number)
    if version is None or not may_keep_version(viewer, version):
        return None
    found: Attachment | None = version.paper
    if found is None or found.code != thing:
        found = queries.file_of(version, thing)
    return Asked(found, part, False, version.number) if found is not None else None


def may_see(viewer: Viewer, _asked: Asked) -> bool:
    return keeps_plans(viewer)


@planning.get("/can-bo/quy-hoach/<code>/<int:number>/xem")
@access(may_keep_version, load=queries.kept_version)
def preview(version: PlanVersion) -> ResponseReturnValue:
    """Show the pages of a version before everybody sees them."""
    return render_template(
        "planning/desk/preview.html", plan=version.plan, version=version, pages=pages(version),
        file_url=_file_url(version),
    )  # fmt: skip


@planning.get("/can-bo/quy-hoach/<code>/<int:number>/tep/<thing>-<part>")
@access(may_see, load=load_file)
def desk_file(asked: Asked) -> ResponseReturnValue:
    return serve(asked)


@planning.get("/can-bo/quy-hoach/<code>/bien")
@access(may_keep, load=queries.kept)
def board(plan: Plan) -> ResponseReturnValue:
    """Give the sheet for the board at the site: A4, with the code that never changes."""
    address = settings().base_url.rstrip("/") + url_for(".scanned", code=plan.code)
    return render_template(
        "planning/desk/board.html", plan=plan, address=address.split("//", 1)[1],
        qr=qr_image.svg(address, _("Code that leads to the plan")), printed_at=clock.now(),
    )  # fmt: skip


def _file_url(version: PlanVersion) -> Any:
    """Give what makes the address of a picture or the PDF."""

    def url(thing: Attachment | Paper, part: str) -> str:
        at: dict[str, Any] = {"code": version.plan.code, "number": version.position}
        return url_for("planning.desk_file", thing=thing.code, part=part, **at)

    return url
