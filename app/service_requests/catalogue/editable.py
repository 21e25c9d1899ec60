"""A list that an administrator keeps: its five pages from one declaration.

A row is listed, made and changed, never deleted; each change is audited (``editing``).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from flask import Blueprint, render_template, url_for
from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.accounts.permissions import ADMINISTER
from app.core import clock, translated
from app.core.access import access, current_viewer
from app.core.act import acts
from app.core.forms import Form, takes
from app.service_requests.catalogue.editing import Change, Listed, create, update
from app.service_requests.catalogue.forms import value_of
from app.service_requests.catalogue.rights import may_administer, may_change

SAVED = _l("Saved.")


def administrator() -> Actor:
    """Give who acts: for the agency that gives the right."""
    viewer = current_viewer()
    actor: Actor = viewer.actor(viewer.agencies(ADMINISTER)[0])
    return actor


class Endpoints(NamedTuple):
    """The names of the five pages."""

    listed: str
    new: str
    create: str
    edit: str
    update: str


class Within(NamedTuple):
    """The thing that a list belongs to, where it is not one for all."""

    load: Callable[..., Any]
    of: Callable[[Any], Any]
    """The thing that a row belongs to."""
    address: Callable[[Any], Mapping[str, Any]]
    """The parts of the list's address."""


def _same(form: Any) -> Any:
    return form


def _nothing(_it: Any) -> dict[str, Any]:
    return {}


@dataclass(frozen=True, kw_only=True)
class Editable:
    """A list; ``under`` is empty but for one ``within`` a thing, which it then holds."""

    at: str
    row_at: str = "<code>"
    """What an address says of a row, behind ``at``."""
    endpoints: Endpoints
    templates: tuple[str, str]
    """Of the list and of a row."""
    rows: Callable[..., Mapping[str, Any]]
    """(*under) -> what the list's page shows."""
    load: Callable[..., Any]
    within: Within | None = None
    made: Callable[..., Listed]
    """(form, *under) -> a new row with what stays for good."""
    forms: tuple[type[Form], type[Form]]
    """Of a new row and of one that is there."""
    prepared: Callable[[Any], Any] = _same
    """Fills in what can be chosen in a form."""
    blank: Mapping[str, Any] = field(default_factory=dict)
    texts: Sequence[str] = ("name",)
    columns: Sequence[str] = ()
    """Columns that are a field of the same name."""
    typed: Callable[[Any], Mapping[str, Any]] = _nothing
    """(row) -> its fields beside ``columns``."""
    read: Callable[[Any], Mapping[str, Any]] = _nothing
    """(form) -> its columns beside ``columns``."""
    values: Callable[[Any], Any] = lambda form: None
    """(form) -> the values to choose from (``Change.values``)."""
    shown: Callable[..., Mapping[str, Any]]
    """(row or None, *under) -> what a row's page shows beside the form."""

    def add_routes(self, blueprint: Blueprint) -> None:
        """Add the pages, under their names."""
        alone = access(may_change, self.within.load) if self.within else access(may_administer)
        known = access(may_change, self.load)
        makes, changes = (
            acts(again=self._new_again, said=SAVED),
            acts(again=self._again, said=SAVED),
        )
        new, row, at = f"{self.at}/moi", f"{self.at}/{self.row_at}", self.endpoints
        for url, endpoint, method, view in (
            (self.at, at.listed, "GET", alone(self._list)),
            (new, at.new, "GET", alone(self._new)),
            (new, at.create, "POST", alone(makes(takes(self._empty)(self._create)))),
            (row, at.edit, "GET", known(self._edit)),
            (row, at.update, "POST", known(changes(takes(self._sent)(self._update)))),
        ):
            blueprint.add_url_rule(url, endpoint, view, methods=[method])

    def _list(self, *under: Any) -> str:
        return render_template(self.templates[0], **self.rows(*under))

    def _new(self, *under: Any) -> str:
        form = self.prepared(self.forms[0](data=self.blank))
        return self._page_of_new(*under, form)

    def _create(self, *under_and_form: Any) -> str:
        *under, form = under_and_form
        create(self.made(form, *under), self.change(form), administrator(), clock.now())
        return self._home(*under)

    def _edit(self, row: Listed) -> str:
        return self._page(row, self.prepared(self.forms[1](data=self.filled(row))))

    def filled(self, row: Listed) -> dict[str, Any]:
        """Give what the form of a row is filled with."""
        columns = {name: getattr(row, name) for name in self.columns}
        return {**translated.as_typed(row, self.texts), **columns, **self.typed(row)}

    def _update(self, row: Listed, form: Any) -> str:
        update(row, self.change(form), administrator(), clock.now())
        return self._home(*self._under(row))

    def _empty(self, *_under: Any) -> Any:
        return self.prepared(self.forms[0]())

    def _sent(self, _row: Listed) -> Any:
        return self.prepared(self.forms[1]())

    def _page_of_new(self, *under_and_form: Any) -> str:
        *under, form = under_and_form
        return render_template(self.templates[1], form=form, **self.shown(None, *under))

    def _new_again(self, *under: Any, form: Any, **_refused: Any) -> str:
        return self._page_of_new(*under, form)

    def _again(self, row: Listed, form: Any, **_refused: Any) -> str:
        return self._page(row, form)

    def _page(self, row: Listed, form: Any) -> str:
        return render_template(self.templates[1], form=form, **self.shown(row, *self._under(row)))

    def _home(self, *under: Any) -> str:
        address = self.within.address(*under) if self.within else {}
        return url_for(f".{self.endpoints.listed}", **address)

    def _under(self, row: Listed) -> tuple[Any, ...]:
        return (self.within.of(row),) if self.within else ()

    def change(self, form: Any) -> Change:
        """Give what a form that fits makes of a row."""
        columns = {name: value_of(form[name]) for name in self.columns}
        texts = translated.typed(form, self.texts)
        return Change({**columns, **self.read(form)}, texts, self.values(form))
