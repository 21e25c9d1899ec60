"""An article: its words, where it stands in its life, and the verbs that move it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.actors import Actor
from app.accounts.models import Agency
from app.core import codes
from app.core.db import db
from app.core.errors import DomainError
from app.core.referring import Referenced
from app.core.versions import Versioned
from app.news.models import article_life as life
from app.news.models.article_life import ArticleStep
from app.news.models.article_parts import ArticlePhoto, ArticlePlace
from app.places.models import Place

LONGEST_TITLE, LONGEST_SUMMARY, LONGEST_BODY = 200, 500, 40_000


def new_code() -> str:
    """Give a fresh public code, as it stands in addresses."""
    return codes.readable_code(2).lower()


@dataclass(frozen=True)
class Content:
    """The words of an article, cleaned. ``body`` is Markdown."""

    title: str
    summary: str
    body: str
    section: str
    source_name: str = ""
    source_url: str = ""


class Article(Versioned, Referenced, db.Model):
    """One article of one agency. ``is_link``: a newspaper's title that leads to their page."""

    __tablename__ = "article"
    __table_args__ = (
        Index("ix_article_public", "status", "published_at", "id"),
        Index("ix_article_section", "section", "status", "published_at", "id"),
        Index("ix_article_desk", "agency_id", "status", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True, default=new_code)
    version: Mapped[int] = mapped_column(default=1)
    status: Mapped[str] = mapped_column(String(12), default=life.DRAFT)
    agency_id: Mapped[int] = mapped_column(ForeignKey(Agency.id))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    section: Mapped[str] = mapped_column(String(30))
    title: Mapped[str] = mapped_column(default="")
    summary: Mapped[str] = mapped_column(default="")
    body: Mapped[str] = mapped_column(default="")
    is_link: Mapped[bool] = mapped_column(default=False)
    source_name: Mapped[str] = mapped_column(default="")
    source_url: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    scheduled_for: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    ended_note: Mapped[str] = mapped_column(default="")
    """Why it was withdrawn, for everybody to read."""

    agency: Mapped[Agency] = relationship(lazy="joined", innerjoin=True)
    places: Mapped[list[ArticlePlace]] = relationship(cascade="all, delete-orphan", lazy="selectin")
    photos: Mapped[list[ArticlePhoto]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by=ArticlePhoto.id
    )
    steps: Mapped[list[ArticleStep]] = relationship(
        order_by=ArticleStep.id, cascade="all, delete-orphan", passive_deletes=True
    )

    @classmethod
    def begin(cls, agency: Agency, section: str, actor: Actor, now: datetime) -> "Article":
        """Start an empty draft of ``agency`` and add it to the session."""
        article = cls(
            agency=agency, section=section, author_id=actor.user_id, created_at=now, updated_at=now
        )
        db.session.add(article)
        db.session.flush()
        return article

    @property
    def is_public(self) -> bool:
        return self.status == life.PUBLISHED

    @property
    def corrections(self) -> Sequence[ArticleStep]:
        """Give the steps by which it was corrected, oldest first."""
        return [step for step in self.steps if step.verb == "correct"]

    @property
    def writers(self) -> set[int | None]:
        """Give whoever sent it to review, and whoever changed it since it came there last."""
        sent = [index for index, step in enumerate(self.steps) if step.verb == "submit"]
        since = self.steps[sent[-1] :] if sent else []
        changed = {step.actor_id for step in since if step.verb == "revise"}
        return {self.steps[index].actor_id for index in sent} | changed

    def may_do(self, verb: str) -> bool:
        """Tell whether the present status allows ``verb``."""
        return life.ARTICLE.may(self, verb)

    def save(self, content: Content, version: int, actor: Actor, now: datetime) -> None:
        """Write the words anew; ``version`` is the one that was on the screen."""
        self.check_version(version)
        if self.status == life.DRAFT:
            self._step("save", actor, now)
        else:
            self._need_words(content)
            self.revise(actor, now)
        self._write(content)

    def revise(self, actor: Actor, now: datetime) -> None:
        """Note that it was changed in review: a time set for other words no longer holds."""
        self._step("revise", actor, now)
        self.scheduled_for = None

    def submit(self, actor: Actor, now: datetime) -> None:
        """Send the draft to whoever may publish."""
        self._need_words(self)
        self._step("submit", actor, now)

    def send_back(self, note: str, actor: Actor, now: datetime) -> None:
        """Give it back to its author with a word on what is missing."""
        if not note:
            raise DomainError(_l("Write what should be changed."), field="note")
        self._step("send_back", actor, now, note)
        self.scheduled_for = None

    def schedule(self, at: datetime, actor: Actor, now: datetime) -> None:
        """Have it published at ``at`` (aware)."""
        if at <= now:
            raise DomainError(
                _l("This time has passed already. Choose a later one, or publish at once."),
                field="at",
            )
        self._step("schedule", actor, now)
        self.scheduled_for = at

    def publish(self, actor: Actor, now: datetime) -> None:
        self._step("publish", actor, now)
        self.published_at, self.scheduled_for = now, None

    def correct(
        self, content: Content, note: str, version: int, actor: Actor, now: datetime
    ) -> None:
        """Change published words; ``note`` tells readers what was wrong."""
        self._check_correction(content, note, version)
        self._step("correct", actor, now, note)
        self._write(content)

    def propose(
        self, content: Content, note: str, version: int, actor: Actor, now: datetime
    ) -> None:
        """Lay a correction before a second person; what is published stays as it is."""
        self._check_correction(content, note, version)
        self._step("propose", actor, now, note)

    def drop_correction(self, actor: Actor, now: datetime) -> None:
        self._step("drop_correction", actor, now)

    def withdraw(self, note: str, actor: Actor, now: datetime) -> None:
        """Take it back; its address keeps saying so, with the reason."""
        if not note:
            raise DomainError(_l("Write why it is withdrawn: readers see it."), field="note")
        self._step("withdraw", actor, now, note)
        self.ended_note = note

    def concern(self, places: Iterable[Place]) -> None:
        """Set the places it is about; none means the whole province."""
        wanted = {place.id: place for place in places}
        self.places = [row for row in self.places if row.place_id in wanted]
        known = {row.place_id for row in self.places}
        self.places += [
            ArticlePlace(place=place, place_id=number)
            for number, place in wanted.items()
            if number not in known
        ]

    def _write(self, content: Content) -> None:
        for name in ("title", "summary", "body", "section", "source_name", "source_url"):
            setattr(self, name, getattr(content, name))

    def _check_correction(self, content: Content, note: str, version: int) -> None:
        self.check_version(version)
        self._need_words(content)
        if not note:
            raise DomainError(_l("Write what was corrected: readers see it."), field="note")

    def _need_words(self, words: "Article | Content") -> None:
        if not words.title:
            raise DomainError(_l("Write a title."), field="title")
        if not words.body and not self.is_link:
            raise DomainError(_l("Write the text."), field="body")

    def _step(self, verb: str, actor: Actor, now: datetime, note: str = "") -> None:
        """Go through the one door, and leave a row."""
        before = life.ARTICLE.move(self, verb)
        self.updated_at = now
        if life.SILENT not in life.ARTICLE.verbs[verb].facts:
            self.steps.append(
                ArticleStep(
                    at=now,
                    verb=verb,
                    from_status=before,
                    to_status=self.status,
                    actor_id=actor.user_id,
                    note=note,
                )
            )
