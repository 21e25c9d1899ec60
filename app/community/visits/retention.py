"""How long the words written at a door are kept; the visit itself stays counted."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import and_, update

from app.community.visits.models import CommunityVisit
from app.core.db import db
from app.core.retention import Kind, register


def _end(ids: Sequence[int], _now: datetime) -> None:
    mine = CommunityVisit.id.in_(ids)
    db.session.execute(update(CommunityVisit).where(mine).values(words_sealed=None))


register(
    Kind(
        "community-words", _l("What helpers wrote at a door"),
        _l("The words go; that there was a visit and what it came to stays."), 180,
        CommunityVisit.id,
        lambda moment: and_(
            CommunityVisit.happened_at < moment, CommunityVisit.words_sealed.is_not(None)
        ),
        _end, order=61,
    )
)  # fmt: skip
