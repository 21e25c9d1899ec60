"""The operator's page of skills: what people are helped with."""

from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts.policies import administers_all
from app.accounts.present import viewer
from app.accounts.viewer import Viewer
from app.community.blueprint import community
from app.community.visits import skills
from app.community.visits.models import MAX_SKILL, CommunitySkill
from app.core import audit, clock
from app.core.access import access
from app.core.act import FRESH, acts
from app.core.db import db
from app.core.forms import Line, needed, takes


def load_skill(_viewer: Viewer, number: int) -> CommunitySkill | None:
    return db.session.get(CommunitySkill, number)


def may_keep_skill(viewer: Viewer, _skill: CommunitySkill) -> bool:
    return administers_all(viewer)


@community.get("/can-bo/quan-tri/ky-nang")
@access(administers_all)
def skill_list() -> ResponseReturnValue:
    return _page()


@community.post("/can-bo/quan-tri/ky-nang")
@access(administers_all)
@acts(again=lambda **refused: _page(**refused), said=_l("Kept."))
@takes(name=Line(MAX_SKILL, needed(_l("Write what people are helped with.")), name="ten"))
def add_skill(name: str) -> str:
    made = skills.add(name)
    _note("community.skill", made)
    return url_for(".skill_list")


@community.post("/can-bo/quan-tri/ky-nang/<int:number>")
@access(may_keep_skill, load=load_skill)
@acts(said=_l("Kept."))
@takes(on=Line(1, name="bat"))
def turn_skill(skill: CommunitySkill, on: str) -> str:
    """Take a skill from the door, or bring it back; what was counted by it stays."""
    skill.is_on = on == "1"
    _note("community.skill", skill)
    return url_for(".skill_list")


def _note(verb: str, skill: CommunitySkill) -> None:
    after = {"name": skill.name, "is_on": skill.is_on}
    audit.record(viewer().reference, verb, f"community_skill:{skill.id}", now=clock.now(),
                 after=after)  # fmt: skip


def _page(**more: Any) -> str:
    values = {"skills": skills.every(), **FRESH, **more}
    return render_template("community/visits/skills.html", **values)
