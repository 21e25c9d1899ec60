"""News and warnings as they are heard: in the machine's voice and in languages of the province."""

from flask_babel import gettext as _

from app.accounts.viewer import NOBODY, Viewer
from app.core.preferences import speaking
from app.news import policies
from app.news.markdown import to_text
from app.news.models import Alert, Article
from app.news.models.alert import CLEARED, DANGER
from app.news.queries import alerts, articles
from app.voices import messages, phrases, speakers, speech
from app.voices.messages import Message

ALERT, ARTICLE = "canh-bao", "tin-tuc"


def of_alert(viewer: Viewer, alert: Alert) -> Message:
    """Give a warning as the viewer may hear it; the all-clear says no more than that."""
    places = [row.place for row in alert.places]
    leaves = alert.kind == "flood" and alert.level >= DANGER and alert.status != CLEARED
    return Message(
        ALERT,
        alert.code,
        alert.reference,
        alert.headline,
        _words_of_alert(alert),
        "news.alert",
        public=not alert.is_test,
        phrase=phrases.LEAVE if leaves else "",
        offices=[int(each) for each in reversed(alert.agency.path.strip("/").split("/"))],
        places=[place.id for place in places],
        speakers=speakers.of(viewer, policies.ALERT, alert.agency, places),
    )


def of_article(viewer: Viewer, article: Article) -> Message:
    """Give an article as the viewer may hear it."""
    places = [row.place for row in article.places]
    parts = [article.title, article.summary, to_text(article.body)]
    return Message(
        ARTICLE,
        article.code,
        article.reference,
        article.title,
        "\n".join(part for part in parts if part),
        "news.show",
        public=True,
        speakers=speakers.of(viewer, policies.PUBLISH_NEWS, article.agency, places),
    )


def say_alert(alert: Alert) -> None:
    """Have a warning read aloud as it goes out, so that nobody waits for its sound."""
    speech.ask(of_alert(NOBODY, alert))


def say_article(article: Article) -> None:
    speech.ask(of_article(NOBODY, article))


def _words_of_alert(alert: Alert) -> str:
    """Write what is read aloud, in Vietnamese whatever language is on the screen."""
    last = alert.messages[-1].text if alert.messages else ""
    with speaking("vi"):
        if alert.status == CLEARED:
            return f"{_('All-clear')}: {alert.headline}\n{last}"
        told = f"{alert.level_name}: {alert.headline}, {alert.area}"
    return "\n".join(part for part in (told, last, alert.instruction, alert.description) if part)


def _alert(viewer: Viewer, code: str) -> Message | None:
    found = alerts.by_code(viewer, code)
    return of_alert(viewer, found) if found is not None else None


def _article(viewer: Viewer, code: str) -> Message | None:
    found = articles.by_code(viewer, code)
    return of_article(viewer, found) if found is not None and found.is_public else None


messages.register(ALERT, _alert)
messages.register(ARTICLE, _article)
