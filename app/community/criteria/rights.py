"""Who keeps criteria, who scores a unit, who appraises it and who publishes.

A head scores their own village and the commune's office appraises; a commune and an agency score
themselves and the province's office appraises. Only the province publishes. That nobody appraises
or publishes what they scored themselves is asked where it is done (`scoring`).
"""

from app.accounts.models import Agency
from app.accounts.permissions import LEAD, OVERSEE_VILLAGES
from app.accounts.policies import administers_all
from app.accounts.viewer import Viewer
from app.community.criteria.scores import APPRAISER, PROVINCE, SCORER, CriteriaScore
from app.places.models import COMMUNE, VILLAGE, Place
from app.places.models import PROVINCE as WHOLE
from app.villages.rights import is_head, may_head, may_oversee, oversees


def is_province(viewer: Viewer) -> bool:
    """Tell whether the viewer works for villages in the province's own office."""
    tops = [each.place for each in viewer.agencies(OVERSEE_VILLAGES)]
    return any(each is not None and each.kind == WHOLE for each in tops)


def keeps_criteria(viewer: Viewer) -> bool:
    """Tell whether the viewer writes sets and enacts their versions."""
    return is_province(viewer) or administers_all(viewer)


def works_on_criteria(viewer: Viewer) -> bool:
    return is_head(viewer) or oversees(viewer) or bool(led(viewer)) or administers_all(viewer)


def led(viewer: Viewer) -> list[Agency]:
    """Give the agencies that the viewer leads themselves, those below left out."""
    return [each for each in viewer.agencies(LEAD) if not each.is_closed]


def scores_place(viewer: Viewer, place: Place) -> bool:
    """Tell whether the viewer scores that village or commune, as its own."""
    if place.kind == VILLAGE:
        return may_head(viewer, place)
    own = {each.place_id for each in viewer.agencies(OVERSEE_VILLAGES)}
    return place.kind == COMMUNE and place.id in own


def may_score(viewer: Viewer, score: CriteriaScore) -> bool:
    if score.place is not None:
        return scores_place(viewer, score.place)
    return any(each.id == score.agency_id for each in led(viewer))


def may_appraise(viewer: Viewer, score: CriteriaScore) -> bool:
    if score.place is not None and score.place.kind == VILLAGE:
        return may_oversee(viewer, score.place)
    return is_province(viewer)


def may_publish(viewer: Viewer, _score: CriteriaScore) -> bool:
    return is_province(viewer)


def may_look(viewer: Viewer, score: CriteriaScore) -> bool:
    return bool(roles(viewer, score))


def may_send_back(viewer: Viewer, score: CriteriaScore) -> bool:
    return may_appraise(viewer, score) or is_province(viewer)


def roles(viewer: Viewer, score: CriteriaScore) -> list[str]:
    """Give as whom the viewer may act on a score."""
    asked = ((SCORER, may_score), (APPRAISER, may_appraise), (PROVINCE, may_publish))
    return [role for role, may in asked if may(viewer, score)]
