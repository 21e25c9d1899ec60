"""To publish now or later, and what follows: the search index, the audit row, who is told."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete

from app.accounts import queries as people
from app.accounts.actors import SYSTEM, Actor
from app.accounts.permissions import PUBLISH_NEWS
from app.core import audit, clock, outbox, text
from app.core.db import db
from app.core.errors import DomainError
from app.news import hearing
from app.news.markdown import to_text
from app.news.models import Article, ArticleWord, Content
from app.news.models import article_life as life
from app.news.queries import articles
from app.notifications import tell
from app.notifications.groups import DESK
from app.notifications.kinds import Kind, register

QUEUE, PUBLISH = "news", "news.publish"
MAX_WORDS, LONGEST = 3_000, 40

TO_REVIEW = register(
    Kind("news_to_review", _l("News waits for your review"), _l("%(title)s"), "news", group=DESK)
)
SOURCE_CHANGED = register(
    Kind(
        "news_source_changed",
        _l("The source has changed its news"),
        _l("%(title)s"),
        "news",
        group=DESK,
    )
)
SENT_BACK = register(
    Kind("news_sent_back", _l("News came back to you"), _l("%(title)s"), "reply", group=DESK)
)
IS_OUT = register(
    Kind("news_published", _l("Your news is published"), _l("%(title)s"), "check", group=DESK)
)


def submit(article: Article, actor: Actor, now: datetime) -> None:
    """Send it to the agency's reviewers and tell them."""
    article.submit(actor, now)
    record(article, "submit", actor, now)
    _ask_reviewers(article, "submit", actor, now)


def revised(article: Article, was: str, actor: Actor, now: datetime) -> None:
    """Note what was changed in review; what had its time set waits for a reviewer again."""
    record(article, "revise", actor, now)
    if was == life.SCHEDULED:
        _ask_reviewers(article, "revise", actor, now)


def send_back(article: Article, note: str, actor: Actor, now: datetime) -> None:
    article.send_back(note, actor, now)
    record(article, "send_back", actor, now)
    _tell_author(article, SENT_BACK.name, "send_back", actor, now)


def schedule(article: Article, at: datetime, actor: Actor, now: datetime) -> None:
    """Have the worker publish it at ``at``.

    Raises:
        DomainError: the time is past, or it is the actor's own and needs a second person.
    """
    _refuse_own(article, actor)
    article.schedule(at, actor, now)
    record(article, "schedule", actor, now)
    outbox.add(QUEUE, PUBLISH, {"article": article.id}, run_at=at)


def publish(article: Article, actor: Actor, now: datetime) -> None:
    """Publish it now: to everybody, and to the search.

    Raises:
        DomainError: it is the actor's own and needs a second person.
    """
    if article.status != life.SCHEDULED:
        _refuse_own(article, actor)
    article.publish(actor, now)
    index_words(article)
    record(article, "publish", actor, now)
    _tell_author(article, IS_OUT.name, "publish", actor, now)
    hearing.say_article(article)


def correct(
    article: Article, content: Content, note: str, version: int, actor: Actor, now: datetime
) -> None:
    """Change published words, with a note that readers see."""
    before = {"title": article.title}
    article.correct(content, note, version, actor, now)
    index_words(article)
    after = {"title": article.title, "note": note}
    audit.record(actor.reference, "correct", article.reference, now=now, before=before, after=after)
    hearing.say_article(article)


def withdraw(article: Article, note: str, actor: Actor, now: datetime) -> None:
    """Take it back from the public and the search."""
    article.withdraw(note, actor, now)
    index_words(article)
    record(article, "withdraw", actor, now)


def tell_of_correction(article: Article, words_key: str, now: datetime) -> None:
    """Tell who publishes that the source of an article has written it anew."""
    parameters, address, _key = about(article, "source")
    people_told = people.officials_with(PUBLISH_NEWS, article.agency)
    key = f"{article.reference}:source:{words_key[:16]}"
    tell(people_told, SOURCE_CHANGED.name, parameters, address, key, now=now)


def _refuse_own(article: Article, actor: Actor) -> None:
    """Refuse that somebody approves what they wrote, sent to review or changed since themselves."""
    if actor.user_id is not None and actor.user_id in {article.author_id, *article.writers}:
        raise DomainError(_l("You wrote this. Somebody else of your office publishes it."))


def index_words(article: Article) -> None:
    """Write the words under which everybody may find it anew; none unless it is published."""
    db.session.flush()
    db.session.execute(delete(ArticleWord).where(ArticleWord.article_id == article.id))
    if article.is_public:
        db.session.add_all(
            ArticleWord(word=word, article_id=article.id) for word in sorted(_words(article))
        )


@outbox.handler(PUBLISH)
def publish_scheduled(job: outbox.Job) -> None:
    """Publish what is scheduled for now; one that was moved or taken back is left alone."""
    now = clock.now()
    article = articles.by_id(job.payload["article"])
    if article is None or article.status != life.SCHEDULED:
        return
    if article.scheduled_for is not None and article.scheduled_for <= now:
        publish(article, SYSTEM, now)


def _words(article: Article) -> set[str]:
    whole = f"{article.title}\n{article.summary}\n{to_text(article.body)}"
    return {word[:LONGEST] for word in text.words(whole)[:MAX_WORDS]}


def record(article: Article, verb: str, actor: Actor, now: datetime) -> None:
    """Add the audit row of a step."""
    after = {"status": article.status, "title": article.title}
    audit.record(actor.reference, verb, article.reference, now=now, after=after)


def about(article: Article, verb: str) -> tuple[dict[str, str], str, str]:
    """Give parameters, address and key of a message about an article."""
    return (
        {"title": article.title, "code": article.code},
        f"/can-bo/tin/{article.code}",
        f"{article.reference}:{verb}:{article.version}",
    )


def _ask_reviewers(article: Article, verb: str, actor: Actor, now: datetime) -> None:
    reviewers = people.officials_with(PUBLISH_NEWS, article.agency)
    others = [user for user in reviewers if user.id != actor.user_id]
    tell(others, TO_REVIEW.name, *about(article, verb), now=now)


def _tell_author(article: Article, kind: str, verb: str, actor: Actor, now: datetime) -> None:
    author = people.user_by_id(article.author_id) if article.author_id else None
    if author is not None and author.id != actor.user_id:
        tell([author], kind, *about(article, verb), now=now)
