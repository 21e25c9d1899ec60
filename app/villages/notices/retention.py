"""How long it is known what each household said and whether it came; the sums stay."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import and_, delete, func, select

from app.core.db import db, for_change
from app.core.retention import Kind, register
from app.villages.notices import queries
from app.villages.notices.models import VillageNotice, VillageReach


def _end(ids: Sequence[int], _now: datetime) -> None:
    mine = select(VillageNotice).where(VillageNotice.id.in_(ids)).order_by(VillageNotice.id)
    for notice in db.session.scalars(for_change(mine, of=VillageNotice)).all():
        notice.sums = {**asdict(queries.sums_of(notice)), "votes": queries.votes(notice)}
    db.session.execute(delete(VillageReach).where(VillageReach.notice_id.in_(ids)))


register(
    Kind(
        "village-answers", _l("What households answered their village"),
        _l("Who was reached, answered or came goes; notice, minutes and sums stay."), 365,
        VillageNotice.id,
        lambda moment: and_(
            func.coalesce(VillageNotice.starts_at, VillageNotice.sent_at) < moment,
            VillageNotice.sums.is_(None),
        ),
        _end, code=VillageNotice.code, order=60,
    )
)  # fmt: skip
