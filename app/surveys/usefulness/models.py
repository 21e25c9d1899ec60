"""Answers by page and month, and apart from them that a browser has given one."""

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import db


class PageOpinion(db.Model):
    """How often a face was chosen of a page in a month of Viet Nam."""

    __tablename__ = "page_opinion"

    month: Mapped[date] = mapped_column(primary_key=True)
    page: Mapped[str] = mapped_column(String(20), primary_key=True)
    face: Mapped[str] = mapped_column(String(12), primary_key=True)
    count: Mapped[int]


class PageOpinionGiven(db.Model):
    """That a browser has answered: a keyed hash of browser, page and month, no time, no order.

    Two rows of one browser have nothing in common. They go when the month is over.
    """

    __tablename__ = "page_opinion_given"
    __table_args__ = ({"sqlite_with_rowid": False},)

    month: Mapped[date] = mapped_column(primary_key=True)
    who: Mapped[str] = mapped_column(String(64), primary_key=True)
