"""The duty officers' pages: what calls, by need or by distance; a house and its acts."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts.present import person
from app.core import clock
from app.core.access import access, current_viewer
from app.core.act import FRESH, acts, runs, said_at
from app.core.errors import DomainError
from app.core.forms import Line, Read, takes
from app.core.listing import Page, ways
from app.core.text import whole
from app.news.blueprint import news
from app.news.rescue import handling, queries
from app.news.rescue.models import LIFE, OUTCOMES, TAKEN, Rescue
from app.places import forms as place_forms

NEAR, OVER = "gan", "xong"


@news.get("/can-bo/cuu-giup")
@access(queries.works_on_rescues)
def rescue_desk() -> ResponseReturnValue:
    """List the houses that call: the gravest first, or the nearest; or those that are settled."""
    viewer, shown = current_viewer(), request.args.get("xem", "")
    here, is_own = _here()
    if shown == NEAR and here is not None:
        page: Page[Rescue] = Page(queries.nearest(viewer, *here))
    else:
        page = queries.listed(viewer, shown == OVER, request.args.get("sau"))
    given = {"xem": OVER} if shown == OVER else {}
    now = clock.now()
    return render_template(
        "news/rescue/desk.html",
        lines=queries.lines(page.rows, here), shown=shown, now=now, is_own=is_own,
        office=queries.office_of(viewer), figures=queries.figures(viewer, now - queries.RECENT),
        user_id=viewer.user_id, **ways(".rescue_desk", page, "sau", **given),
    )  # fmt: skip


@news.get("/can-bo/cuu-giup/<code>")
@access(queries.may_handle, load=queries.house_by_code)
def rescue(house: Rescue) -> ResponseReturnValue:
    return _show(house)


def _where(house: Rescue) -> str:
    return url_for(".rescue", code=house.code)


@news.post("/can-bo/cuu-giup/<code>/nhan")
@access(queries.may_handle, load=queries.house_by_code)
@runs(refused=said_at(_where), said=_l("It is yours. Call them and go."))
def take_rescue(house: Rescue) -> str:
    """Take it: of two officers at once one gets it, the other is told who did."""
    handling.take(house, person(), clock.now())
    return _where(house)


@news.post("/can-bo/cuu-giup/<code>/nhan-thay")
@access(queries.may_handle, load=queries.house_by_code)
@runs(refused=said_at(_where), said=_l("It is yours now; your colleague is told."))
@takes(version=Read(whole))
def take_rescue_over(house: Rescue, version: int | None) -> str:
    house.check_version(version)
    handling.take_over(house, person(), clock.now())
    return _where(house)


@news.post("/can-bo/cuu-giup/<code>/tra-lai")
@access(queries.may_handle, load=queries.house_by_code)
@runs(refused=said_at(_where), said=_l("It waits for others now."))
@takes(version=Read(whole))
def give_rescue_back(house: Rescue, version: int | None) -> str:
    house.check_version(version)
    handling.give_back(house, person(), clock.now())
    return url_for(".rescue_desk")


@news.post("/can-bo/cuu-giup/<code>/xong")
@access(queries.may_handle, load=queries.house_by_code)
@acts(again=lambda house, **refused: _show(house, **refused), said=_l("Settled, and told."))
@takes(version=Read(whole), outcome=Line(20))
def settle_rescue(house: Rescue, version: int | None, outcome: str) -> str:
    """End it: how it ended has to be said."""
    house.check_version(version)
    handling.settle(house, outcome, person(), clock.now())
    return url_for(".rescue_desk")


@news.post("/can-bo/cuu-giup/<code>/tach")
@access(queries.may_handle, load=queries.house_by_code)
@runs(refused=said_at(_where), said=_l("It stands alone now."))
@takes(version=Read(whole), call=Line(20))
def part_rescue(house: Rescue, version: int | None, call: str) -> str:
    """Let a call that was put to the wrong house stand for a house of its own."""
    house.check_version(version)
    return _where(handling.part(house, call, person(), clock.now()))


def _here() -> tuple[tuple[float, float] | None, bool]:
    """Give where the officer's phone is, where the address says so, else the duty office."""
    given = request.args
    try:
        point = place_forms.coordinates(given.get("lat", ""), given.get("long", ""))
        return (point.lat, point.long), True
    except DomainError:
        office = queries.office_of(current_viewer())
    if office is None or office.lat is None or office.long is None:
        return None, False
    return (office.lat, office.long), False


def _show(house: Rescue, **refused: Any) -> str:
    here, is_own = _here()
    (line,) = queries.lines([house], here)
    mine = house.handler_id == current_viewer().user_id
    return render_template(
        "news/rescue/show.html",
        house=house, line=line, now=clock.now(), outcomes=OUTCOMES.items(), life=LIFE,
        sees_phones=mine and house.status == TAKEN, is_mine=mine, is_own=is_own,
        **{**FRESH, **refused},
    )  # fmt: skip
