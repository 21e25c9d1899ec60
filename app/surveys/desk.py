"""The desk: a survey is written, looked at, opened, ended; its points answered, results told."""

from typing import Any

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts import queries as accounts
from app.accounts.present import viewer
from app.accounts.viewer import Viewer
from app.core import clock, once
from app.core.access import access
from app.core.act import FRESH, acts
from app.core.forms import Line, Read, Words, takes
from app.core.listing import ways
from app.core.private_numbers import without
from app.core.text import whole
from app.service_requests.catalogue.queries import active_services
from app.surveys import answering, audience, making, queries, results
from app.surveys.blueprint import surveys
from app.surveys.forms import HeadForm, QuestionForm, ReplyForm
from app.surveys.models import (
    COUNTED,
    DRAFT,
    KINDS,
    LIFE,
    MAX_PART,
    OPEN,
    PART,
    QUESTION_KINDS,
    REPLIES,
    Survey,
)
from app.surveys.queries import Of
from app.surveys.rights import may_publish, may_write, offices, works_on_surveys
from app.surveys.views import file_url


def may_write_part(viewer: Viewer, of: Of) -> bool:
    return may_write(viewer, of.survey)


def may_reply(viewer: Viewer, of: Of) -> bool:
    return may_publish(viewer, of.survey)


@surveys.get("/can-bo/khao-sat")
@access(works_on_surveys)
def desk_index() -> ResponseReturnValue:
    return _index()


@surveys.post("/can-bo/khao-sat")
@access(works_on_surveys)
@acts(again=lambda **refused: _index(**refused), said=_l("Now write the questions."))
@takes(HeadForm)
def begin(form: HeadForm) -> str:
    """Begin a survey or a consultation for one's office."""
    held = offices(viewer())
    agency = next((each for each in held if each.code == form.office.data), held[0])
    survey = making.begin(form.head, agency, viewer().actor(agency), clock.now())
    return _at(survey)


@surveys.get("/can-bo/khao-sat/<code>")
@access(may_write, load=queries.any_of)
def desk_show(survey: Survey) -> ResponseReturnValue:
    return _show(survey)


@surveys.post("/can-bo/khao-sat/<code>")
@access(may_write, load=queries.any_of)
@acts(again=lambda survey, **refused: _show(survey, **refused), said=_l("Saved."))
@takes(HeadForm)
def change(survey: Survey, form: HeadForm) -> str:
    making.change(survey, form.head, _actor(survey), clock.now())
    return _at(survey)


@surveys.post("/can-bo/khao-sat/<code>/cau-hoi")
@access(may_write, load=queries.any_of)
@acts(again=lambda survey, **refused: _show(survey, **refused))
@takes(QuestionForm)
def add_question(survey: Survey, form: QuestionForm) -> str:
    question = making.add_question(survey, form.asked, _actor(survey), clock.now())
    return f"{_at(survey)}#{question.name}"


@surveys.post("/can-bo/khao-sat/<code>/cau-hoi/<int:number>/xoa")
@access(may_write_part, load=queries.question)
@acts(said=_l("The question is gone."))
def drop_question(of: Of) -> str:
    making.drop_question(of.part, _actor(of.survey), clock.now())
    return _at(of.survey)


@surveys.get("/can-bo/khao-sat/<code>/xem-truoc")
@access(may_write, load=queries.any_of)
def preview(survey: Survey) -> ResponseReturnValue:
    """Show it as those who are asked will see it; nothing is sent from here."""
    return render_template("surveys/preview.html", survey=survey, filled={}, **FRESH)


@surveys.post("/can-bo/khao-sat/<code>/trinh")
@access(may_write, load=queries.any_of)
@acts(again=lambda survey, **refused: _show(survey, **refused),
      said=_l("Whoever opens surveys was told."))  # fmt: skip
def ask_review(survey: Survey) -> str:
    making.ask_review(survey, _actor(survey), clock.now())
    return _at(survey)


@surveys.post("/can-bo/khao-sat/<code>/mo")
@access(may_publish, load=queries.any_of)
@acts(again=lambda survey, **refused: _show(survey, **refused),
      said=_l("It is open. Those it is for are being told."))  # fmt: skip
@takes(version=Read(whole))
def publish(survey: Survey, version: int | None) -> str:
    survey.check_version(version)
    making.publish(survey, _actor(survey), clock.now())
    return _at(survey)


@surveys.post("/can-bo/khao-sat/<code>/ket-thuc")
@access(may_publish, load=queries.any_of)
@acts(said=_l("It takes no more answers. It is counted in a day, when phones out of signal have "
              "sent theirs."))  # fmt: skip
def end(survey: Survey) -> str:
    making.end(survey, _actor(survey), clock.now())
    return _at(survey)


@surveys.post("/can-bo/khao-sat/<code>/huy")
@access(may_publish, load=queries.any_of)
@acts(said=_l("Withdrawn. What had been answered is destroyed."))
def withdraw(survey: Survey) -> str:
    making.withdraw(survey, _actor(survey), clock.now())
    return _at(survey)


@surveys.get("/can-bo/khao-sat/<code>/y-kien")
@access(may_write, load=queries.any_of)
def points(survey: Survey) -> ResponseReturnValue:
    """Show what was written in words: what waits for a reply, or all."""
    return _points(survey)


