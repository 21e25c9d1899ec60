"""Which repairs are shown as before and after."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import db
from app.service_requests.record import ServiceRequest


class ShownRepair(db.Model):
    """A repair that somebody picked to be shown.

    It says that it may be, no more: whether it is, and with which photos, is asked of the report
    each time (``following.mended``). So nothing stays in sight once the report is opened again,
    hidden, withdrawn or erased, and a photo that is covered later is shown covered.
    """

    __tablename__ = "shown_repair"

    id: Mapped[int] = mapped_column(primary_key=True)
    service_request_id: Mapped[int] = mapped_column(
        ForeignKey("service_request.id", ondelete="CASCADE"), unique=True
    )
    picked_at: Mapped[datetime]
    picked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))

    service_request: Mapped[ServiceRequest] = relationship()
