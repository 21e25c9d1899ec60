"""The cards: read by anybody, without scripts, without a signal once seen; kept by the operator."""

from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts.policies import administers_all
from app.accounts.present import viewer
from app.accounts.viewer import Viewer
from app.community.blueprint import community
from app.community.lessons import hearing, keeping, queries
from app.community.lessons.keeping import LessonForm
from app.community.lessons.models import PICTURES
from app.community.lessons.queries import Card
from app.community.visits.models import CommunitySkill
from app.core import clock, offline, page_cache
from app.core.access import PUBLIC, access, current_viewer
from app.core.act import acts
from app.core.forms import takes
from app.voices.offering import offered

FRESH_SECONDS = 10


def load_card(_viewer: Viewer, code: str) -> Card | None:
    return queries.card(code)


def load_skill(_viewer: Viewer, code: str) -> CommunitySkill | None:
    return queries.skill_of(code)


def may_keep_card(viewer: Viewer, _skill: CommunitySkill) -> bool:
    return administers_all(viewer)


@community.get("/bai-hoc")
@access(PUBLIC)
@page_cache.for_strangers(FRESH_SECONDS)
@offline.kept_offline
def lessons() -> ResponseReturnValue:
    """Show what there is a card of."""
    return render_template("community/lessons/list.html", cards=queries.cards())


@community.get("/bai-hoc/<code>")
@access(PUBLIC, load=load_card)
@page_cache.for_strangers(FRESH_SECONDS)
@offline.kept_offline
def lesson(card: Card) -> ResponseReturnValue:
    """Show one card."""
    heard = offered(hearing.of_card(current_viewer(), card), every=True)
    return render_template("community/lessons/show.html", card=card, hearing=heard)


@community.get("/can-bo/quan-tri/ky-nang/<code>/bai-hoc")
@access(may_keep_card, load=load_skill)
def edit_lesson(skill: CommunitySkill) -> ResponseReturnValue:
    form = LessonForm(None)
    card = queries.card_of(skill)
    if card is not None:
        form.fill(card)
    return _form(skill, form)


@community.post("/can-bo/quan-tri/ky-nang/<code>/bai-hoc")
@access(may_keep_card, load=load_skill)
@acts(again=lambda skill, form, **_refused: _form(skill, form), said=_l("Kept."))
@takes(LessonForm)
def keep_lesson(skill: CommunitySkill, form: LessonForm) -> str:
    keeping.keep(skill, form, viewer().reference, clock.now())
    return url_for(".skill_list")


def _form(skill: CommunitySkill, form: LessonForm) -> Any:
    return render_template(
        "community/lessons/edit.html", skill=skill, form=form, pictures=PICTURES.items()
    )
