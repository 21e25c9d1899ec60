"""What ``places import`` and ``places import-boundaries`` do."""

from pathlib import Path

import click

from app.core.config import settings
from app.core.db import db
from app.core.errors import DomainError
from app.places.imports import dataset
from app.places.imports import villages as village_sheets
from app.places.imports.boundaries import import_boundaries, read_features
from app.places.imports.units import import_units


def import_province(villages: Path | None, sheet: str) -> None:
    code = settings().province_code
    try:
        report = import_units(dataset.read(code))
    except dataset.UnknownProvince as error:
        raise click.ClickException(f"There is no province with the code {code}.") from error
    click.echo(f"{report.current} present and {report.former} former units")
    if villages is not None:
        _import_villages(villages, sheet)
    db.session.commit()


def _import_villages(file: Path, name: str) -> None:
    try:
        sheet = village_sheets.read(file.read_bytes(), name)
        report = village_sheets.import_villages(sheet.rows)
    except DomainError as error:
        raise click.ClickException(f"{file.name}: {error.message}") from error
    for number, text in sheet.aside:
        click.echo(f"{file.name}:{number}: set aside: {text}", err=True)
    for number, reason in report.faults:
        click.echo(f"{file.name}:{number}: {reason}", err=True)
    if report.faults:
        raise click.ClickException(f"{len(report.faults)} rows at fault; nothing was imported.")
    click.echo(f"{report.added} villages added, {report.updated} updated")


def import_all_boundaries(file: Path) -> None:
    try:
        report = import_boundaries(read_features(file))
    except DomainError as error:
        raise click.ClickException(f"{file.name}: {error.message}") from error
    for code, reason in report.faults:
        click.echo(f"{code}: {reason}", err=True)
    if report.faults:
        raise click.ClickException(f"{len(report.faults)} at fault; nothing was imported.")
    db.session.commit()
    click.echo(f"{report.stored} boundaries")
    for title, codes in (("No commune for", report.unmatched), ("No boundary for", report.missing)):
        if codes:
            click.echo(f"{title}: {', '.join(codes)}")
