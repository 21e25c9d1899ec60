"""A class goes through a lesson card together: its teacher sees who is done, and nothing else."""

from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.community.blueprint import community
from app.community.lessons import queries
from app.community.lessons.queries import Card
from app.community.lessons.views import load_card
from app.core.access import SIGNED_IN, access
from app.core.act import acts
from app.core.forms import takes
from app.directory.classes import matters
from app.directory.classes.keeping import Of
from app.directory.classes.matters import Matter
from app.directory.classes.views import ListForm, new_list, opened

KIND = "lesson"


def _matter(card: Card) -> Matter:
    url = url_for("community.lesson", code=card.code)
    part = "community/lessons/_card.html"
    return Matter(card.name, url, part, {"card": card}, style="lesson.css")


def _load() -> dict[str, Matter]:
    return {each.code: _matter(each) for each in queries.cards()}


matters.register(KIND, _load)


@community.get("/bai-hoc/<code>/lop")
@access(SIGNED_IN, load=load_card)
def new_lesson_class(card: Card) -> ResponseReturnValue:
    return _new(card, ListForm(None))


@community.post("/bai-hoc/<code>/lop")
@access(SIGNED_IN, load=load_card)
@acts(
    again=lambda card, form, **refused: _new(card, form, **refused),
    said=_l("The list is open. Pass its code on."),
)
@takes(ListForm)
def open_lesson_class(card: Card, form: ListForm) -> str:
    return opened(Of(kind=KIND, about=card.code), form)


def _new(card: Card, form: ListForm, **refused: Any) -> str:
    action = url_for(".open_lesson_class", code=card.code)
    return new_list(_matter(card), action, form, **refused)
