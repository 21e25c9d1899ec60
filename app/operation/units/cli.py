"""What ``places rename``, ``merge`` and ``split`` do."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import click

from app.core import clock
from app.core.db import db
from app.core.errors import DomainError
from app.operation.units import planning
from app.places.changes import UnitChange


def rename(code: str, unit_type: str, name: str, day: datetime, basis: str) -> None:
    _plan(planning.plan_rename, code, unit_type, name, day, basis)


def merge(codes: tuple[str, ...], unit_type: str, name: str, day: datetime, basis: str) -> None:
    _plan(planning.plan_merge, codes, unit_type, name, day, basis)


def split(code: str, parts: tuple[str, ...], day: datetime, basis: str) -> None:
    _plan(planning.plan_split, code, [part.split(";") for part in parts], day, basis)


def _plan(how: Callable[..., UnitChange], *given: Any) -> None:
    *what, day, basis = given
    try:
        change = how(*what, day.date(), basis, "system", clock.now())
    except DomainError as error:
        raise click.ClickException(str(error.message)) from error
    db.session.commit()
    click.echo("done" if change.applied_at else f"will be done on {change.day:%d/%m/%Y}")
