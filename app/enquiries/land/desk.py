"""The desk of land advisers: what waits, an answer, a good answer for everybody."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts.viewer import Viewer
from app.core import clock
from app.core.access import access, current_viewer
from app.core.act import FRESH, acts
from app.core.forms import Line, Read, Words, takes
from app.core.listing import ways
from app.core.private_numbers import without
from app.core.promises import Deadline
from app.core.text import whole
from app.enquiries.blueprint import enquiries
from app.enquiries.land import answering, queries
from app.enquiries.land.models import LIFE, MAX_TITLE, MAX_WORDS, LandQuestion
from app.enquiries.land.queries import may_answer
from app.enquiries.land.views import land_file_url


@enquiries.get("/can-bo/dat-dai")
@access(queries.advises)
def land_desk() -> ResponseReturnValue:
    """List what waits, what is due first in front; or what is over."""
    over, now = request.args.get("xem") == "xong", clock.now()
    page = queries.listed(current_viewer(), over, request.args.get("sau", "")[:20])
    given = {"xem": "xong"} if over else {}
    rows = [(row, Deadline.between(row.asked_at, row.answer_by, now)) for row in page.rows]
    return render_template(
        "enquiries/land/desk.html", rows=rows, over=over, **ways(".land_desk", page, "sau", **given)
    )  # fmt: skip


@enquiries.get("/can-bo/dat-dai/<code>")
@access(may_answer, load=queries.any_of)
def land_show(row: LandQuestion) -> ResponseReturnValue:
    return _show(row)


@enquiries.post("/can-bo/dat-dai/<code>")
@access(may_answer, load=queries.any_of)
@acts(again=lambda row, **refused: _show(row, **refused), said=_l("Answered, and told."))
@takes(version=Read(whole), words=Words(MAX_WORDS))
def land_reply(row: LandQuestion, version: int | None, words: str) -> str:
    row.check_version(version)
    answering.answer(row, words, _actor(row), clock.now())
    return url_for(".land_show", code=row.code)


@enquiries.post("/can-bo/dat-dai/<code>/cong-bo")
@access(may_answer, load=queries.any_of)
@acts(again=lambda row, **refused: _show(row, **refused), said=_l("Everybody can read it."))
@takes(title=Line(MAX_TITLE, name="cau"), told=Words(MAX_WORDS, name="loi"))
def land_publish(row: LandQuestion, title: str, told: str) -> str:
    answering.publish(row, answering.Told(title, told), _actor(row), clock.now())
    return url_for(".land_show", code=row.code)


def _actor(row: LandQuestion) -> Any:
    viewer: Viewer = current_viewer()
    return viewer.actor(row.agency)


def _show(row: LandQuestion, **refused: Any) -> str:
    told = row.told
    return render_template(
        "enquiries/land/show.html",
        row=row, words=without(row.words), answer=without(row.answer),
        title=told.title if told else "", told=told.answer if told else without(row.answer),
        file_url=land_file_url(row), may_answer=LIFE.may(row, "answer"),
        deadline=Deadline.between(row.asked_at, row.answer_by, clock.now()),
        **{**FRESH, **refused},
    )  # fmt: skip
