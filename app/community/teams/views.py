"""The officials' pages of teams: founded, members named, areas drawn, how far each one is."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.accounts.present import viewer
from app.accounts.viewer import Viewer
from app.community.blueprint import community
from app.community.people import queries as people
from app.community.rights import may_found, may_keep_list, may_run, runs_teams
from app.community.teams import keeping, queries
from app.community.teams.models import (
    MAX_AREA,
    MAX_MEMBER,
    CommunityArea,
    CommunityMember,
    CommunityTeam,
)
from app.community.visits import skills
from app.core import clock
from app.core.access import access, current_viewer
from app.core.act import FRESH, Done, acts
from app.core.forms import Form, Line, Read, Several, Tick, needed, takes
from app.places import queries as places
from app.places.models import VILLAGE, Place
from app.villages.households.forms import as_number
from app.villages.rights import agency_of, chosen_commune, headed_villages, overseen_communes


class AreaForm(Form):
    """An area: its name, and the households from one number to another where it has such."""

    name = Line(MAX_AREA, needed(_l("Give the area a name.")), name="ten")
    first = Read(as_number, name="tu", most=12, empty=None)
    last = Read(as_number, name="den", most=12, empty=None)


def load_place(viewer: Viewer, code: str) -> Place | None:
    """Give the place whose team the viewer may found."""
    found = places.by_code(code)
    return found if found is not None and may_found(viewer, found) else None


def load_run(viewer: Viewer, code: str) -> CommunityTeam | None:
    """Give the team to the officials who run it."""
    found = queries.team(code)
    return found if found is not None and may_run(viewer, found) else None


def load_area(viewer: Viewer, code: str) -> CommunityArea | None:
    found = queries.area(code)
    return found if found is not None and may_run(viewer, found.team) else None


def load_member(viewer: Viewer, number: int) -> CommunityMember | None:
    found = queries.member(number)
    return found if found is not None and may_run(viewer, found.team) else None


def may_run_area(viewer: Viewer, area: CommunityArea) -> bool:
    return may_run(viewer, area.team)


def may_run_member(viewer: Viewer, member: CommunityMember) -> bool:
    return may_run(viewer, member.team)


@community.get("/can-bo/to-cong-nghe")
@access(runs_teams)
def desk_index() -> ResponseReturnValue:
    """List the teams of one's own villages and of a commune: who has one, how far it is."""
    viewer = current_viewer()
    own = headed_villages(viewer)
    communes = overseen_communes(viewer)
    chosen = chosen_commune(communes, request.args.get("xa", ""))
    inside = [chosen, *places.villages_of(chosen)] if chosen is not None else []
    shown = own + [each for each in inside if each not in own]
    teams = queries.of_places([each.id for each in shown])
    return render_template(
        "community/teams/desk_index.html",
        rows=[(each, teams.get(each.id)) for each in shown],
        counts=people.counts([each.id for each in teams.values()]),
        communes=[(each.code, each.title) for each in communes],
        chosen=chosen,
    )


@community.post("/can-bo/to-cong-nghe/lap/<code>")
@access(may_found, load=load_place)
@acts(said=_l("The team is founded. Draw its areas and name its members."))
def found_team(place: Place) -> str:
    made = keeping.found(place, _actor(place), clock.now())
    skills.begin()
    return url_for(".desk_team", code=made.code)


@community.get("/can-bo/to-cong-nghe/<code>")
@access(may_run, load=load_run)
def desk_team(team: CommunityTeam) -> ResponseReturnValue:
    return _page(team)


@community.post("/can-bo/to-cong-nghe/<code>/khu")
@access(may_run, load=load_run)
@acts(again=lambda team, form, **_refused: _page(team, area_form=form), said=_l("Kept."))
@takes(AreaForm)
def add_area(team: CommunityTeam, form: AreaForm) -> str:
    said = form.name.data, form.first.data, form.last.data
    keeping.add_area(team, *said, _actor(team.place), clock.now())
    return url_for(".desk_team", code=team.code)


@community.post("/can-bo/to-cong-nghe/khu/<code>/bo")
@access(may_run_area, load=load_area)
@acts(said=_l("The area is gone. Its people stay on the list, without an area."))
def drop_area(area: CommunityArea) -> str:
    code = area.team.code
    keeping.drop_area(area, _actor(area.team.place), clock.now())
    return url_for(".desk_team", code=code)


@community.post("/can-bo/to-cong-nghe/<code>/thanh-vien")
@access(may_run, load=load_run)
@acts(again=lambda team, **refused: _page(team, **refused))
@takes(
    name=Line(MAX_MEMBER, needed(_l("Write the member's name.")), name="ho_ten"),
    leads=Tick(name="to_truong"),
)
def invite_member(team: CommunityTeam, name: str, leads: bool) -> Done:
    """Name somebody; the code with which they join stands beside the name."""
    made = keeping.invite(team, name, leads, _actor(team.place), clock.now())
    said = _("Give %(name)s the code %(code)s: with it they join.", name=name, code=made.invitation)
    return Done(url_for(".desk_team", code=team.code), said)


@community.post("/can-bo/to-cong-nghe/thanh-vien/<int:number>")
@access(may_run_member, load=load_member)
@acts(said=_l("Kept."))
@takes(leads=Tick(name="to_truong"), areas=Several(20, name="khu"))
def charge_member(member: CommunityMember, leads: bool, areas: tuple[str, ...]) -> str:
    """Say which areas somebody looks after; those of another team are passed over."""
    team = member.team
    chosen = frozenset(each.id for each in team.areas if each.code in areas)
    keeping.charge(member, leads, chosen, _actor(team.place), clock.now())
    return url_for(".desk_team", code=team.code)


@community.post("/can-bo/to-cong-nghe/thanh-vien/<int:number>/bo")
@access(may_run_member, load=load_member)
@acts(said=_l("They belong to the team no more. What they did stays counted."))
def drop_member(member: CommunityMember) -> str:
    team = member.team
    keeping.let_go(member, _actor(team.place), clock.now())
    return url_for(".desk_team", code=team.code)


def _actor(place: Place) -> Actor:
    agency = agency_of(viewer(), place)
    return viewer().actor(agency)


def _page(team: CommunityTeam, **more: Any) -> str:
    values = {
        "team": team,
        "keeps": may_keep_list(viewer(), team),
        "has_list": team.place.kind == VILLAGE,
        "members": queries.members(team.id),
        "count": people.counts([team.id]).get(team.id, (0, 0, 0)),
        "by_area": people.counts_by_area(team.id),
        "nowhere": people.NOWHERE,
        "area_form": AreaForm(None),
        **FRESH,
    }
    return render_template("community/teams/desk_team.html", **{**values, **more})
