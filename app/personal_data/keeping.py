"""How long things stay: what counts, what would go, and what is held."""

from datetime import date, timedelta
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts.viewer import Viewer
from app.core import clock, ending, holding, jobs, retention
from app.core.access import access
from app.core.act import FRESH, acts
from app.core.db import db
from app.core.forms import Line, Read, needed, takes
from app.core.holding import RetentionHold
from app.core.retention import Kind
from app.core.text import whole
from app.notifications import kinds, tell
from app.notifications.groups import DEADLINES
from app.personal_data.blueprint import personal_data
from app.personal_data.rights import may_act, may_protect, protector, protectors

SHOWN = 30
"""Codes of what goes soon, and acts of the worker, that a page lists."""
CHECKED_FOR = timedelta(days=365)
CHECK = kinds.register(
    kinds.Kind("retention-check", _l("Compare how long things stay with the law"),
               _l("%(count)s periods"), "shield", group=DEADLINES)
)  # fmt: skip


def load_kind(_viewer: Viewer, name: str) -> Kind | None:
    return retention.kind_named(name)


def load_hold(_viewer: Viewer, number: int) -> RetentionHold | None:
    return holding.hold_by_id(number)


@personal_data.get("/can-bo/du-lieu/thoi-han")
@access(may_protect)
def periods() -> ResponseReturnValue:
    """Show for each kind how long it stays and how much would go."""
    return render_template(
        "personal_data/periods.html",
        found=retention.outlook(clock.now()),
        holds=[(row, retention.kind_named(row.kind)) for row in holding.holds()],
        ended=[(row, retention.kind_named(row.subject.removeprefix("retention:")))
               for row in ending.ended(SHOWN)],
    )  # fmt: skip


@personal_data.get("/can-bo/du-lieu/thoi-han/<name>")
@access(may_act, load=load_kind)
def period(kind: Kind) -> ResponseReturnValue:
    return _page(kind)


@personal_data.post("/can-bo/du-lieu/thoi-han/<name>")
@access(may_act, load=load_kind)
@acts(again=lambda kind, **refused: _page(kind, **refused), said=_l("Saved."))
@takes(days=Read(whole), note=Line(200))
def set_period(kind: Kind, days: int | None, note: str) -> str:
    retention.set_period(kind, days, protector().reference, clock.now(), note)
    return url_for("personal_data.period", name=kind.name)


@personal_data.post("/can-bo/du-lieu/thoi-han/<name>/giu")
@access(may_act, load=load_kind)
@acts(
    again=lambda kind, **refused: _page(kind, **refused),
    said=_l("Held: it stays until you let it go."),
)
@takes(
    code=Line(20, needed(_l("Write the code."))),
    reason=Line(200, needed(_l("Write why it has to stay."))),
)
def hold(kind: Kind, code: str, reason: str) -> str:
    holding.hold(kind, code.upper(), reason, protector().reference, clock.now())
    return url_for("personal_data.period", name=kind.name)


@personal_data.post("/can-bo/du-lieu/giu/<int:number>/thoi")
@access(may_act, load=load_hold)
@acts(said=_l("Let go: it ends when its time has come."))
def let_go(row: RetentionHold) -> str:
    holding.let_go(row, protector().reference, clock.now())
    return url_for("personal_data.periods")


@jobs.every(timedelta(hours=12))
def remind_now() -> None:
    """Ask once a quarter that periods nobody compared with the law for a year be looked at."""
    now = clock.now()
    today = clock.local(now).date()
    old = [each for each in retention.periods(now) if _is_old(each.checked_on, today)]
    if old:
        words, quarter = {"count": len(old)}, f"{today.year}-{(today.month + 2) // 3}"
        url, key = "/can-bo/du-lieu/thoi-han", f"retention:check:{quarter}"
        tell(protectors(), CHECK.name, words, url, key, now=now)
    db.session.commit()


def _is_old(checked_on: date | None, today: date) -> bool:
    return checked_on is None or today - checked_on > CHECKED_FOR


def _page(kind: Kind, **refused: Any) -> str:
    now = clock.now()
    (found,) = retention.outlook(now, kind)
    return render_template(
        "personal_data/period.html",
        kind=kind,
        found=found,
        going=retention.going(found.period, now, SHOWN),
        announced=retention.ANNOUNCED.days,
        **{**FRESH, **refused},
    )
