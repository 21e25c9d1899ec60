"""What was asked of the database before is not asked again, while nobody writes."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import FrozenResult, Result, event
from sqlalchemy.orm import ORMExecuteState

from app.core.db import db


@contextmanager
def asked_once() -> Iterator[None]:
    """Answer every select of this session with what it gave at first.

    For walks that only look, with many routes that ask for the same thing; where something is
    written after all, everything is asked anew.
    """
    answers: dict[Any, FrozenResult[Any]] = {}

    def answer(state: ORMExecuteState) -> Result[Any] | None:
        asked = _asked(state)
        if asked is None:
            return None
        if asked not in answers:
            answers[asked] = _whole(state.invoke_statement())
        return answers[asked]()

    def forget(*_: Any) -> None:
        answers.clear()

    session = db.session()
    event.listen(session, "do_orm_execute", answer)
    event.listen(session, "after_flush", forget)
    try:
        yield
    finally:
        event.remove(session, "do_orm_execute", answer)
        event.remove(session, "after_flush", forget)


def _asked(state: ORMExecuteState) -> Any:
    """What tells a statement with its values from others; None where it must be asked."""
    if not state.is_select or state.is_column_load or state.is_relationship_load:
        return None
    key = state.statement._generate_cache_key()
    if key is None or isinstance(state.parameters, list):
        return None
    values = tuple(_plain(each.effective_value) for each in key.bindparams)
    given = {name: _plain(value) for name, value in (state.parameters or {}).items()}
    return key.key, values, frozenset(given.items())


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list | set) else value


def _whole(result: Result[Any]) -> FrozenResult[Any]:
    """All its rows; those that a joined list repeats are one."""
    repeats = result._unique_filter_state
    return (result.unique() if repeats and repeats[0] is None else result).freeze()
