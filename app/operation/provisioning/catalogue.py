"""The sheets of deadlines and of services: read and written by the forms of their pages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField

from app.accounts.actors import Actor
from app.core.db import db
from app.core.forms import choices
from app.core.promises import CONTINUOUS, WORKING
from app.core.tables.errors import BadValue
from app.operation.provisioning.agencies import TWICE
from app.operation.provisioning.layout import CLASSES, SERVICES, Sheet
from app.operation.provisioning.plans import CHANGED, NEW, Plan, details, once
from app.operation.provisioning.reading import Row
from app.operation.provisioning.words import Words, as_yes, said_yes
from app.operation.provisioning.world import World
from app.service_requests.catalogue.editable import Editable
from app.service_requests.catalogue.editing import create, update
from app.service_requests.catalogue.forms import PICTURES, SILENCE, Hours, Number
from app.service_requests.catalogue.models import Service, UrgencyClass
from app.service_requests.catalogue.views.classes import CLASSES as CLASS_PAGES
from app.service_requests.catalogue.views.services import SERVICES as SERVICE_PAGES

WORDS = {
    "clock": Words({WORKING: _l("Working hours"), CONTINUOUS: _l("Day and night, every day")}),
    "on_silence": Words(dict(SILENCE)),
    "icon": Words(PICTURES),
}
"""Fields that are one of a list, in words."""
Listed = UrgencyClass | Service


@dataclass(frozen=True)
class Kind:
    """A sheet, the pages whose forms it goes through, and what is chosen from in them."""

    sheet: Sheet
    pages: Editable
    model: Any
    code: str
    choose: Callable[[Any, World], None]
    known: Callable[[World], dict[str, Any]]
    learn: Callable[[World, str, str], None]


def _choose_class(form: Any, world: World) -> None:
    codes = [*world.classes, *world.new_classes]
    form.urgency_class.choices = choices((code, code) for code in codes)
    form.urgent_class.choices = choices((code, code) for code in ["", *codes])


def _learn_class(world: World, code: str, name: str) -> None:
    world.new_classes[code] = name


KINDS = (
    Kind(CLASSES, CLASS_PAGES, UrgencyClass, "code", lambda _form, _world: None,
         lambda world: world.classes, _learn_class),
    Kind(SERVICES, SERVICE_PAGES, Service, "service_code", _choose_class,
         lambda world: world.services, lambda world, code, _name: world.new_services.add(code)),
)  # fmt: skip


def rows(kind: Kind) -> list[dict[str, str]]:
    """Give a row for everything there is."""
    order = kind.model.position if kind.model is Service else kind.model.answer_minutes
    found = db.session.scalars(select(kind.model).order_by(order, kind.model.id)).unique()
    return [cells(kind, row) for row in found]


def cells(kind: Kind, row: Listed) -> dict[str, str]:
    form = kind.pages.forms[1](None, data=kind.pages.filled(row))
    return {"code": getattr(row, kind.code), **_cells(form)}


def plan(kind: Kind, given: Sequence[Row], world: World, plan: Plan) -> None:
    for row in once(given, lambda row: row.text("code"), "code", TWICE):
        _plan_row(kind, row, world, plan)


def _plan_row(kind: Kind, row: Row, world: World, plan: Plan) -> None:
    code = row.text("code")
    known = kind.known(world).get(code)
    before = cells(kind, known) if known is not None else {}
    form = _form(kind, row, known, before, world)
    kind.learn(world, code, row.text("name"))
    if form is None:
        return
    after = {"code": code, **_cells(form)}
    changes = details(before, after)
    if known is not None and not changes:
        plan.same(row)
        return

    def do(actor: Actor, now: datetime) -> None:
        change = kind.pages.change(form)
        if known is not None:
            update(known, change, actor, now)
        else:
            made = kind.model(**{kind.code: code})
            create(made, change, actor, now)
            kind.known(world)[code] = made

    plan.will(row, CHANGED if known is not None else NEW, row.text("name"), changes, do)


def _form(kind: Kind, row: Row, known: Listed | None, before: dict[str, str], world: World) -> Any:
    """Fill the form of the page with the row, and check it; None for a bad one."""
    typed: dict[str, str] = {"code": row.text("code")}
    good = True
    blank = {name: _written(name, value) for name, value in kind.pages.blank.items()}
    for field in kind.sheet.fields[1:]:
        text = row.text(field.name)
        if not row.has(field.name) or (not text and field.name in blank and known is None):
            text = before.get(field.name, blank.get(field.name, ""))
        try:
            typed |= _typed(field.name, text, is_yes=field.read is not None)
        except BadValue as bad:
            row.refuse(field.name, bad.message)
            good = False
    form: Any = kind.pages.forms[0 if known is None else 1](MultiDict(typed))
    kind.choose(form, world)
    if good and not form.validate():
        for name, why in form.wrong:
            row.refuse(name, why)
        good = False
    return form if good else None


def _typed(name: str, text: str, *, is_yes: bool) -> dict[str, str]:
    """Give what the form would be sent; a box that is not ticked is not sent."""
    if is_yes:
        return {name: "y"} if as_yes(text) else {}
    if name in WORDS and text:
        return {name: WORDS[name].read(text)}
    return {name: text}


def _written(name: str, value: Any) -> str:
    """Give a value that a new row begins with as its cell has it."""
    if isinstance(value, bool):
        return said_yes(value)
    return WORDS[name].write(value) if name in WORDS else str(value)


def _cells(form: Any) -> dict[str, str]:
    return {each.name: _cell(each) for each in form if each.name != "code"}


def _cell(field: Any) -> str:
    if isinstance(field, BooleanField):
        return said_yes(field.data)
    if isinstance(field, Hours):
        return _hours(field)
    if isinstance(field, Number):
        return field.data or ""
    return WORDS[field.name].write(field.data) if field.name in WORDS else (field.data or "")


def _hours(field: Hours) -> str:
    """Give hours as the form writes them, however they were typed."""
    if field.raw_data:
        field.process_data(field.minutes)
    return field.data or ""
