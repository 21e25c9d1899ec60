"""Correcting published news takes two people: one lays it before the others, another lets it out.

What is proposed is what its author has typed into the published article and left there: nothing
is stored twice. Whoever lets it out says by its fingerprint which words they read.
"""

import json
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts import queries as people
from app.accounts.actors import Actor
from app.accounts.permissions import PUBLISH_NEWS
from app.core.codes import sha256
from app.core.db import db
from app.core.errors import Conflict, DomainError, StaleVersion
from app.news.actions import publishing
from app.news.forms import ArticleForm
from app.news.models import Article, ArticleStep, ArticleTyping
from app.news.models import article_life as life
from app.news.queries import articles
from app.notifications import tell
from app.notifications.groups import DESK
from app.notifications.kinds import Kind, register

TO_READ = register(
    Kind(
        "news_correction",
        _l("A correction waits for a second person"),
        _l("%(title)s"),
        "news",
        group=DESK,
    )
)
IS_DROPPED = register(
    Kind(
        "news_correction_dropped",
        _l("Your correction was not taken"),
        _l("%(title)s"),
        "reply",
        group=DESK,
    )
)
PICTURES = register(
    Kind(
        "news_pictures",
        _l("Pictures of published news were changed"),
        _l("%(title)s"),
        "photo",
        group=DESK,
    )
)
OWN = _l("You wrote this correction. Somebody else of your office publishes it.")


@dataclass(frozen=True)
class Proposal:
    """A correction that waits: the words as they stand now, and the step that laid them before."""

    typing: ArticleTyping
    step: ArticleStep

    @property
    def form(self) -> ArticleForm:
        return ArticleForm.restored(self.typing.values, self.typing.version)

    @property
    def fingerprint(self) -> str:
        """Give what the words are known by, to whoever read them."""
        return sha256(json.dumps(self.typing.values, sort_keys=True))


def waiting(article: Article) -> Proposal | None:
    """Give the correction that waits for a second person; None where its author dropped it."""
    step = next((each for each in reversed(article.steps) if each.verb in life.CORRECTING), None)
    if step is None or step.verb != "propose" or not article.is_public:
        return None
    typing = articles.typing_of(article, step.actor_id or 0)
    return Proposal(typing, step) if typing else None


def propose(article: Article, form: ArticleForm, actor: Actor, now: datetime) -> None:
    """Lay a correction before the others who may publish, and tell them.

    Raises:
        DomainError: it is not whole; Conflict: another one waits, or the article has changed.
    """
    known = waiting(article)
    if known is not None and known.step.actor_id != actor.user_id:
        raise Conflict(_l("Another correction waits already. Decide on it first."))
    article.propose(form.content(), form.note.data, form.seen, actor, now)
    publishing.record(article, "propose", actor, now)
    tell_others(article, TO_READ, actor, now)


def accept(article: Article, seen: str, actor: Actor, now: datetime) -> None:
    """Let the correction out; ``seen`` is the fingerprint of the words that were read.

    Raises:
        DomainError: it is the actor's own; Conflict: it is gone, or was changed meanwhile.
    """
    proposal = _open(article)
    if proposal.step.actor_id == actor.user_id:
        raise DomainError(OWN)
    if seen != proposal.fingerprint:
        raise StaleVersion
    form = proposal.form
    publishing.correct(article, form.content(), form.note.data, form.seen, actor, now)
    article.concern(form.chosen.data.places)
    db.session.delete(proposal.typing)


def drop(article: Article, actor: Actor, now: datetime) -> None:
    """Do not take it: its words stay with whoever typed them, who is told."""
    proposal = _open(article)
    article.drop_correction(actor, now)
    proposal.typing.version = article.version
    publishing.record(article, "drop_correction", actor, now)
    author = people.user_by_id(proposal.typing.user_id)
    if author is not None and author.id != actor.user_id:
        tell([author], IS_DROPPED.name, *publishing.about(article, "drop"), now=now)


def note_pictures(article: Article, actor: Actor, now: datetime) -> None:
    """Write down that pictures were changed: as new words in review, told where it is public."""
    if article.is_public:
        publishing.record(article, "pictures", actor, now)
        tell_others(article, PICTURES, actor, now)
    elif article.status != life.DRAFT:
        was = article.status
        article.revise(actor, now)
        publishing.revised(article, was, actor, now)


def tell_others(article: Article, kind: Kind, actor: Actor, now: datetime) -> None:
    publishers = people.officials_with(PUBLISH_NEWS, article.agency)
    others = [each for each in publishers if each.id != actor.user_id]
    tell(others, kind.name, *publishing.about(article, kind.name), now=now)


def _open(article: Article) -> Proposal:
    found = waiting(article)
    if found is None:
        raise Conflict(_l("No correction waits any more."))
    return found
