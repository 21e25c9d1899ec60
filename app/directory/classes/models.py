"""A list for one matter, such as a guide, that somebody opened, and who put themselves on it.

Of whoever joins there is the name they chose, and whether they are done; nothing else.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.core import codes, personal
from app.core.db import db
from app.core.personal import PersonKey
from app.core.referring import Referenced
from app.directory.classes import matters
from app.directory.classes.matters import Matter
from app.directory.guides.models import Guide

MAX_TITLE, MAX_NAME = 80, 60
MOST_MEMBERS, MOST_LISTS = 300, 20
SUBJECT = "guide-class"
"""As guests' links name a place on a list."""


class GuideClass(Referenced, db.Model):
    """A class, a lane, a group that follows a guide; ``title`` is theirs, ``said_by`` whose it is.

    Who opened it is named under the key of their account: it goes with the account. Where no guide
    stands, ``kind`` and ``about`` name another room's matter (``matters.register``).
    """

    __tablename__ = "directory_class"
    __table_args__ = (Index("ix_directory_class_user", "user_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True, default=codes.readable_code)
    guide_id: Mapped[int | None] = mapped_column(ForeignKey(Guide.id), index=True)
    kind: Mapped[str | None] = mapped_column(String(20))
    about: Mapped[str | None] = mapped_column(String(60))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    title: Mapped[str] = mapped_column(String(MAX_TITLE))
    name_sealed: Mapped[bytes | None]
    opened_at: Mapped[datetime] = mapped_column(index=True)

    guide: Mapped[Guide | None] = relationship(lazy="joined")
    user: Mapped[User] = relationship()
    members: Mapped[list["GuideClassMember"]] = relationship(
        cascade="all, delete-orphan", order_by="GuideClassMember.id", back_populates="whole"
    )

    @property
    def matter(self) -> Matter | None:
        """Give what it is of; None once nobody reads that any more."""
        if self.guide is None:
            return matters.of(self.kind or "", self.about or "")
        return matters.of_guide(self.guide) if self.guide.is_open else None

    @property
    def said_by(self) -> str:
        """Give the name by which those who join know who opened it."""
        return personal.decrypt(self.user.person_key, self.name_sealed) or ""


class GuideClassMember(Referenced, db.Model):
    """Somebody on a list: the name they chose, sealed under a key of its own; done since when."""

    __tablename__ = "directory_class_member"
    __table_args__ = (
        UniqueConstraint("class_id", "user_id"),
        Index("ix_directory_class_member_user", "user_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    class_id: Mapped[int] = mapped_column(ForeignKey(GuideClass.id, ondelete="CASCADE"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    person_key_id: Mapped[int] = mapped_column(ForeignKey("person_key.id"))
    name_sealed: Mapped[bytes | None]
    joined_at: Mapped[datetime]
    done_at: Mapped[datetime | None]

    whole: Mapped[GuideClass] = relationship(back_populates="members")
    person_key: Mapped[PersonKey] = relationship(lazy="joined", innerjoin=True)

    @property
    def name(self) -> str:
        return personal.decrypt(self.person_key, self.name_sealed) or ""

    @property
    def is_done(self) -> bool:
        return self.done_at is not None
