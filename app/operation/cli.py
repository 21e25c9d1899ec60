"""``backup``, ``backup-key``, ``restore``."""

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
from app.operation.target import NAME, Target

FOLDER = click.Path(file_okay=False, path_type=Path)
KEY_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
KEEP = "14d"


class _Rule(click.ParamType[dict[str, int]]):
    """How many backups of each period are kept."""

    name = "RULE"

    def convert(self, value: Any, param: Any, context: Any) -> Any:
        """Read it."""
        try:
            return keeping.parse(value) if isinstance(value, str) else value
        except ValueError as error:
            self.fail(str(error), param, context)


@click.command("backup")
@click.option(
    "--to", "root", type=FOLDER, envvar="BACKUP_FOLDER", required=True, show_envvar=True,
    help="The folder; better on another machine's disk.",
)  # fmt: skip
@click.option(
    "--recipient", "recipients", multiple=True, envvar="BACKUP_RECIPIENTS", show_envvar=True,
    help="Public key (age1…) to seal to; may be said several times.",
)  # fmt: skip
@click.option(
    "--keep", "rule", type=_Rule(), default=KEEP, envvar="BACKUP_KEEP", show_default=True,
    show_envvar=True, help="What stays: the newest of so many days, weeks, months: 14d or 7d,4w.",
)  # fmt: skip
@click.option("--verify", is_flag=True, help="Make none: look whether the newest is unharmed.")
@click.option("--identity", type=KEY_FILE, help="With --verify: the private key; all is opened.")
def backup(
    root: Path,
    recipients: Sequence[str],
    rule: dict[str, int],
    verify: bool,
    identity: Path | None,
) -> None:
    """Back up database, photos and recordings into a folder, sealed to a public key.

    People go on writing meanwhile. Files that are there from an earlier backup are not copied
    again. SECRET_KEY and DATA_KEY are not in it: keep them apart.
    """
    target = Target(root)
    if verify:
        _verify(target, identity)
        return
    if not recipients:
        raise click.ClickException("Say to whom: --recipient age1… (flask backup-key makes one).")
    made = backing_up.make(target, _to(recipients), clock.now())
    gone = backing_up.age_out(target, rule)
    _say(made)
    if gone:
        click.echo(f"{len(gone)} older backups aged out")


@click.command("backup-key")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup_key(file: Path) -> None:
    """Make a key pair for backups: the private key goes to FILE, the public one is printed.

    Whoever has FILE reads all backups, and without it nobody does: keep it on another machine, and
    a copy on paper.
    """
    private, public = sealing.new_key()
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE)
    except FileExistsError as error:
        raise click.ClickException(f"{file} is there already; it is not overwritten") from error
    with os.fdopen(handle, "w") as written:
        written.write(f"# public key: {public}\n{private}\n")
    click.echo(f"BACKUP_RECIPIENTS={public}")


@click.command("restore")
@click.option(
    "--from", "root", type=FOLDER, envvar="BACKUP_FOLDER", required=True, show_envvar=True,
    help="The folder of backups.",
)  # fmt: skip
@click.option("--identity", type=KEY_FILE, required=True, help="The file of the private key.")
@click.option("--name", help="Which backup, such as 20261129T190000Z; the newest unless said.")
@click.option("--without-data-key", is_flag=True, help="Restore though no name can be read.")
def restore(root: Path, identity: Path, name: str | None, without_data_key: bool) -> None:
    """Put a backup into the empty database and media folder of the settings, and check it.

    Nothing is ever overwritten. Ends with an error where something differs from the backup.
    """
    target = Target(root)
    moment = _chosen(target, name)
    found = restoring.restore(target, moment, _keys(identity), any_key=without_data_key)
    click.echo(f"restored the backup of {moment:%Y-%m-%d %H:%M:%S} UTC")
    click.echo(f"{found.rows} rows in {found.tables} tables, {found.files} files")
    for problem in found.problems:
        click.echo(f"differs: {problem}", err=True)
    if found.problems:
        raise click.ClickException("what was restored is not what was backed up, see above")
    click.echo("every table has its rows, every file its digest, the audit log is whole")


COMMANDS = (backup, backup_key, restore)


def _verify(target: Target, identity: Path | None) -> None:
    moment = _chosen(target, None)
    problems = backing_up.examine(target, moment, _keys(identity) if identity else ())
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        raise click.ClickException(f"the backup of {moment:{NAME}} is harmed")
    looked = "opens and is whole" if identity else "is all there and unchanged"
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
        raise click.ClickException(f"there is no backup in {target.root}")
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
