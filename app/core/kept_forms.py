"""What was typed into a form that could not be taken, kept for the browser that sent it.

Somebody whose session ended sends a form: what they wrote waits here until they have signed in,
as their photos wait under the form's key (`media/staging`). One form of a browser at an address;
a newer one takes its place.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import String, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock, jobs
from app.core.db import db
from app.core.inserting import insert

KEPT_FOR = timedelta(hours=24)
"""As long as staged photos wait."""
LONGEST = 200
"""Characters of an address."""


class KeptForm(db.Model):
    """``browser`` is a keyed hash; ``fields`` the form's values by name."""

    __tablename__ = "kept_form"
    __table_args__ = (UniqueConstraint("browser", "address"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    browser: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(String(LONGEST))
    fields: Mapped[dict[str, Any]]
    kept_at: Mapped[datetime] = mapped_column(index=True)


def keep(browser: str, address: str, fields: Mapping[str, Any], now: datetime) -> None:
    """Keep the fields of a form that ``browser`` sent to ``address``, a path of this site."""
    values = {"fields": dict(fields), "kept_at": now}
    row = insert(KeptForm).values(browser=browser, address=address[:LONGEST], **values)
    row = row.on_conflict_do_update(
        index_elements=[KeptForm.browser, KeptForm.address], set_=values
    )
    db.session.execute(row)


def kept(browser: str, address: str, now: datetime) -> dict[str, Any] | None:
    """Give what was kept, None where there is nothing or it waited too long."""
    fresh = KeptForm.kept_at > now - KEPT_FOR
    found = select(KeptForm.fields).where(*_its(browser, address), fresh)
    return db.session.scalar(found)


def forget(browser: str, address: str) -> None:
    db.session.execute(delete(KeptForm).where(*_its(browser, address)))


def _its(browser: str, address: str) -> tuple[Any, Any]:
    return KeptForm.browser == browser, KeptForm.address == address[:LONGEST]


@jobs.every(timedelta(hours=1))
def forget_old() -> None:
    """Drop what nobody came back for."""
    db.session.execute(delete(KeptForm).where(KeptForm.kept_at <= clock.now() - KEPT_FOR))
    db.session.commit()
