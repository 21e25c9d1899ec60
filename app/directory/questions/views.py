"""The pages of a question about a programme: asked, read by whoever asked, answered at the desk."""

from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts import businesses, sending
from app.accounts.present import person, viewer
from app.core import clock
from app.core.access import SIGNED_IN, access, current_viewer
from app.core.act import FRESH, Done, acts
from app.core.forms import Line, Read, Words, takes
from app.core.promises import Deadline
from app.core.text import whole
from app.directory.blueprint import directory
from app.directory.programmes import queries as programmes
from app.directory.programmes.models import Programme
from app.directory.questions import asking, queries
from app.directory.questions.models import LIFE, MAX_WORDS, ProgrammeQuestion
from app.directory.questions.queries import may_answer
from app.directory.rights import keeps_directory


@directory.get("/chuong-trinh/<code>/hoi")
@access(SIGNED_IN, load=programmes.shown)
def new_question(found: Programme) -> ResponseReturnValue:
    return _new(found)


@directory.post("/chuong-trinh/<code>/hoi")
@access(SIGNED_IN, load=programmes.shown)
@acts(again=lambda found, **refused: _new(found, **refused), counts=True)
@takes(words=Words(MAX_WORDS, name="hoi"), business=Line(20, name="co_so"))
def ask_about(found: Programme, words: str, business: str) -> Done:
    """Ask the programme's office, for a business or for oneself."""
    sending.spend(sending.ENQUIRIES, clock.now())
    whose = businesses.run(viewer(), business)
    row = asking.ask(found, words, whose.name if whose else "", person(), clock.now())
    thanks = _("Thank you. The answer comes to your notifications.")
    return Done(url_for(".question", code=row.code), thanks)


@directory.get("/chuong-trinh/cau-hoi/<code>")
@access(SIGNED_IN, load=queries.own)
def question(row: ProgrammeQuestion) -> ResponseReturnValue:
    """Show what was asked, by when it is answered, and the answer, to whoever asked."""
    may_withdraw = LIFE.may(row, "withdraw")
    return render_template("directory/questions/one.html", row=row, may_withdraw=may_withdraw)


@directory.post("/chuong-trinh/cau-hoi/<code>/rut")
@access(SIGNED_IN, load=queries.own)
@acts(said=_l("Taken back. Your words are deleted."))
def withdraw_question(row: ProgrammeQuestion) -> str:
    code = row.programme.code
    asking.withdraw(row, viewer().reference, clock.now())
    return url_for(".programme", code=code)


@directory.get("/can-bo/chuong-trinh/cau-hoi")
@access(keeps_directory)
def questions() -> ResponseReturnValue:
    """List what waits for an answer, what is due first in front."""
    now = clock.now()
    rows = queries.waiting(current_viewer())
    due = [(row, Deadline.between(row.asked_at, row.answer_by, now)) for row in rows]
    return render_template("directory/questions/desk.html", rows=due)


@directory.get("/can-bo/chuong-trinh/cau-hoi/<code>")
@access(may_answer, load=queries.by_code)
def desk_question(row: ProgrammeQuestion) -> ResponseReturnValue:
    return _desk(row)


@directory.post("/can-bo/chuong-trinh/cau-hoi/<code>")
@access(may_answer, load=queries.by_code)
@acts(again=lambda row, **refused: _desk(row, **refused), said=_l("Answered, and told."))
@takes(version=Read(whole), words=Words(MAX_WORDS))
def answer_question(row: ProgrammeQuestion, version: int | None, words: str) -> str:
    row.check_version(version)
    asking.answer(row, words, current_viewer().actor(row.agency), clock.now())
    return url_for(".questions")


def _new(found: Programme, **refused: Any) -> str:
    mine = [(each.code, each.name) for each in businesses.run_by(viewer())]
    return render_template(
        "directory/questions/new.html",
        programme=found, mine=mine, days=asking.DAYS,
        rows=queries.of_user(viewer().user_id), **{**FRESH, **refused},
    )  # fmt: skip


def _desk(row: ProgrammeQuestion, **refused: Any) -> str:
    return render_template(
        "directory/questions/show.html",
        row=row, may_answer=LIFE.may(row, "answer"),
        deadline=Deadline.between(row.asked_at, row.answer_by, clock.now()),
        **{**FRESH, **refused},
    )  # fmt: skip
