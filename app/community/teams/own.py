"""A member's own pages: joining with a code, the team, one's areas, leaving."""

from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.present import person, viewer
from app.accounts.viewer import Viewer
from app.community import rights
from app.community.blueprint import community
from app.community.people import queries as people
from app.community.teams import keeping, queries
from app.community.teams.models import CommunityTeam
from app.community.visits import queries as visits
from app.community.visits import writing
from app.community.visits.models import CommunityVisit
from app.core import clock
from app.core.access import PROVED, SIGNED_IN, access
from app.core.act import FRESH, Done, acts
from app.core.errors import DomainError
from app.core.forms import Line, takes
from app.core.offline import kept_offline


def load_team(viewer: Viewer, code: str) -> CommunityTeam | None:
    """Give the team to its members."""
    found = queries.team(code)
    return found if found is not None and rights.belongs(viewer, found) else None


def load_visit(viewer: Viewer, number: int) -> CommunityVisit | None:
    """Give a visit that waits to the lead of its team."""
    found = visits.waits(number)
    return found if found is not None and rights.leads(viewer, found.person.team) else None


def may_decide(viewer: Viewer, visit: CommunityVisit) -> bool:
    return rights.leads(viewer, visit.person.team)


@community.get("/to-cong-nghe")
@access(SIGNED_IN)
@kept_offline
def mine() -> ResponseReturnValue:
    """Show one's teams; the form to join one."""
    return _mine()


@community.post("/to-cong-nghe")
@access(SIGNED_IN)
@acts(again=lambda **refused: _mine(**refused), counts=True)
@takes(code=Line(20, name="ma"))
def join_team(code: str) -> Done:
    """Belong to the team that the code invites to."""
    if not code:
        raise DomainError(_l("Write the code that you were given."), field="ma")
    member = keeping.join(person(), code, clock.now())
    said = _("You belong to the team of %(place)s now.", place=member.team.place.label)
    return Done(url_for(".team", code=member.team.code), said)


@community.get("/to-cong-nghe/<code>")
@access(rights.belongs, load=load_team, asks=PROVED)
@kept_offline
def team(found: CommunityTeam) -> ResponseReturnValue:
    """Show one's areas; to a lead all of them, and the visits to be looked at."""
    member = rights.member_of(viewer(), found)
    assert member is not None
    areas = [each for each in found.areas if member.leads or each.id in member.area_ids]
    return render_template(
        "community/teams/team.html",
        team=found,
        member=member,
        areas=areas,
        counts=people.counts_by_area(found.id) if found.is_village else {},
        nowhere=people.NOWHERE,
        waiting=visits.waiting(found.id) if member.leads else [],
    )


@community.post("/to-cong-nghe/<code>/roi")
@access(rights.belongs, load=load_team, asks=PROVED)
@acts(said=_l("You left the team. What you did stays counted."))
def leave_team(found: CommunityTeam) -> str:
    member = rights.member_of(viewer(), found)
    if member is not None:
        keeping.let_go(member, viewer().actor(), clock.now())
    return url_for(".mine")


@community.post("/to-cong-nghe/luot/<int:number>/nhan")
@access(may_decide, load=load_visit, asks=PROVED)
@acts(said=_l("The visit counts."))
def take_visit(visit: CommunityVisit) -> str:
    return _decided(visit, is_taken=True)


@community.post("/to-cong-nghe/luot/<int:number>/bo")
@access(may_decide, load=load_visit, asks=PROVED)
@acts(said=_l("The visit does not count; it stays readable."))
def leave_out_visit(visit: CommunityVisit) -> str:
    return _decided(visit, is_taken=False)


def _decided(visit: CommunityVisit, *, is_taken: bool) -> str:
    writing.decide(visit, is_taken, viewer().reference, clock.now())
    return url_for(".team", code=visit.person.team.code)


def _mine(**more: Any) -> str:
    values = {"members": queries.of_person(viewer()), **FRESH}
    return render_template("community/teams/mine.html", **{**values, **more})
