"""Over which agencies a viewer reads figures, and what the rows of a table are called."""

from collections.abc import Collection, Iterable, Mapping

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts import permissions
from app.accounts import queries as accounts
from app.accounts.models import Agency, Right, User
from app.accounts.viewer import Viewer
from app.core.db import db
from app.places.models import Place
from app.service_requests.catalogue.models import Service
from app.service_requests.figures.models import AGENCY, APART, HANDLER, NONE, PLACE, SERVICE
from app.service_requests.figures.queries import Reach

Row = tuple[int, int]
"""Scope and key, as the counters have them."""


def reach_of(viewer: Viewer, agency: Agency | None = None) -> Reach:
    """Give the operator the whole province, a lead the branches led; of ``agency`` its branch."""
    everywhere = viewer.has(permissions.OPERATE)
    led = viewer.agency_ids(permissions.LEAD)
    if agency is None:
        return Reach(None if everywhere else led)
    branch = frozenset(accounts.ids_below([agency]))
    return Reach(branch if everywhere else branch & led)


def whose(viewer: Viewer) -> str:
    """Name the agencies whose figures the viewer has."""
    held = viewer.agencies(permissions.OPERATE) or viewer.agencies(permissions.LEAD)
    return ", ".join(dict.fromkeys(each.name for each in held))


def kinds_for(viewer: Viewer, reach: Reach) -> tuple[str, ...]:
    """Give by what the viewer may have rows: by handler only who leads all of these people.

    Figures of a person are for that person's lead; whoever looks at the province compares agencies.
    """
    if reach.agencies is not None and reach.agencies <= viewer.agency_ids(permissions.LEAD):
        return AGENCY, PLACE, SERVICE, HANDLER
    return AGENCY, PLACE, SERVICE


def names(kind: str, rows: Collection[Row]) -> Mapping[Row, str]:
    """Give what each row is called."""
    if kind == HANDLER:
        return _handlers(rows)
    called = {NONE: _("No agency yet"), APART: _("About officials")} | _called(kind, rows)
    return {row: called.get(row[1], "") for row in rows}


def _called(kind: str, rows: Iterable[Row]) -> dict[int, str]:
    keys = {key for _scope, key in rows if key > 0}
    if kind == AGENCY:
        return {each.id: each.name for each in accounts.agencies_by_ids(keys).values()}
    if kind == PLACE:
        places = db.session.scalars(select(Place).where(Place.id.in_(keys)))
        return {each.id: each.title for each in places}
    services = db.session.scalars(select(Service).where(Service.id.in_(keys))).unique()
    return {each.id: each.service_name for each in services}


def _handlers(rows: Collection[Row]) -> dict[Row, str]:
    """Name the officials; what nobody was given stands under the name of who leads the agency."""
    scopes = {scope for scope, _key in rows}
    people = accounts.users_by_ids({key for _scope, key in rows if key})
    agencies, leads = accounts.agencies_by_ids(scopes), _leads(scopes)
    found = {}
    for scope, key in rows:
        person = people.get(key)
        name = _name(person) if person else _loose(leads.get(scope, []))
        where = f" · {agencies[scope].short_name}" if len(scopes) > 1 else ""
        found[scope, key] = f"{name}{where}"
    return found


def _loose(leads: list[str]) -> str:
    if not leads:
        return _("Given to nobody; the agency has no lead")
    return _("%(leads)s, lead: given to nobody yet", leads=", ".join(leads))


def _leads(agencies: Collection[int]) -> dict[int, list[str]]:
    statement = (
        select(Right)
        .join(Right.user)
        .where(Right.permission == permissions.LEAD, Right.agency_id.in_(agencies))
        .where(User.disabled_at.is_(None), User.erased_at.is_(None))
        .options(joinedload(Right.user))
        .order_by(Right.user_id)
    )
    found: dict[int, list[str]] = {}
    for right in db.session.scalars(statement):
        found.setdefault(right.agency_id, []).append(_name(right.user))
    return found


def _name(person: User) -> str:
    return person.name or person.code
