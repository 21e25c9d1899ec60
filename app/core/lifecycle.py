"""The life of a thing as a table of verbs, and the one door that every step goes through.

A report, a bill, an alert, an article, a product, a shop, an order and a sheet each have one::

    ORDER = Life("order")
    ACCEPT = ORDER.verb("accept", {NEW}, ACCEPTED, by={SELLER}, label=_l("The shop accepted it"))
    READY = ORDER.verb("ready", {ACCEPTED}, READY_NOW, by={SELLER}, label=_l("Ready"))

    before = ORDER.move(order, "accept", SELLER)  # raises InvalidTransition

What a step leaves behind besides (a row of its history, a notice) is the thing's own.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, TypeVar

from sqlalchemy import Update, update

from app.core.errors import InvalidTransition

T = TypeVar("T")


class WithStatus:
    """A row whose status people read: ``statuses`` has each one's name and its chip's tone."""

    statuses: ClassVar[Mapping[str, tuple[Any, str]]]
    status: Any

    @property
    def status_name(self) -> Any:
        return self.statuses[self.status][0]

    @property
    def tone(self) -> str:
        return self.statuses[self.status][1]


@dataclass(frozen=True, kw_only=True)
class Verb:
    """What can happen to a thing.

    ``name`` is kept in its history and never changes. ``to`` is the status afterwards; None
    leaves it as it is. ``by``: the roles whose verb it is, where a life tells roles apart.
    ``label``: what the step is called; ``label_inside``: for whoever works on it, where that
    differs. ``facts``: what others go by instead of naming verbs, from the life's own list.
    ``told``: who hears of it, and by which kind of notice.
    """

    name: str
    from_: frozenset[str]
    to: str | None = None
    by: frozenset[str] = frozenset()
    label: Any = ""
    label_inside: Any = ""
    visibility: str = ""
    facts: frozenset[str] = frozenset()
    told: Mapping[str, Any] = field(default_factory=dict)


class Life(Generic[T]):
    """The verbs of one kind of thing, in the order they were declared."""

    def __init__(
        self,
        kind: str,
        *,
        column: str = "status",
        versioned: bool = True,
        also: Callable[[T, Verb], bool] = lambda _thing, _verb: True,
    ) -> None:
        """Begin without verbs.

        ``column`` holds the status; a ``versioned`` thing counts its steps in ``version``.
        ``also`` is asked beside the status: a report under another one may do little.
        """
        self.kind, self.column, self.versioned, self.also = kind, column, versioned, also
        self.verbs: dict[str, Verb] = {}
        self.born: Sequence[Callable[..., Any]] = ()
        """What follows the birth of a thing, in this order and in its transaction."""
        self.after: Sequence[Callable[..., Any]] = ()
        """What follows a step once it is written down, likewise."""

    def verb(self, name: str, from_: Collection[str], to: str | None = None, **about: Any) -> Verb:
        """Declare a verb; raises ``ValueError`` where the name is there already."""
        if name in self.verbs:
            raise ValueError(f"{self.kind} has the verb {name} already")
        for several in ("by", "facts"):
            about[several] = frozenset(about.get(several, ()))
        self.verbs[name] = Verb(name=name, from_=frozenset(from_), to=to, **about)
        return self.verbs[name]

    def may(self, thing: T, name: str, role: str = "") -> bool:
        """Whether ``name`` can happen now; ``role`` counts for a verb that is somebody's."""
        verb = self.verbs[name]
        if verb.by and role not in verb.by:
            return False
        return getattr(thing, self.column) in verb.from_ and self.also(thing, verb)

    def has(self, name: str, fact: str) -> bool:
        """Whether the verb ``name`` has ``fact``; a step that is no verb (a birth) has none."""
        verb = self.verbs.get(name)
        return verb is not None and fact in verb.facts

    def require(self, thing: T, name: str, role: str = "") -> None:
        """Raise ``InvalidTransition`` where ``name`` cannot happen now."""
        if not self.may(thing, name, role):
            raise InvalidTransition(name, getattr(thing, self.column))

    def move(self, thing: T, name: str, role: str = "") -> str:
        """Take the step: the status, and the version where it is counted.

        Gives the status before. Raises ``InvalidTransition``.
        """
        self.require(thing, name, role)
        before: str = getattr(thing, self.column)
        setattr(thing, self.column, self.verbs[name].to or before)
        if self.versioned:
            counted: Any = thing
            counted.version = (counted.version or 1) + 1
        return before

    def moving(self, model: Any, name: str) -> Update:
        """Give the UPDATE that takes the step for all rows of ``model`` at once that may take it.

        The caller narrows it and adds what else the step changes. For a life that asks nothing
        beside the status, of a thing without versions.
        """
        verb, column = self.verbs[name], model.__table__.c[self.column]
        taken = update(model.__table__).where(column.in_(verb.from_))
        return taken.values({column: verb.to}) if verb.to else taken
