"""What the public list is narrowed by, as its address says it."""

from dataclasses import dataclass

from app.core.filters import Filters, asks


@dataclass(frozen=True)
class ListForm(Filters):
    """What was asked for; ``place`` is a code, ``place_name`` was typed."""

    text: str = asks("q")
    service: str = asks("service")
    place: str = asks("place")
    place_name: str = asks("where")
    status: str = asks("status")
