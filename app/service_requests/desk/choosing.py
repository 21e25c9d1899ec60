"""The inbox's filters in words: what a code in an address is called, and what typed words name.

Nobody scrolls through five hundred agencies: one types a part of the name. What is typed is found
when the form is sent; a browser with a script is offered what fits meanwhile.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from sqlalchemy import ColumnElement, func, literal, select, true
from sqlalchemy.orm import aliased, joinedload

from app.accounts import permissions
from app.accounts.models import Agency, Right, User
from app.accounts.models.agency import AgencyText
from app.accounts.viewer import Viewer
from app.core import filters, formats
from app.core.db import db
from app.core.errors import DomainError
from app.core.filters import asks
from app.core.preferences import language
from app.core.text import fold, name_sort_key
from app.core.translated import FIRST
from app.places import queries as places
from app.places.models import VILLAGE, Place
from app.service_requests import life, wording
from app.service_requests.catalogue.administration import services
from app.service_requests.catalogue.models import Service, ServiceText
from app.service_requests.catalogue.queries import agencies_to_route
from app.service_requests.desk.filters import (
    LATE,
    NOBODY,
    NOT_DONE,
    RATED,
    RESULTS,
    SOURCES,
    TODAY,
    UNRATED,
    Filters,
)
from app.service_requests.desk.labels import FACES
from app.service_requests.scope import Scope

ANY = ("", _l("Any"))
DUE: dict[str, Any] = {LATE: _l("Late"), TODAY: _l("Due today")}
SOURCE: dict[str, Any] = {"web": _l("Sent by the citizen"), **wording.CHANNEL}
RATING: dict[str, Any] = {
    RATED: _l("Rated"),
    **FACES,
    UNRATED: _l("Not rated"),
}
STATUS = {
    NOT_DONE: lazy_pgettext("reports", "Not finished"),
    **{each: wording.STATUS[each] for each in life.STATUSES},
}
CHOICES: dict[str, Sequence[tuple[str, Any]]] = {
    "han": [ANY, *DUE.items()],
    "trang_thai": [ANY, *STATUS.items()],
    "ket_qua": [ANY, *((each, wording.RESOLUTION[each]) for each in RESULTS)],
    "nguon": [ANY, *((each, SOURCE[each]) for each in SOURCES)],
    "cham": [ANY, *RATING.items()],
}
"""What may be chosen from a list, by the filter's name: never more than a few."""
UNASSIGNED = lazy_pgettext("report", "Unassigned")
SEARCHED = ("linh_vuc", "noi", "co_quan", "nguoi")
"""Fields in which one types a part of a name; ``noi`` is a commune or a village."""
EVERY_AGENCY = "moi_co_quan"
"""The field in which one names the agency a report goes to: any, not only one's own."""
COLLEAGUE, LEADER = "dong_nghiep", "phan_anh_chinh"
"""The fields in which one names who gets a report, and the report that is to lead it."""
MOST_OFFERED = 20
DAYS = {
    "nhan": _l("received"),
    "han": _l("due"),
    "xong": _l("answered"),
}
Named = tuple[str, str]
"""A code and what it is called."""


def named(chosen: Filters) -> dict[str, Any]:
    """Give what the codes of ``chosen`` are called, by filter, in one statement at most."""
    codes = (chosen.linh_vuc, chosen.xa, chosen.thon, chosen.co_quan, chosen.nguoi)
    if not any(codes):
        return {}
    service, here, there = aliased(Service), aliased(Place), aliased(Place)
    agency, person = aliased(Agency), aliased(User)
    one = select(literal(1).label("one")).subquery()
    statement = (
        select(_text(ServiceText.name, ServiceText.service_id == service.id), here, there,
               _text(AgencyText.name, AgencyText.agency_id == agency.id), person)
        .select_from(one)
        .outerjoin(service, service.service_code == chosen.linh_vuc)
        .outerjoin(here, (here.code == chosen.xa) & here.valid_to.is_(None))
        .outerjoin(there, (there.code == chosen.thon) & there.valid_to.is_(None))
        .outerjoin(agency, agency.code == chosen.co_quan)
        .outerjoin(person, person.code == chosen.nguoi)
        .options(joinedload(person.person_key, innerjoin=False), joinedload(there.parent))
        .limit(1)
    )  # fmt: skip
    row = db.session.execute(statement).one()
    found = {
        "linh_vuc": row[0],
        "xa": row[1] and row[1].title,
        "thon": row[2] and _village(row[2]),
        "co_quan": row[3],
        "nguoi": UNASSIGNED if chosen.nguoi == NOBODY else row[4] and (row[4].name or row[4].code),
    }
    return {name: found[name] or getattr(chosen, name) for name in found if getattr(chosen, name)}


