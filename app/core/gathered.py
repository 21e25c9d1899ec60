"""A session whose commits can be gathered into one at an act's end (``db.one_commit``)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import structlog
from flask_sqlalchemy.session import Session
from sqlalchemy import Engine, orm
from sqlalchemy.exc import DBAPIError

log = structlog.get_logger()

_elsewhere: Callable[[orm.Session], Engine | None] | None = None


def read_elsewhere(engine_for: Callable[[orm.Session], Engine | None] | None) -> None:
    """Have sessions ask each time where to read, where that is not the usual (``core/standby``)."""
    global _elsewhere
    _elsewhere = engine_for


@dataclass
class Wish:
    """Whether a commit was asked for while there was to be one for all."""

    is_wanted: bool = False
    afterwards: list[Callable[[], object]] = field(default_factory=list)
    """What is done once the commit is made; not where there is none after all."""


class HouseSession(Session):
    """A session whose commits can be gathered into one: see ``one_commit``."""

    def get_bind(
        self, mapper: Any = None, clause: Any = None, bind: Any = None, **more: Any
    ) -> Any:
        """Give where to read or write."""
        elsewhere = _elsewhere(self) if _elsewhere is not None and bind is None else None
        return elsewhere or super().get_bind(mapper, clause, bind, **more)

    def close(self) -> None:
        """Let go of everything; of a connection that went away there is nothing to let go.

        It comes after the answer was made, which is given all the same.
        """
        try:
            super().close()
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise
            log.info("database.gone_at_the_end", error=type(error.orig).__name__)

    def commit(self) -> None:
        """Commit, or within ``one_commit`` note that it is wanted."""
        wish = self.info.get(Wish)
        if wish is None:
            super().commit()
        else:
            self.flush()
            wish.is_wanted = True

    def rollback(self) -> None:
        """Roll back; within ``one_commit`` never what a commit was asked for."""
        wish = self.info.get(Wish)
        if wish is not None and wish.is_wanted:
            raise RuntimeError("an act that commits and then rolls back cannot have one commit")
        super().rollback()


def once_committed(session: orm.Session, do: Callable[[], object]) -> None:
    """Do what must see the commit just asked for: now, or when the gathered one is made.

    For what looks at the database from outside, such as writing its log back.
    """
    wish = session.info.get(Wish)
    if wish is None:
        do()
    else:
        wish.afterwards.append(do)
