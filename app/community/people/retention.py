"""How long the number of an identity card is kept that somebody agreed to at the door."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import and_, update

from app.community.people.models import CommunityPerson
from app.core.db import db
from app.core.retention import Kind, register


def _end(ids: Sequence[int], _now: datetime) -> None:
    mine = CommunityPerson.id.in_(ids)
    none = {"card_sealed": None, "card_consent": None, "card_at": None}
    db.session.execute(update(CommunityPerson).where(mine).values(none))


register(
    Kind(
        "community-cards", _l("Identity card numbers kept by digital teams"),
        _l("The number goes; the person stays on the list."), 180, CommunityPerson.id,
        lambda moment: and_(
            CommunityPerson.card_at < moment, CommunityPerson.card_sealed.is_not(None)
        ),
        _end, order=62,
    )
)  # fmt: skip