def described(chosen: Filters, names: dict[str, Any]) -> list[tuple[Any, str]]:
    """Give what narrows the list, each in words and with the name of its filter."""
    found: list[tuple[Any, str]] = [(f"“{chosen.tim}”", "tim")] if chosen.tim else []
    found += [(names[each], each) for each in names]
    labels: tuple[tuple[str, dict[str, Any]], ...] = (
        ("trang_thai", STATUS), ("ket_qua", wording.RESOLUTION), ("nguon", SOURCE),
        ("han", DUE), ("cham", RATING),
    )  # fmt: skip
    found += [(words[getattr(chosen, each)], each) for each, words in labels
              if getattr(chosen, each)]  # fmt: skip
    found += [(_l("In a square of the map"), "vung")] if chosen.vung else []
    found += [(_l("Urgent"), "khan")] if chosen.khan else []
    found += [(_l("With a photo"), "anh")] if chosen.anh else []
    return found + [each for name, what in DAYS.items() for each in _days(chosen, name, what)]


def without(chosen: Filters, name: str, tab: str) -> str:
    """Give the address of the list without that filter."""
    usual: dict[str, Any] = {name: getattr(Filters(), name)}
    changed = replace(chosen, **usual)
    return url_for("desk.index", muc=None if changed.tim else tab or None, **changed.given)


def typed(names: dict[str, Any]) -> dict[str, Any]:
    """Give what stands in the searched fields."""
    return {**names, "noi": names.get("thon") or names.get("xa") or ""}


@dataclass(frozen=True)
class Words(filters.Filters):
    """What was typed into the searched fields; the codes chosen before go along hidden."""

    linh_vuc: str = asks("o_linh_vuc")
    noi: str = asks("o_noi")
    co_quan: str = asks("o_co_quan")
    nguoi: str = asks("o_nguoi")


def meant(viewer: Viewer, scope: Scope, words: Words, chosen: Filters) -> Filters:
    """Give ``chosen`` with the codes of what was typed; what was not changed keeps its code.

    Raises:
        DomainError: nothing is called so, or several things; the sentence names some of them.
    """
    before = typed(named(chosen))
    for name in SEARCHED:
        said = getattr(words, name)
        if said == str(before.get(name, "")):
            continue
        codes: dict[str, Any] = dict.fromkeys(("xa", "thon") if name == "noi" else (name,), "")
        if said:
            codes |= dict([_one(name, said, offered(name, said, viewer, scope))])
        chosen = replace(chosen, **codes)
    return chosen


def offered(name: str, words: str, viewer: Viewer, scope: Scope) -> list[tuple[str, str, str]]:
    """Give (filter, code, name) of what fits the words, what begins so first."""
    kinds: dict[str, Callable[[str], Iterable[tuple[str, str, str]]]] = {
        "noi": _places,
        "linh_vuc": lambda _words: _services(),
        "co_quan": lambda _words: _agencies(scope),
        "nguoi": lambda _words: _people(viewer, scope),
        COLLEAGUE: lambda _words: _colleagues(scope),
        EVERY_AGENCY: lambda _words: [(EVERY_AGENCY, each.code, each.name)
                                      for each in agencies_to_route()],
    }  # fmt: skip
    found = kinds[name](words)
    if name == "noi":
        return list(found)
    wanted = fold(words)
    fits = [each for each in found if wanted in fold(each[2]) or wanted == fold(each[1])]
    return sorted(fits, key=lambda each: not fold(each[2]).startswith(wanted))


