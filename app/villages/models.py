"""All tables of the room, for whoever needs them by one name."""

from app.villages.books.models import VillageWork, VillageWorkLine
from app.villages.households.models import (
    Household,
    HouseholdMember,
    HouseholdPhone,
    PhoneLook,
)
from app.villages.notices.models import (
    MinutesPhoto,
    VillageGroup,
    VillageGroupHousehold,
    VillageNotice,
    VillageReach,
    VillageText,
)

__all__ = [
    "Household",
    "HouseholdMember",
    "HouseholdPhone",
    "MinutesPhoto",
    "PhoneLook",
    "VillageGroup",
    "VillageGroupHousehold",
    "VillageNotice",
    "VillageReach",
    "VillageText",
    "VillageWork",
    "VillageWorkLine",
]
