"""What an official has to do, so that nobody's account is closed with it still in their hands.

Rooms above say how much that is: ``register(count)``, with what counts a person's open work.
"""

from collections.abc import Callable

from flask_babel import lazy_ngettext

from app.accounts.models import User
from app.core.errors import Conflict

_counts: list[Callable[[User], int]] = []


def register(count: Callable[[User], int]) -> None:
    """Have ``count`` asked too; a room calls it once, when it is imported."""
    _counts.append(count)


def open_work(user: User) -> int:
    return sum(count(user) for count in _counts)


def refuse_open_work(user: User) -> None:
    """Raise ``Conflict`` while somebody has open work: it is handed over first."""
    count = open_work(user)
    if count:
        raise Conflict(
            lazy_ngettext("%(num)d report is still assigned to this person: hand it over first.",
                          "%(num)d reports are still assigned to this person: hand them over"
                          " first.", count)
        )  # fmt: skip
