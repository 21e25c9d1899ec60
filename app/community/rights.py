"""Who belongs to a team, who leads it, and which official runs it.

A member sees the people of the areas they look after, a lead those of the whole list; both from the
day they join to the day they go. The head of the village names members and brings the list in; the
commune names members and sees sums, never who is on a list.
"""

from app.accounts.permissions import OVERSEE_VILLAGES
from app.accounts.viewer import Viewer
from app.community.teams import queries
from app.community.teams.models import CommunityMember, CommunityTeam
from app.places.models import Place
from app.villages.rights import is_head, may_head, oversees


def may_found(viewer: Viewer, place: Place) -> bool:
    """Tell whether the viewer founds the team of a village or a commune, and names its members."""
    return may_head(viewer, place) or may_see_sums(viewer, place)


def may_see_sums(viewer: Viewer, place: Place) -> bool:
    """Tell whether the place lies in the commune, or the province, of the viewer's office."""
    above = {each.place_id for each in viewer.agencies(OVERSEE_VILLAGES)} - {None}
    inside = {place.id, place.parent_id, place.parent.parent_id if place.parent else None}
    return bool(above & (inside - {None}))


def runs_teams(viewer: Viewer) -> bool:
    return is_head(viewer) or oversees(viewer)


def may_run(viewer: Viewer, team: CommunityTeam) -> bool:
    return may_found(viewer, team.place)


def may_keep_list(viewer: Viewer, team: CommunityTeam) -> bool:
    """Tell whether the viewer brings in the list of people: the head of that very village."""
    return may_head(viewer, team.place)


def member_of(viewer: Viewer, team: CommunityTeam) -> CommunityMember | None:
    return next((each for each in queries.of_person(viewer) if each.team_id == team.id), None)


def belongs(viewer: Viewer, team: CommunityTeam) -> bool:
    return member_of(viewer, team) is not None


def leads(viewer: Viewer, team: CommunityTeam) -> bool:
    member = member_of(viewer, team)
    return member is not None and member.leads


def sees_area(viewer: Viewer, team: CommunityTeam, area_id: int | None) -> bool:
    """Tell whether the viewer sees who lives in that area of the team."""
    member = member_of(viewer, team)
    return member is not None and (member.leads or area_id in member.area_ids)
