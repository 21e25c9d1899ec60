"""How long messages stay in the inbox."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete

from app.core.db import db
from app.core.retention import Kind, register
from app.notifications.models import Notification


def _end(ids: Sequence[int], _now: datetime) -> None:
    db.session.execute(delete(Notification).where(Notification.id.in_(ids)))


register(
    Kind(
        "notices", _l("Notifications"), _l("What you were told is deleted from the inbox."), 365,
        Notification.id, lambda moment: Notification.created_at < moment, _end, order=50,
    )
)  # fmt: skip
