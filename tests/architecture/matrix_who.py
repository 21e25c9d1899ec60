"""How the table of the matrix says who comes how far."""

from dataclasses import dataclass
from typing import Any

EVERYBODY, SIGNED_IN, WITH_A_LINK = object(), object(), object()
"""The last: whoever is signed in, and a guest who holds a report's link."""


@dataclass(frozen=True)
class Who:
    """Roles that act, and roles that see."""

    acts: Any
    sees: Any = frozenset()

    @property
    def named(self) -> set[str]:
        """The roles by name."""
        return {role for each in (self.acts, self.sees) if isinstance(each, frozenset)
                for role in each}  # fmt: skip


def who(acts: Any = "", sees: Any = "") -> Who:
    """Roles as words with a space between them."""
    return Who(*(frozenset(e.split()) if isinstance(e, str) else e for e in (acts, sees)))


def only(acts: Any) -> dict[str, Who]:
    """A line without a thing."""
    return {"nothing": who(acts)}


SELLERS = "seller helper"
DESK = "handler lead overseer operator receptionist neighbour"
ADMINISTRATORS = "administrator branch_admin"
BILLS = "clerk other_clerk administrator branch_admin"
