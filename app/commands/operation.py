"""``backup``, ``backup-key``, ``restore``; ``init``, ``check``, ``sbom``."""

from pathlib import Path
from typing import Any

import click

from app.commands.late import runs

FOLDER = click.Path(file_okay=False, path_type=Path)


class Place(click.ParamType[Path | str]):
    """A folder, or a bucket: ``s3://bucket/prefix``, which stays a text."""

    name = "folder or s3://bucket/prefix"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Path | str:
        if str(value).startswith("s3://"):
            return str(value)
        path: Path = FOLDER.convert(value, param, ctx)
        return path


PLACE = Place()
NEW_FILE = click.Path(dir_okay=False, path_type=Path)
KEY_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("backup")
@click.option(
    "--to", "root", type=PLACE, envvar="BACKUP_FOLDER", required=True, show_envvar=True,
    help="A folder, better on another machine's disk, or s3://bucket/prefix.",
)  # fmt: skip
@click.option(
    "--recipient", "recipients", multiple=True, envvar="BACKUP_RECIPIENTS", show_envvar=True,
    help="Public key (age1…) to seal to; may be said several times.",
)  # fmt: skip
@click.option(
    "--keep", default="14d", envvar="BACKUP_KEEP", show_default=True, show_envvar=True,
    help="What stays: the newest of so many days, weeks, months, years: 14d or 7d,4w.",
)  # fmt: skip
@click.option("--verify", is_flag=True, help="Make none: look whether the newest is unharmed.")
@click.option("--identity", type=KEY_FILE, help="With --verify: the private key; all is opened.")
@runs("app.operation.cli:backup")
def backup() -> None:
    """Back up database, photos and recordings into a folder or a bucket, sealed to a public key.

    People go on writing meanwhile. Files that are there from an earlier backup are not copied
    again. SECRET_KEY and DATA_KEY are not in it: keep them apart.
    """


@click.command("backup-key")
@click.argument("file", type=NEW_FILE)
@runs("app.operation.cli:backup_key", in_the_app=False)
def backup_key() -> None:
    """Make a key pair for backups: the private key goes to FILE, the public one is printed.

    Whoever has FILE reads all backups, and without it nobody does: keep it on another machine, and
    a copy on paper.
    """


@click.command("restore")
@click.option(
    "--from", "root", type=PLACE, envvar="BACKUP_FOLDER", required=True, show_envvar=True,
    help="Where the backups are: a folder, or s3://bucket/prefix.",
)  # fmt: skip
@click.option("--identity", type=KEY_FILE, required=True, help="The file of the private key.")
@click.option("--name", help="Which backup, such as 20261129T190000Z; the newest unless said.")
@click.option("--without-data-key", is_flag=True, help="Restore though no name can be read.")
@runs("app.operation.cli:restore")
def restore() -> None:
    """Put a backup into the empty database and media folder of the settings, and check it.

    Nothing is ever overwritten. Ends with an error where something differs from the backup.
    """


@click.command("init")
@click.argument("file", type=NEW_FILE)
@click.option("--base-url", prompt="The site's address (https://…)", help="The site's address.")
@click.option(
    "--database-url", prompt="The database (postgresql+psycopg://… or sqlite:////…)",
    help="postgresql+psycopg://user:password@host/name or sqlite:////path/app.sqlite",
)  # fmt: skip
@click.option("--instance-path", prompt="A folder of its own, for what it writes",
              help="Where the doorbell, caches and, unless said, photos lie.")  # fmt: skip
@click.option("--province-code", prompt="The province's official code", help="Such as 15.")
@click.option("--contact", prompt="An address of yours for push services (name@…)",
              help="Push services write there when something is wrong.")  # fmt: skip
@click.option("--sms-gateway-url", prompt="The SMS gateway's address (https://…)",
              help="See docs/sms-gateway.md.")  # fmt: skip
@click.option("--sms-gateway-token", prompt="Its token", help="What the gateway gave out.")
@click.option("--operator-name", prompt="Who answers for people's data (the agency's name)",
              help="Told wherever data is taken.")  # fmt: skip
@click.option("--operator-address", prompt="Its address", help="Told in the privacy notice.")
@click.option("--operator-phone", default="", help="Its number for questions.")
@click.option("--site-name", default="Công dân số", show_default=True, help="On every page.")
@click.option("--code-prefix", default="LC", show_default=True, help="Begins a report's code.")
@click.option("--media-url", default="", help="file:/path of photos, unless in the folder above.")
@click.option("--redis-url", default="", help="The worker's doorbell, unless a file.")
@click.option("--trusted-proxies", default=1, show_default=True, help="Proxies in front: nginx.")
@click.option(
    "--backup-folder", default="", help="Where backups go: a folder, or s3://bucket/prefix."
)
@click.option("--backup-recipient", default="", help="Their public key: flask backup-key.")
@runs("app.operation.beginning:init", in_the_app=False)
def init() -> None:
    """Write FILE with all settings and fresh keys, and say what is still missing.

    FILE is for its owner alone and is never overwritten: losing DATA_KEY loses every name and phone
    number. What no option says is asked for.
    """


@click.command("sbom")
@click.argument("file", type=NEW_FILE, required=False)
@runs("app.operation.sbom:sbom")
def sbom() -> None:
    """Write what the product is made of, as CycloneDX, to FILE or to the terminal."""


@click.command("check")
@runs("app.operation.beginning:check")
def check() -> None:
    """Try what the settings name (database, storage, SMS, push, clock, proxy); say what is missing.

    Ends with an error where something is. Nothing is sent to anybody.
    """
