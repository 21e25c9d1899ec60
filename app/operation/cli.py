"""What ``backup``, ``backup-key``, ``restore``, ``init`` and ``check`` do."""

import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from app.core import clock
from app.core.private import FILE
from app.operation import backing_up, keeping, restoring, sealing
from app.operation.backing_up import Made
from app.operation.places import place_of
from app.operation.target import NAME, Target


def backup(
    root: Path | str,
    recipients: Sequence[str],
    keep: str,
    verify: bool,
    identity: Path | None,
) -> None:
    """Do what ``backup`` does."""
    target = Target(place_of(root))
    if verify:
        _verify(target, identity)
        return
    if not recipients:
        raise click.ClickException("Say to whom: --recipient age1… (flask backup-key makes one).")
    rule, to = _rule(keep), _to(recipients)
    made = backing_up.make(target, to, clock.now())
    gone = backing_up.age_out(target, rule)
    _say(made)
    if gone:
        click.echo(f"{len(gone)} older backups aged out")


def backup_key(file: Path) -> None:
    """Do what ``backup-key`` does."""
    private, public = sealing.new_key()
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE)
    except FileExistsError as error:
        raise click.ClickException(f"{file} is there already; it is not overwritten") from error
    with os.fdopen(handle, "w") as written:
        written.write(f"# public key: {public}\n{private}\n")
    click.echo(f"BACKUP_RECIPIENTS={public}")


def restore(root: Path | str, identity: Path, name: str | None, without_data_key: bool) -> None:
    """Do what ``restore`` does."""
    target = Target(place_of(root))
    moment = _chosen(target, name)
    found = restoring.restore(target, moment, _keys(identity), any_key=without_data_key)
    click.echo(f"restored the backup of {moment:%Y-%m-%d %H:%M:%S} UTC")
    click.echo(f"{found.rows} rows in {found.tables} tables, {found.files} files")
    for problem in found.problems:
        click.echo(f"differs: {problem}", err=True)
    if found.problems:
        raise click.ClickException("what was restored is not what was backed up, see above")
    click.echo("every table has its rows, every file its digest, the audit log is whole")


def _rule(keep: str) -> dict[str, int]:
    try:
        return keeping.parse(keep)
    except ValueError as error:
        raise click.ClickException(str(error)) from error


def _verify(target: Target, identity: Path | None) -> None:
    moment = _chosen(target, None)
    problems = backing_up.examine(target, moment, _keys(identity) if identity else ())
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        raise click.ClickException(f"the backup of {moment:{NAME}} is harmed")
    near = "is all there and unchanged" if target.place.is_near else "is all there"
    looked = "opens and is whole" if identity else near
    click.echo(f"the backup of {moment:%Y-%m-%d %H:%M:%S} UTC {looked}")


def _say(made: Made) -> None:
    click.echo(f"backed up as {made.taken_at:{NAME}}")
    click.echo(f"{made.rows} rows in {made.tables} tables, {made.files} files")
    click.echo(f"{made.new_files} files were new; {made.new_bytes} bytes written")
    if made.audit_head:
        entry, digest = made.audit_head
        click.echo(f"the audit log is sealed up to entry {entry}: {digest}")


def _chosen(target: Target, name: str | None) -> datetime:
    moments = target.moments()
    if not moments:
        raise click.ClickException(f"there is no backup in {target.where}")
    for moment in moments:
        if name == moment.strftime(NAME):
            return moment
    if name is not None:
        there = ", ".join(moment.strftime(NAME) for moment in moments)
        raise click.ClickException(f"there is no backup {name}; there are: {there}")
    return moments[-1]


def _to(recipients: Sequence[str]) -> list[Any]:
    try:
        return sealing.recipients(recipients)
    except ValueError as error:
        raise click.ClickException(str(error)) from error


def _keys(identity: Path) -> list[Any]:
    try:
        return sealing.identities(identity)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
