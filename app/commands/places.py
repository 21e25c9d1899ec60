"""``places import``, ``import-boundaries``, ``rename``, ``merge``, ``split``."""

import click

from app.commands.late import runs
from app.commands.options import FILE

TYPE = click.option("--type", "unit_type", required=True, help="Phường, Xã, Thành phố …")
NAME = click.option("--name", required=True, help="The new name, without its type.")
DAY = click.option(
    "--on", "day", required=True, type=click.DateTime(["%Y-%m-%d", "%d/%m/%Y"]),
    help="The first day it counts; one that has not come waits for the worker.",
)  # fmt: skip
BASIS = click.option("--basis", required=True, help="Which document says so.")


@click.group("places")
def places() -> None:
    """The province, its communes and villages."""


@places.command("import")
@click.option("--villages", type=FILE, help="Villages too, from this XLSX, XLS or CSV file.")
@click.option("--sheet", default="", help="A workbook's sheet, where several could be meant.")
@runs("app.places.cli:import_province")
def import_province() -> None:
    """Import the units of PROVINCE_CODE, present and former; with --villages these as well.

    All or nothing, and safe to run again.
    """


@places.command("import-boundaries")
@click.argument("file", type=FILE)
@runs("app.places.cli:import_all_boundaries")
def import_boundaries() -> None:
    """Import communes' boundaries from a GeoJSON FILE whose features have properties.code."""


@places.command("rename")
@click.argument("code")
@TYPE
@NAME
@DAY
@BASIS
@runs("app.operation.units.cli:rename")
def rename() -> None:
    """Call the unit CODE otherwise from a day on; its old name is still found."""


@places.command("merge")
@click.argument("codes", nargs=-1, required=True)
@TYPE
@NAME
@DAY
@BASIS
@runs("app.operation.units.cli:merge")
def merge() -> None:
    """Let the units CODES go into the first of them from a day on."""


@places.command("split")
@click.argument("code")
@click.option(
    "--part", "parts", multiple=True, required=True,
    help="Type; name; code; villages with commas. The first part keeps code and office.",
)  # fmt: skip
@DAY
@BASIS
@runs("app.operation.units.cli:split")
def split() -> None:
    """Split the unit CODE into parts from a day on."""
