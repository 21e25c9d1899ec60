"""A guest's reports and follows become an account's, with the links that open them."""

from typing import Any

from app.accounts.models import User
from app.accounts.queries import granted_subject_ids
from app.core.events import grants_claimed
from app.service_requests.following.follow_queries import follows_by_grants
from app.service_requests.following.follows import bring_in
from app.service_requests.loading import hold_numbers
from app.service_requests.privacy.queries import by_grants
from app.service_requests.rights import SUBJECT


@grants_claimed.connect
def _claim(user: User, grant_ids: list[int], **_: Any) -> None:
    """Lock all reports that are sent or followed by those links, in order, before the first."""
    followed = [found.service_request_id for found in follows_by_grants(grant_ids)]
    hold_numbers([*granted_subject_ids(SUBJECT, grant_ids), *followed])
    for service_request in by_grants(grant_ids, SUBJECT):
        if service_request.citizen_id is None:
            service_request.citizen_id = user.id
    for found in follows_by_grants(grant_ids):
        bring_in(found, user)
