"""``demo load``, ``demo generate``, ``demo sign-ins``."""

from datetime import timedelta

import click
from sqlalchemy import select

from app.accounts.models import User
from app.core import clock, outbox
from app.core.config import settings
from app.core.db import db
from app.core.working_days import calendar
from app.demo import (
    agencies,
    billers,
    bills,
    market,
    market_goods,
    market_orders,
    neighbours,
    news,
    people,
    reports,
    services,
    templates,
)
from app.demo.generate import generate
from app.demo.stories import stories
from app.media import storage
from app.places.imports.dataset import read
from app.places.imports.units import import_units
from app.service_requests.clock.jobs import escalate


@click.group("demo")
def commands() -> None:
    """The demonstration province; never beside real people."""
    if settings().is_production:
        raise click.ClickException("the demonstration is not for production")


@commands.command("load")
@click.option("--if-empty", is_flag=True, help="Do nothing where people are already there.")
@click.option("--reset", is_flag=True, help="Empty the database and the photos first.")
def load(if_empty: bool, reset: bool) -> None:
    """Load the demonstration province."""
    if reset:
        _empty()
    elif db.session.scalar(select(User.id).limit(1)) is not None:
        if if_empty:
            return
        raise click.ClickException("people are already there; use --reset")
    click.echo("loading the demonstration province …")
    count = load_province()
    click.echo(f"{count} reports")


@commands.command("generate")
@click.argument("count", type=click.IntRange(1, 1_000_000))
def generate_reports(count: int) -> None:
    """Add COUNT generated reports, for measuring."""
    click.echo(f"{generate(count, clock.now())} reports generated")


@commands.command("sign-ins")
def sign_ins() -> None:
    """Print who can sign in and how."""
    click.echo(f"Officials: password {people.PASSWORD}; the second factor is on the page.")
    for person in (*people.PEOPLE, *billers.PEOPLE, *market_goods.PEOPLE):
        local = "0" + person.phone.removeprefix("+84")
        click.echo(f"  {local}  {person.role}: {person.name}")


def load_province() -> int:
    """Import places, found agencies, register people and play the stories; give the count.

    Needs an empty database; commits.
    """
    now = clock.now()
    import_units(read(settings().province_code))
    db.session.flush()
    made = services.load()
    founded = agencies.load(made)
    templates.load(founded)
    stage = reports.Stage(made, people.load(founded, now), calendar(), now)
    told = stories()
    for number, story in enumerate(told, start=1):
        reports.play(stage, number, story)
    neighbours.load(stage, founded)
    bills.load(founded, stage.people, now)
    news.load(founded, stage.people, now)
    market.load(founded, now)
    market_orders.load(stage.people, now)
    db.session.commit()
    outbox.drain("photos")
    escalate(now)
    return len(told)


def _empty() -> None:
    db.session.remove()
    for table in reversed(db.metadata.sorted_tables):
        db.session.execute(table.delete())
    db.session.commit()
    store = storage.store()
    for name in list(store.names(clock.now() + timedelta(days=1))):
        store.delete(name)
