"""What an address narrows a list by, declared once: a link that can be shared and kept.

@dataclass(frozen=True)
class Asked(Filters):
    text: str = asks("q")
    status: str = asks("status", among(*STATUSES))
    is_urgent: bool = asks("khan", bool, False)

asked = Asked.read(request.args)
url_for(".index", **asked.given)
"""

from collections.abc import Callable, Mapping
from dataclasses import field, fields
from typing import Any, TypeVar

from app.core import text

LONGEST = 200
"""Letters of one filter."""
Its = TypeVar("Its", bound="Filters")


def line(most: int = LONGEST) -> Callable[[str], str]:
    """Read a filter of one line, cleaned, of at most ``most`` letters."""
    return lambda typed: text.line(typed, most)


LINE = line()


def among(*known: str) -> Callable[[str], str]:
    """Read a filter that is one of a few; what is unknown narrows nothing."""
    return lambda typed: typed if typed in known else ""


def asks(name: str, read: Callable[[str], Any] = LINE, default: Any = "") -> Any:
    """Declare a filter: what the address calls it, and how it is read."""
    return field(default=default, metadata={"name": name, "read": read})


class Filters:
    """What an address narrows a list by: a frozen dataclass of ``asks`` is made of it."""

    @classmethod
    def read(cls: type[Its], values: Mapping[str, str]) -> Its:
        known: Any = fields(cls)  # type: ignore[arg-type]
        return cls(
            **{e.name: e.metadata["read"](values.get(e.metadata["name"], "")) for e in known}
        )

    @property
    def given(self) -> dict[str, Any]:
        """What narrows something, as parts of an address: what the next page's repeats."""
        found = {each.metadata["name"]: getattr(self, each.name) for each in fields(self)}  # type: ignore
        return {name: "1" if value is True else value for name, value in found.items() if value}

    @property
    def is_narrowed(self) -> bool:
        return bool(self.given)
