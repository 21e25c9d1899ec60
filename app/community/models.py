"""All tables of the room, for whoever needs them by one name."""

from app.community.people.models import CommunityPerson
from app.community.teams.models import (
    CommunityArea,
    CommunityLook,
    CommunityMember,
    CommunityMemberArea,
    CommunityTeam,
)
from app.community.visits.models import CommunitySkill, CommunityVisit, CommunityVisitSkill

__all__ = [
    "CommunityArea",
    "CommunityLook",
    "CommunityMember",
    "CommunityMemberArea",
    "CommunityPerson",
    "CommunitySkill",
    "CommunityTeam",
    "CommunityVisit",
    "CommunityVisitSkill",
]
