"""All tables of the room, for whoever needs them by one name."""

from app.community.people.models import CommunityPerson
from app.community.reports.models import CommunityDifficulty, CommunityReport
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
    "CommunityDifficulty",
    "CommunityLook",
    "CommunityMember",
    "CommunityMemberArea",
    "CommunityPerson",
    "CommunityReport",
    "CommunitySkill",
    "CommunityTeam",
    "CommunityVisit",
    "CommunityVisitSkill",
]
