"""Options that several commands have."""

from pathlib import Path

import click

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
SHEET = click.option("--sheet", help="A workbook's sheet, where several could be meant.")
COLUMN = click.option(
    "--column",
    multiple=True,
    metavar="FIELD=HEAD",
    help="Which column holds what, by its head or its number; FIELD= for none.",
)
