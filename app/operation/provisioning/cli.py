"""What ``provision starter``, ``import`` and ``export`` do."""

import os
from pathlib import Path

import click

from app.accounts.actors import SYSTEM
from app.bills import starter as bills
from app.core import audit, clock
from app.core.db import db
from app.core.errors import DomainError
from app.core.private import FILE
from app.directory import starter as directory
from app.market import seeding as market
from app.news.actions import preparing as news
from app.operation.provisioning import planning, reading
from app.operation.provisioning.layout import SHEETS
from app.operation.provisioning.plans import Line, Plan
from app.operation.provisioning.reading import Problem
from app.operation.provisioning.telling import VERBS, told
from app.places import starter as places
from app.service_requests import starter as service_requests

STARTERS = (
    ("rows of topics, deadlines, reasons, questions and answers", service_requests.load),
    ("prepared alerts", news.load_defaults),
    ("kinds of products, forbidden goods and checks of shops", market.load),
    ("prices and rates", bills.load),
    ("links", places.load),
    ("kinds of the directory", directory.load),
)


def load_starter() -> None:
    for what, load in STARTERS:
        click.echo(f"{load()} {what} added")
    db.session.commit()


def import_workbook(file: Path, dry_run: bool) -> None:
    try:
        read = reading.read(file.read_bytes())
        plan = planning.plan(read, SYSTEM)
        _say(plan)
        for name in read.unread:
            click.echo(f"{name}: not one of the workbook's sheets, left out", err=True)
        if plan.problems:
            raise click.ClickException(f"{len(plan.problems)} at fault; nothing was changed.")
        if not dry_run:
            planning.carry_out(plan, SYSTEM, clock.now())
            db.session.commit()
    except DomainError as error:
        db.session.rollback()
        raise click.ClickException(str(error.message)) from error
    click.echo("nothing was changed" if dry_run or not plan.changes else "done")


def export_workbook(file: str, without_officials: bool) -> None:
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, FILE), "wb") as out:
        planning.write(out, with_officials=not without_officials)
    what = {"officials": not without_officials}
    audit.record(SYSTEM.reference, "province.export", "province", now=clock.now(), after=what)
    db.session.commit()
    click.echo(f"{file} written")


def _say(plan: Plan) -> None:
    for problem in plan.problems:
        click.echo(_problem(problem), err=True)
    for line in plan.lines:
        click.echo(_line(line))
    for sheet in SHEETS:
        counted = plan.counts.get(sheet.name)
        if counted:
            said = ", ".join(f"{VERBS[verb]} {count}" for verb, count in counted.items())
            click.echo(f"{sheet.title}: {said}")
    if plan.proposed:
        click.echo(f"{plan.proposed} rights wait for an administrator who confirms them")


def _problem(problem: Problem) -> str:
    where = f"{problem.sheet}:{problem.row}" if problem.row else problem.sheet
    return f"{where}: {problem.why}"


def _line(line: Line) -> str:
    shown = told(line)
    changes = "; ".join(
        f"{label}: {before} → {after}" if before else f"{label}: {after}"
        for label, before, after in shown.details
    )
    return f"{shown.sheet}:{line.row} {shown.verb} {line.what}: {changes}"
