"""Campaigns for whoever lives there: the pledge, signed once; to a team's members the ranking."""

from collections.abc import Sequence

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.present import person, viewer
from app.accounts.viewer import Viewer
from app.community.blueprint import community
from app.community.campaigns import keeping, queries
from app.community.campaigns.models import CommunityCampaign
from app.community.campaigns.views import measures
from app.community.teams import queries as teams
from app.community.teams.models import CommunityMember
from app.core import clock
from app.core.access import PROVED, SIGNED_IN, access
from app.core.act import Done, acts


def load_open(_viewer: Viewer, code: str) -> CommunityCampaign | None:
    found = queries.by_code(code)
    return found if found is not None and found.is_open else None


@community.get("/phong-trao")
@access(SIGNED_IN)
def campaigns() -> ResponseReturnValue:
    """List the campaigns where one lives, and where one's teams work."""
    villages = [queries.village_of(person()), *(each.team.place for each in _members())]
    communes = {each.parent_id or each.id for each in villages if each is not None}
    return render_template(
        "community/campaigns/campaigns.html",
        rows=queries.of_communes(communes),
        today=clock.local(clock.now()).date(),
    )


@community.get("/phong-trao/<code>")
@access(SIGNED_IN, load=load_open)
def campaign(found: CommunityCampaign) -> ResponseReturnValue:
    return _campaign(found)


@community.post("/phong-trao/<code>")
@access(SIGNED_IN, load=load_open, asks=PROVED)
@acts(again=lambda found, **refused: _campaign(found, **refused))
def sign_pledge(found: CommunityCampaign) -> Done:
    """Sign the pledge; signing twice counts once."""
    user, today = person(), clock.local(clock.now()).date()
    is_new = keeping.sign(found, user, queries.village_of(user), today)
    here = url_for(".campaign", code=found.code)
    return Done(here, _("You signed. Thank you.") if is_new else _("You had signed already."))


def _members() -> Sequence[CommunityMember]:
    return teams.of_person(viewer())


def _campaign(found: CommunityCampaign, **refused: object) -> str:
    today = clock.local(clock.now()).date()
    belongs = any(
        found.place_id in {each.team.place_id, each.team.place.parent_id}
        for each in teams.of_person(viewer())
    )
    rows = queries.standings(found, queries.counted(found)) if belongs else ()
    return render_template(
        "community/campaigns/own.html",
        campaign=found,
        measure=dict(measures()).get(found.measure, found.measure),
        rows=rows,
        signs=bool(found.pledge) and found.runs_on(today),
        has_signed=queries.has_pledged(found, viewer().user_id),
        **{"errors": (), **refused},
    )