def _one(name: str, words: str, found: list[tuple[str, str, str]]) -> tuple[str, str]:
    exact = [each for each in found if fold(each[2]) == fold(words)]
    fits = exact or found
    field = f"o_{name}"
    if not fits:
        raise DomainError(_l("Nothing here is called “%(words)s”.", words=words), field=field)
    if len(fits) > 1:
        some = ", ".join(f"{each[2]} ({each[1]})" if exact else each[2] for each in fits[:5])
        sentence = _l("Several fit. Type more, or the code: %(some)s.", some=some)
        raise DomainError(sentence, field=field)
    return fits[0][0], fits[0][1]


def _services() -> Iterable[tuple[str, str, str]]:
    return (("linh_vuc", each.service_code, each.service_name) for each in services())


def _places(words: str) -> Iterable[tuple[str, str, str]]:
    """Communes and villages, by new and old names; a village is named with its commune."""
    for match in places.search(words, limit=MOST_OFFERED):
        place = match.place
        if place.kind == VILLAGE:
            yield "thon", place.code, _village(place)
        else:
            yield "xa", place.code, place.title


def _village(place: Place) -> str:
    return f"{place.title}, {place.parent.title}" if place.parent else place.title


def _agencies(scope: Scope) -> Iterable[tuple[str, str, str]]:
    statement = select(Agency.code, _text(AgencyText.name, AgencyText.agency_id == Agency.id))
    if not scope.everything:
        statement = statement.where(Agency.id.in_(sorted(scope.ordinary | scope.about_officials)))
    rows = db.session.execute(statement.order_by(Agency.path))
    return [("co_quan", code, name or code) for code, name in rows]


def _people(viewer: Viewer, scope: Scope) -> list[tuple[str, str, str]]:
    """Nobody, oneself, then who handles reports of the agencies in scope, by name."""
    here = true() if scope.everything else Right.agency_id.in_(sorted(scope.ordinary))
    mine = viewer.user.code if viewer.user else ""
    return [("nguoi", NOBODY, str(UNASSIGNED)), ("nguoi", mine, _("Me")), *_handlers("nguoi", here)]


def _colleagues(scope: Scope) -> list[tuple[str, str, str]]:
    """Who may have a report of the agencies in scope: who handles reports there or above."""
    above, here = aliased(Agency), aliased(Agency)
    on_the_way = select(above.id).join(here, here.path.startswith(above.path))
    reach = Right.agency_id.in_(on_the_way.where(here.id.in_(sorted(scope.ordinary))))
    return _handlers(COLLEAGUE, User.disabled_at.is_(None), true() if scope.everything else reach)


def _handlers(name: str, *conditions: ColumnElement[bool]) -> list[tuple[str, str, str]]:
    held = select(User).join(Right, Right.user_id == User.id)
    held = held.where(Right.permission == permissions.HANDLE, User.erased_at.is_(None), *conditions)
    statement = held.options(joinedload(User.person_key, innerjoin=False))
    people = sorted(set(db.session.scalars(statement)), key=lambda each: name_sort_key(each.name))
    return [(name, each.code, each.name or each.code) for each in people]


def _text(name: Any, belongs: Any) -> Any:
    """Select a name in the language being spoken, else in Vietnamese."""
    model = name.class_

    def said(spoken: str) -> Any:
        return select(name).where(belongs, model.language == spoken).limit(1).scalar_subquery()

    return said(FIRST) if language() == FIRST else func.coalesce(said(language()), said(FIRST))


def _days(chosen: Filters, name: str, what: Any) -> Iterable[tuple[Any, str]]:
    for end, sentence in (("tu", _l("%(what)s from %(day)s")), ("den", _l("%(what)s to %(day)s"))):
        value = getattr(chosen, f"{name}_{end}")
        if value:
            day = formats.day(date.fromisoformat(value))
            yield str(sentence) % {"what": what, "day": day}, f"{name}_{end}"
