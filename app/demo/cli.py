"""What ``demo load``, ``demo generate`` and ``demo sign-ins`` do."""

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
    appointments,
    billers,
    bills,
    community,
    criteria,
    directions,
    directory,
    directory_owners,
    market,
    market_goods,
    market_orders,
    neighbours,
    news,
    people,
    planning,
    repairs,
    reports,
    surveys,
    villages,
)
from app.demo.generate import generate
from app.demo.history import history
from app.demo.stories import stories
from app.media import storage
from app.places import starter as contacts_starter
from app.places.imports.dataset import read
from app.places.imports.units import import_units
from app.planning import keeping
from app.service_requests import starter
from app.service_requests.clock.jobs import escalate
from app.service_requests.figures.jobs import count_now, rebuild


def load(if_empty: bool, reset: bool) -> None:
    _refuse_in_production()
    if reset:
        _empty()
    elif db.session.scalar(select(User.id).limit(1)) is not None:
        if if_empty:
            return
        raise click.ClickException("people are already there; use --reset")
    click.echo("loading the demonstration province …")
    count = load_province()
    click.echo(f"{count} reports")


def generate_reports(count: int) -> None:
    _refuse_in_production()
    click.echo(f"{generate(count, clock.now())} reports generated")
    rebuild()


def sign_ins() -> None:
    _refuse_in_production()
    click.echo(f"Officials: password {people.PASSWORD}; the second factor is on the page.")
    for person in (*people.PEOPLE, *billers.PEOPLE, *market_goods.PEOPLE):
        local = "0" + person.phone.removeprefix("+84")
        click.echo(f"  {local}  {person.role}: {person.name}")


def _refuse_in_production() -> None:
    if settings().is_production:
        raise click.ClickException("the demonstration is not for production")


def load_province() -> int:
    """Import places, found agencies, register people and play the stories; give the count.

    Needs an empty database; commits.
    """
    now = clock.now()
    import_units(read(settings().province_code))
    db.session.flush()
    starter.load()
    contacts_starter.load()
    made = starter.services()
    founded = agencies.load(made)
    stage = reports.Stage(made, people.load(founded, now), calendar(), now)
    told = stories()
    before = history()
    for number, story in enumerate([*before, *told], start=-len(before) + 1):
        reports.play(stage, number, story)
    neighbours.load(stage, founded)
    directions.load(stage, founded)
    bills.load(founded, stage.people, now)
    news.load(founded, stage.people, now)
    market.load(founded, now)
    market_orders.load(stage.people, now)
    villages.load(founded, stage.people, now)
    directory.load(founded, stage.people, now)
    directory_owners.load(stage.people, now)
    appointments.load(founded, stage.people, now)
    community.load(stage.people, now)
    criteria.load(stage.people, now)
    surveys.load(founded, stage.people, now)
    planning.load(founded, stage.people, now)
    db.session.commit()
    outbox.drain(keeping.QUEUE)
    outbox.drain("photos")
    repairs.load(stage.people["lead"], now)
    db.session.commit()
    escalate(now)
    count_now()
    return len(before) + len(told)


def _empty() -> None:
    db.session.remove()
    for table in reversed(db.metadata.sorted_tables):
        db.session.execute(table.delete())
    db.session.commit()
    store = storage.store()
    for name in list(store.names(clock.now() + timedelta(days=1))):
        store.delete(name)
