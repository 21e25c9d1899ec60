"""What the figures keep of a list of the inbox: exact, however long it is.

A whole tab is kept; and one narrowed to a service, a commune, an agency, an official or what nobody
has, of what is to be handled also what is late or due today. Nobody keeps a counter for every
choice of filters: the others are counted up to a limit.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from app.core import clock
from app.core.db import db
from app.service_requests.desk import inbox
from app.service_requests.desk.filters import LATE, NAMED, NOBODY, TODAY, Filters
from app.service_requests.figures import measures, queries, standing
from app.service_requests.figures.models import HANDLER, PLACE, SERVICE
from app.service_requests.figures.periods import ALWAYS
from app.service_requests.figures.queries import Reach
from app.service_requests.figures.standing import Of
from app.service_requests.scope import Scope

TABS = (inbox.WAITING, inbox.ASKED, inbox.DONE, inbox.ALL)
KINDS = {"linh_vuc": SERVICE, "xa": PLACE, "nguoi": HANDLER}


@dataclass(frozen=True)
class _Cut:
    """A part of a tab that counters know."""

    reach: Reach
    of: Of | None = None
    is_loose: bool = False
    due: str = ""


def counts(tab: inbox.Tab, scope: Scope, filters: Filters, now: datetime) -> Mapping[str, int]:
    """Give how many are listed (\"\"), late and due today; nothing of what counters do not know.

    Nothing either where too much is still to be counted.
    """
    cut = _cut(tab, scope, filters)
    if cut is None:
        return {}
    if tab.name in (inbox.DONE, inbox.ALL):
        ever = _ever(cut)
        return {"": ever.received if tab.name == inbox.ALL else ever.ended}
    return _standing(tab, cut, now)


def _ever(cut: _Cut) -> measures.Tally:
    if cut.of is None:
        return queries.totals(cut.reach, ()).ever
    (table,) = queries.tables(cut.reach, cut.of.kind, [ALWAYS])
    return measures.total(each for (_, key), each in table.items() if key == cut.of.key_id)


def _standing(tab: inbox.Tab, cut: _Cut, now: datetime) -> Mapping[str, int]:
    today = clock.local(now).date()
    found = standing.of_days(cut.reach, [today], now, cut.of)
    if found is None:
        return {}
    if tab.name == inbox.ASKED:
        return {"": found.ever["asks"]}
    name = "loose" if cut.is_loose else "waits"
    of_day, late = found.days[today], found.ever[f"{name}_late"]
    to_come = of_day.get(name, 0) - of_day.get(f"{name}_late", 0)
    listed = {"": found.ever[name], LATE: late, TODAY: to_come}
    return dict.fromkeys(("", cut.due), listed[cut.due]) if cut.due else listed


def _cut(tab: inbox.Tab, scope: Scope, filters: Filters) -> _Cut | None:
    """Tell which part it is: of agencies' own reports, or of all."""
    by = [name for name in filters.given if name not in ("xep", "han")]
    if tab.name not in TABS or len(by) > 1 or (filters.han and tab.name != inbox.WAITING):
        return None
    if not scope.everything and scope.about_officials:
        return None
    whole = _Cut(Reach(None if scope.everything else scope.ordinary), due=filters.han)
    return _narrowed(whole, tab, by[0], getattr(filters, by[0])) if by else whole


def _narrowed(cut: _Cut, tab: inbox.Tab, name: str, code: str) -> _Cut | None:
    if name == "nguoi" and code == NOBODY:
        return replace(cut, is_loose=True) if tab.name == inbox.WAITING else None
    everywhere = cut.reach.agencies is None
    if name not in (*KINDS, "co_quan") or (everywhere and name in ("nguoi", "co_quan")):
        # Which agency and which people reports about officials lie with, counters do not say.
        return None
    number = db.session.scalar(select(NAMED[name][1](code)))
    if number is None:
        return None
    if name == "co_quan":
        return replace(cut, reach=Reach((cut.reach.agencies or frozenset()) & {number}))
    return replace(cut, of=Of(KINDS[name], number))
