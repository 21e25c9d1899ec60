"""Who keeps a class, who is at it as a teacher, who signs others up, who may know of it.

A class is kept by the officials who run the teams of its place and by the lead of its team. A
member who is named at it takes attendance. Nobody else sees who signed up.
"""

from collections.abc import Sequence

from app.accounts.viewer import Viewer
from app.community.rights import leads, may_found, may_run
from app.community.teams import queries as teams
from app.community.teams.models import CommunityMember, CommunityTeam
from app.community.training.models import TEAMS, Training
from app.places.models import Place


def members_of(viewer: Viewer) -> Sequence[CommunityMember]:
    """Give as whom the viewer belongs to teams; read once for a viewer, who is one request's."""
    held = vars(viewer)
    if "training_members" not in held:
        held["training_members"] = teams.of_person(viewer)
    found: Sequence[CommunityMember] = held["training_members"]
    return found


def may_train(viewer: Viewer, place: Place) -> bool:
    """Tell whether the viewer announces classes there."""
    if may_found(viewer, place):
        return True
    return any(each.leads and each.team.place_id == place.id for each in members_of(viewer))


def may_keep(viewer: Viewer, training: Training) -> bool:
    return may_train(viewer, training.place)


def may_attend(viewer: Viewer, training: Training) -> bool:
    """Tell whether the viewer takes attendance: whoever keeps the class, teaches it or helps."""
    own = {each.id for each in members_of(viewer)}
    return may_keep(viewer, training) or bool(own & {each.member_id for each in training.helpers})


def may_help(viewer: Viewer, training: Training) -> bool:
    """Tell whether the viewer signs up those without a phone: a member of a team near by.

    Of a commune's class the members of its own team and of its villages', of a village's class
    those of that village's and of the commune's.
    """
    place = training.place
    near = {each.team.place for each in members_of(viewer)}
    return may_keep(viewer, training) or any(
        place.id in (each.id, each.parent_id) or place.parent_id == each.id for each in near
    )


def may_read(viewer: Viewer, training: Training) -> bool:
    """Tell whether the viewer may know of the class: one for teams is told to teams alone."""
    return training.audience != TEAMS or may_help(viewer, training)


def may_count(viewer: Viewer, team: CommunityTeam) -> bool:
    """Tell whether the viewer sees the hours of a team's members and enters some."""
    return may_run(viewer, team) or leads(viewer, team)
