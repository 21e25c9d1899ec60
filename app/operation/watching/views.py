"""Two pages of administration: the audit log, and how the machinery is."""

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts.policies import administers_all
from app.accounts.viewer import Viewer
from app.core import audit, clock, private_numbers, text
from app.core.access import access, current_viewer
from app.core.act import FRESH, acts
from app.core.forms import Line, takes
from app.core.listing import ways
from app.core.navigation import Link
from app.core.outbox import Job
from app.operation.watching import checking, state, trail, verbs
from app.sheets.out import asking

watching = Blueprint("watching", __name__)
CARDS = (
    Link(
        "watching.trail_page", _l("Audit log"), "eye", order=60, shown_to=administers_all,
        about=_l("Who did what, to what, when"),
    ),
    Link(
        "watching.operations", _l("Operations"), "clock", order=61, shown_to=administers_all,
        about=_l("Worker, queues, messages, backup"),
    ),
)  # fmt: skip


def may_try(viewer: Viewer, _job: Job) -> bool:
    return administers_all(viewer)


@watching.get("/can-bo/quan-tri/nhat-ky")
@access(administers_all)
def trail_page() -> ResponseReturnValue:
    """Show who did what, the newest first, narrowed as the address says."""
    return _page(trail.Asked.read(request.args))


@watching.post("/can-bo/quan-tri/nhat-ky/kiem-tra")
@access(administers_all)
@acts(said=_l("The log is being checked. The result stands here in a moment."))
def check_trail() -> str:
    checking.ask(current_viewer().reference)
    return url_for("watching.trail_page")


@watching.post("/can-bo/quan-tri/nhat-ky/xuat")
@access(administers_all)
@acts(again=lambda **refused: _page(trail.Asked.sent(), **refused))
@takes(form=Line(4, name="dang"))
def ask_trail(form: str) -> str:
    """Have what the filters find made a file."""
    asked = trail.Asked.sent()
    made = asking.ask(trail.KIND, current_viewer(), asked.given, form, clock.now())
    return url_for("service_requests.export", code=made.code)


@watching.get("/can-bo/quan-tri/van-hanh")
@access(administers_all)
def operations() -> ResponseReturnValue:
    """Say how each part is, and offer what failed to be tried again."""
    now = clock.now()
    return render_template(
        "operation/operations.html",
        parts=state.parts(now),
        jobs=state.failed(),
        without_numbers=private_numbers.without,
    )


@watching.post("/can-bo/quan-tri/van-hanh/viec/<int:number>")
@access(may_try, load=state.failed_job)
@acts(said=_l("It is tried again now."))
def try_again(job: Job) -> str:
    state.try_again(job, current_viewer().reference, clock.now())
    return url_for("watching.operations")


def _page(asked: trail.Asked, **refused: Any) -> str:
    after = text.whole(request.args.get("sau", ""), 15)
    found = trail.page(asked, after)
    return render_template(
        "operation/trail.html",
        asked=asked,
        lines=trail.lines(found.rows),
        acts=sorted({str(each) for each in verbs.WORDS.values()}, key=text.fold),
        check=audit.last_check(),
        files=asking.of_viewer(current_viewer(), trail.KIND),
        **ways("watching.trail_page", found, "sau", **asked.given),
        **{**FRESH, **refused},
    )
