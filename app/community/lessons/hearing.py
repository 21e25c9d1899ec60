"""A lesson card read aloud, by the phone or by us, or said in a language of the province."""

from app.accounts.viewer import Viewer
from app.community.lessons import queries
from app.community.lessons.queries import Card
from app.voices import messages, speakers
from app.voices.messages import Message

KIND = "bai-hoc"


def of_card(viewer: Viewer, card: Card) -> Message:
    """Give the card as it is heard: everybody may."""
    return Message(
        KIND, card.code, f"lesson:{card.code}", card.name, card.words, "community.lesson",
        public=True, speakers=speakers.everywhere(viewer),
    )  # fmt: skip


def _load(viewer: Viewer, code: str) -> Message | None:
    found = queries.card(code)
    return of_card(viewer, found) if found is not None else None


messages.register(KIND, _load)