@surveys.post("/can-bo/khao-sat/<code>/y-kien/<int:number>")
@access(may_reply, load=queries.point)
@acts(again=lambda of, **refused: _points(of.survey, number=of.part.id, **refused),
      said=_l("Saved."))  # fmt: skip
@takes(ReplyForm)
def reply(of: Of, form: ReplyForm) -> str:
    making.reply(of.part, form.how.data, form.words.data, _actor(of.survey), clock.now())
    return url_for(".points", code=of.survey.code)


@surveys.get("/can-bo/khao-sat/<code>/bien-ban")
@access(may_write, load=queries.any_of)
def minutes(survey: Survey) -> ResponseReturnValue:
    """Show the minutes with all totals, to be printed and signed."""
    return render_template(
        "surveys/minutes.html",
        survey=survey,
        results=results.told(survey),
        by_place=results.by_place(survey),
        points=queries.all_points(survey),
        plain=without,
        now=clock.now(),
        places=audience.places_of(survey),
    )


@surveys.get("/can-bo/khao-sat/<code>/ket-qua.xlsx")
@access(may_write, load=queries.any_of)
def desk_sheet(survey: Survey) -> ResponseReturnValue:
    return results.workbook(survey, queries.all_points(survey))


@surveys.post("/can-bo/khao-sat/<code>/ten.xlsx")
@access(may_publish, load=queries.any_of)
@acts(again=lambda survey, **refused: _show(survey, **refused))
@takes(reason=Line(200, name="ly_do"))
def names(survey: Survey, reason: str) -> Response:
    """Give who answered what, of a survey that said so on its first line; with a reason."""
    once.repeats_go_to(_at(survey))
    return results.named_workbook(survey, reason, _actor(survey), clock.now())


@surveys.post("/can-bo/khao-sat/<code>/cong-bo")
@access(may_publish, load=queries.any_of)
@acts(again=lambda survey, **refused: _show(survey, **refused),
      said=_l("Everybody can read what came out."))  # fmt: skip
@takes(closing=Words(MAX_PART, name="ket_luan"))
def publish_results(survey: Survey, closing: str) -> str:
    making.publish_results(survey, closing, _actor(survey), clock.now())
    return _at(survey)


def _at(survey: Survey) -> str:
    return url_for(".desk_show", code=survey.code)


def _actor(survey: Survey) -> Any:
    return viewer().actor(survey.agency)


def _index(**refused: Any) -> str:
    page = queries.desk_page(viewer(), request.args.get("truoc"))
    form = refused.pop("form", None) or HeadForm(None, kind="survey", named="an-danh", by="person",
                                                 audience="area")  # fmt: skip
    return render_template(
        "surveys/desk_index.html", rows=page.rows, form=form,
        office_names=[(each.code, each.name) for each in offices(viewer())],
        **_choices(), **ways(".desk_index", page, "truoc"), **{**FRESH, **refused},
    )  # fmt: skip


def _choices() -> dict[str, Any]:
    services = [(each.service_code, each.service_name) for each in active_services()]
    return {"kinds": list(KINDS.items()), "services": services}


def _show(survey: Survey, **refused: Any) -> str:
    form = refused.pop("form", None)
    writes = survey.status == DRAFT
    counted = survey.results is not None
    head = form if isinstance(form, HeadForm) else HeadForm.of(survey)
    asked = form if isinstance(form, QuestionForm) else QuestionForm(None, kind="one")
    kinds = [each for each in QUESTION_KINDS.items() if survey.is_consultation or each[0] != PART]
    branches = [
        (f"{each.id}-{at}", f"{each.line[:40]} → {label}")
        for each in survey.questions if each.branches for at, label in each.choices
    ]  # fmt: skip
    takers = answering.count_takers(survey) if survey.status == OPEN else None
    return render_template(
        "surveys/desk_show.html",
        survey=survey,
        form=head,
        asked=asked,
        writes=writes,
        may={each: LIFE.may(survey, each) for each in LIFE.verbs},
        publishes=may_publish(viewer(), survey),
        is_author=viewer().user_id == survey.author_id,
        author=accounts.user_by_id(survey.author_id) if survey.author_id else None,
        question_kinds=kinds,
        branches=[("", ""), *branches],
        takers=takers,
        results=results.told(survey) if counted else [],
        by_place=results.by_place(survey) if counted else ([], 0),
        waiting=making.count_open_points(survey) if survey.status == COUNTED else 0,
        audience=audience.places_of(survey),
        **_choices(),
        **{**FRESH, **refused},
    )


def _points(survey: Survey, number: int | None = None, **refused: Any) -> str:
    waiting = survey.is_consultation and request.args.get("xem") != "het"
    page = queries.points_page(survey, whole(request.args.get("sau", "")), waiting)
    return render_template(
        "surveys/points.html", survey=survey, rows=page.rows, number=number, waiting=waiting,
        voices=queries.voices_of(survey, page.rows), file_url=file_url(survey),
        apart=[] if waiting else queries.voices_apart(survey),
        replies=list(REPLIES.items()), plain=without, publishes=may_publish(viewer(), survey),
        **ways(".points", page, "sau", code=survey.code, **({} if waiting else {"xem": "het"})),
        **{**FRESH, **refused},
    )  # fmt: skip
