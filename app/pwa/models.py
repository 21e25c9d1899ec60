"""How often the app was installed through a helper's poster: counts, no persons, no moments."""

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import db
from app.core.inserting import insert

LONGEST_TAG = 20


class InstallCount(db.Model):
    """One number for a helper's tag in a village; tag empty and village 0 where none is named."""

    __tablename__ = "install_count"
    __table_args__ = (UniqueConstraint("tag", "village_code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    tag: Mapped[str] = mapped_column(String(LONGEST_TAG), default="")
    village_code: Mapped[str] = mapped_column(String(80), default="")
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    count: Mapped[int] = mapped_column(default=0)


def count_install(tag: str, village_code: str, place_id: int | None) -> None:
    """Add one; the caller commits. Two at once count two."""
    values = {"tag": tag, "village_code": village_code, "place_id": place_id, "count": 1}
    db.session.execute(
        insert(InstallCount)
        .values(**values)
        .on_conflict_do_update(
            index_elements=["tag", "village_code"], set_={"count": InstallCount.count + 1}
        )
    )
