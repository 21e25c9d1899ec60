"""The register of leaks for whoever answers for personal data."""

from datetime import date, time
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts.viewer import Viewer
from app.core import clock
from app.core.access import access
from app.core.act import FRESH, acts
from app.core.forms import Line, Read, Words, takes
from app.core.tables.values import as_date, as_time
from app.core.text import whole
from app.personal_data.blueprint import personal_data
from app.personal_data.breaching import actions
from app.personal_data.breaching.models import LIFE, Breach
from app.personal_data.rights import may_act, may_protect, protector

ACTS = {"co-quan": "tell_authority", "nguoi-dan": "tell_people", "ghi": "note", "dong": "close"}


def load_with_act(viewer: Viewer, code: str, act: str) -> tuple[Breach, str] | None:
    row = actions.by_code(viewer, code) if act in ACTS else None
    return (row, ACTS[act]) if row is not None else None


@personal_data.get("/can-bo/du-lieu/su-co")
@access(may_protect)
def breaches() -> ResponseReturnValue:
    return render_template(
        "personal_data/breaching/breaches.html", rows=actions.listed(), now=clock.now()
    )


@personal_data.get("/can-bo/du-lieu/su-co/moi")
@access(may_protect)
def new_breach() -> ResponseReturnValue:
    return _new()


@personal_data.post("/can-bo/du-lieu/su-co/moi")
@access(may_protect)
@acts(again=lambda **refused: _new(**refused), said=_l("Written down: 72 hours run."))
@takes(
    title=Line(120), what=Words(4000), which=Words(1000), people=Read(whole, empty=None),
    day=Read(as_date), hour=Read(as_time, most=5, empty=time()),
)  # fmt: skip
def write_breach(
    title: str, what: str, which: str, people: int | None, day: date, hour: time
) -> str:
    found_at = clock.at(day, hour)
    row = actions.write_down(title, what, which, people, found_at, protector(), clock.now())
    return url_for("personal_data.breach", code=row.code)


@personal_data.get("/can-bo/du-lieu/su-co/<code>")
@access(may_act, load=actions.by_code)
def breach(row: Breach) -> ResponseReturnValue:
    return _page(row)


@personal_data.post("/can-bo/du-lieu/su-co/<code>/<act>")
@access(may_act, load=load_with_act)
@acts(again=lambda thing, **refused: _page(thing[0], **refused), said=_l("Written down."))
@takes(version=Read(whole), words=Words(2000))
def act_on_breach(thing: tuple[Breach, str], version: int | None, words: str) -> str:
    row, verb = thing
    row.check_version(version)
    actions.act(row, verb, words, protector(), clock.now())
    return url_for("personal_data.breach", code=row.code)


def _new(**refused: Any) -> str:
    now = clock.local(clock.now())
    return render_template("personal_data/breaching/new.html", now=now, **{**FRESH, **refused})


def _page(row: Breach, **refused: Any) -> str:
    acts_now = [(act, verb) for act, verb in ACTS.items() if LIFE.may(row, verb)]
    return render_template(
        "personal_data/breaching/one.html",
        row=row, acts_now=acts_now, now=clock.now(), **{**FRESH, **refused},
    )  # fmt: skip
