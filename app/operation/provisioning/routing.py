"""The sheet of routing: which agency gets what, from where."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import lazyload

from app.accounts.actors import Actor
from app.accounts.models import Agency
from app.core.db import db
from app.operation.provisioning.agencies import NO_AGENCY, NO_PLACE, TWICE
from app.operation.provisioning.plans import CHANGED, NEW, Detail, Do, Plan, once
from app.operation.provisioning.reading import Row
from app.operation.provisioning.world import World
from app.places.models import Place
from app.service_requests.catalogue.editing import add_rules, remove_rule
from app.service_requests.catalogue.models import RoutingRule, Service
from app.service_requests.catalogue.queries import HANDLING_KINDS

Fresh = tuple[str, Place | None, str]
"""A rule to be made: codes of its service ("" for any) and agency, and its place."""


def rows() -> list[dict[str, str]]:
    """Give a row for every rule."""
    return [
        {
            "service": service.service_code if service else "",
            "place": place.code if place else "",
            "agency": agency.code,
        }
        for _rule, service, place, agency in _rules()
    ]


def plan(given: Sequence[Row], world: World, plan: Plan) -> None:
    present = {
        (service.service_code if service else "", rule.place_id): (rule, agency.code)
        for rule, service, _place, agency in _rules()
    }
    read = {row.number: found for row in given if (found := _read(row, world)) is not None}
    kept = [row for row in given if row.number in read]
    fresh: list[Fresh] = []
    for row in once(kept, lambda row: read[row.number][:2], "service", TWICE):
        service, place_id, place, agency = read[row.number]
        rule, now_at = present.get((service, place_id), (None, ""))
        if now_at == agency:
            plan.same(row)
            continue
        what = f"{service or '*'} · {place.title if place else '*'}"
        told = [Detail("agency", now_at, agency)]
        remove = _removing(rule) if rule is not None else None
        plan.will(row, CHANGED if rule is not None else NEW, what, told, remove)
        fresh.append((service, place, agency))
    plan.acts.append(_adding(fresh, world))


def _read(row: Row, world: World) -> tuple[str, int | None, Place | None, str] | None:
    service, good = row.text("service"), True
    if service and service not in world.services and service not in world.new_services:
        row.refuse("service", _l("There is no topic with this code."))
        good = False
    place = world.place(row.text("place")) if row.text("place") else None
    if row.text("place") and place is None:
        row.refuse("place", NO_PLACE)
        good = False
    agency = world.agency_code(row.text("agency"))
    if agency is None:
        row.refuse("agency", NO_AGENCY)
    elif world.kinds[agency] not in HANDLING_KINDS or agency in world.closed:
        row.refuse("agency", _l("This agency does not handle reports, or is closed."))
        agency = None
    return (service, place.id if place else None, place, agency) if agency and good else None


def _removing(rule: RoutingRule) -> Do:
    return lambda actor, now: remove_rule(rule, actor, now)


def _adding(fresh: Sequence[Fresh], world: World) -> Do:
    def do(actor: Actor, now: datetime) -> None:
        db.session.flush()  # what was removed makes room
        several = [
            (world.services.get(service), place, world.agencies[agency])
            for service, place, agency in fresh
        ]
        add_rules(several, actor, now)

    return do


def _rules() -> list[tuple[RoutingRule, Service | None, Place | None, Agency]]:
    statement = (
        select(RoutingRule, Service, Place, Agency)
        .outerjoin(Service, Service.id == RoutingRule.service_id)
        .outerjoin(Place, Place.id == RoutingRule.place_id)
        .join(Agency, Agency.id == RoutingRule.agency_id)
        .options(lazyload(Service.urgency_class))  # its inner join would leave out "any service"
        .order_by(RoutingRule.id)
    )
    return [(row[0], row[1], row[2], row[3]) for row in db.session.execute(statement).unique()]
