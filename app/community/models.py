"""All tables of the room, for whoever needs them by one name."""

from app.community.campaigns.models import (
    CommunityCampaign,
    CommunityFigure,
    CommunityPledge,
    CommunityTarget,
)
from app.community.criteria.models import CriteriaSet, CriteriaVersion, Criterion
from app.community.criteria.scores import CriteriaMark, CriteriaPaper, CriteriaScore
from app.community.lessons.models import CommunityLesson
from app.community.people.models import CommunityPerson
from app.community.reports.models import CommunityDifficulty, CommunityReport
from app.community.teams.models import (
    CommunityArea,
    CommunityLook,
    CommunityMember,
    CommunityMemberArea,
    CommunityTeam,
)
from app.community.training.hours_models import VolunteerHours
from app.community.training.models import (
    Training,
    TrainingFile,
    TrainingHelper,
    TrainingPlace,
    TrainingSkill,
)
from app.community.visits.models import CommunitySkill, CommunityVisit, CommunityVisitSkill

__all__ = [
    "CommunityArea",
    "CommunityCampaign",
    "CommunityDifficulty",
    "CommunityFigure",
    "CommunityLesson",
    "CommunityLook",
    "CommunityMember",
    "CommunityMemberArea",
    "CommunityPerson",
    "CommunityPledge",
    "CommunityReport",
    "CommunitySkill",
    "CommunityTarget",
    "CommunityTeam",
    "CommunityVisit",
    "CommunityVisitSkill",
    "CriteriaMark",
    "CriteriaPaper",
    "CriteriaScore",
    "CriteriaSet",
    "CriteriaVersion",
    "Criterion",
    "Training",
    "TrainingFile",
    "TrainingHelper",
    "TrainingPlace",
    "TrainingSkill",
    "VolunteerHours",
]
