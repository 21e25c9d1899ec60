"""``places import`` and ``places import-boundaries``."""

import click

from app.commands.late import runs
from app.commands.options import FILE


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
