"""A team's volunteer hours: entered by the lead, approved above, as a sheet, on certificates."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.accounts.present import viewer
from app.accounts.viewer import Viewer
from app.community.blueprint import community
from app.community.rights import may_run
from app.community.teams import queries as teams
from app.community.teams.models import CommunityTeam
from app.community.training import hours
from app.community.training.forms import HoursForm
from app.community.training.hours_models import VolunteerHours
from app.community.training.rights import may_count
from app.core import clock, text
from app.core.access import PROVED, access
from app.core.act import FRESH, acts
from app.core.downloads import download
from app.core.forms import takes
from app.core.tables.writing import CSV, TYPES, XLSX, csv_of, xlsx_of
from app.villages.rights import agency_of

WRITERS: dict[str, Callable[..., bytes]] = {CSV: csv_of, XLSX: xlsx_of}


@dataclass(frozen=True)
class Sheet:
    """The sums of a team's year, as a table of a kind."""

    team: CommunityTeam
    kind: str


def load_counted(viewer: Viewer, code: str) -> CommunityTeam | None:
    """Give a team to its lead, and to the officials who run it."""
    found = teams.team(code)
    return found if found is not None and may_count(viewer, found) else None


def load_sheet(viewer: Viewer, code: str, kind: str) -> Sheet | None:
    found = load_counted(viewer, code)
    return Sheet(found, kind) if found is not None and kind in WRITERS else None


def load_hours(viewer: Viewer, number: int) -> VolunteerHours | None:
    found = hours.by_id(number)
    return found if found is not None and may_count(viewer, found.member.team) else None


def may_take(viewer: Viewer, sheet: Sheet) -> bool:
    return may_count(viewer, sheet.team)


def may_strike(viewer: Viewer, row: VolunteerHours) -> bool:
    """Tell whether the viewer strikes hours out: the lead what waits, officials any."""
    team = row.member.team
    return may_run(viewer, team) or (row.waits and may_count(viewer, team))


def may_approve(viewer: Viewer, row: VolunteerHours) -> bool:
    return may_run(viewer, row.member.team)


@community.get("/to-cong-nghe/<code>/gio")
@access(may_count, load=load_counted, asks=PROVED)
def team_hours(team: CommunityTeam) -> ResponseReturnValue:
    return _page(team)


@community.post("/to-cong-nghe/<code>/gio")
@access(may_count, load=load_counted, asks=PROVED)
@acts(again=lambda team, form, **refused: _page(team, form, **refused),
      said=_l("Entered. The hours count once they are approved."))  # fmt: skip
@takes(HoursForm)
def enter_hours(team: CommunityTeam, form: HoursForm) -> str:
    said = form.said(list(teams.members(team.id)))
    row = hours.enter(said, _actor(team), viewer().user_id, clock.now())
    return _month_page(row)


@community.post("/can-bo/to-cong-nghe/gio/<int:number>/duyet")
@access(may_approve, load=load_hours)
@acts(said=_l("Approved."))
def approve_hours(row: VolunteerHours) -> str:
    hours.approve(row, _actor(row.member.team), viewer().user_id, clock.now())
    return _month_page(row)


@community.post("/to-cong-nghe/gio/<int:number>/bo")
@access(may_strike, load=load_hours, asks=PROVED)
@acts(said=_l("Struck out: these hours do not count."))
def strike_hours(row: VolunteerHours) -> str:
    hours.strike(row, _actor(row.member.team), clock.now())
    return _month_page(row)


@community.get("/to-cong-nghe/<code>/gio.<kind>")
@access(may_take, load=load_sheet, asks=PROVED)
def hours_sheet(sheet: Sheet) -> ResponseReturnValue:
    """Give the sums of a year, by person and month."""
    year = _year()
    heads = [_("Name"), _("Team"), _("Month"), _("Hours at classes"), _("Other hours"),
             _("Hours in all")]  # fmt: skip
    rows = [
        [each.member.name, sheet.team.place.title, f"{each.month:%m/%Y}",
         _hours(each.at_classes), _hours(each.others), _hours(each.minutes)]
        for each in hours.sums(sheet.team, *_span(year))
    ]  # fmt: skip
    name = f"gio-{text.ascii_slug(sheet.team.place.title)}-{year}.{sheet.kind}"
    return download(WRITERS[sheet.kind](heads, rows), name, TYPES[sheet.kind])


@community.get("/to-cong-nghe/<code>/gio/giay-khen")
@access(may_count, load=load_counted, asks=PROVED)
def hours_certificates(team: CommunityTeam) -> ResponseReturnValue:
    """Show a sheet for each volunteer with the hours of a year, to be printed and signed."""
    year, total = _year(), dict[int, tuple[str, int]]()
    for each in hours.sums(team, *_span(year)):
        name, minutes = total.get(each.member.id, (each.member.name, 0))
        total[each.member.id] = name, minutes + each.minutes
    rows = [(name, _hours(minutes)) for name, minutes in total.values() if name]
    return render_template("community/training/certificates.html", team=team, year=year, rows=rows)


def _actor(team: CommunityTeam) -> Actor:
    return viewer().actor(agency_of(viewer(), team.place))


def _month_page(row: VolunteerHours) -> str:
    return url_for(".team_hours", code=row.member.team.code, thang=f"{row.day:%Y-%m}")


def _hours(minutes: int) -> float:
    return round(minutes / 60, 2)


def _year() -> int:
    typed = text.whole(request.args.get("nam", ""), 4)
    return typed if typed and 2020 <= typed <= 2100 else clock.local(clock.now()).year


def _span(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year + 1, 1, 1)


def _month() -> date:
    typed = text.day(f"{request.args.get('thang', '')[:7]}-01")
    today = clock.local(clock.now()).date()
    return typed if typed is not None and typed <= today else today.replace(day=1)


def _page(team: CommunityTeam, form: HoursForm | None = None, **refused: Any) -> str:
    month = _month()
    first, behind = hours.span(month)
    before = (first.replace(day=1) - date.resolution).replace(day=1)
    today = clock.local(clock.now()).date()
    runs = may_run(viewer(), team)
    rows = hours.of_month(team, month)
    return render_template(
        "community/training/hours.html",
        team=team, form=form or HoursForm(None), month=first, runs=runs,
        rows=[(each, runs and may_be_approved(each)) for each in rows],
        sums=hours.sums(team, first, behind), hours=_hours, year=first.year,
        before=url_for(".team_hours", code=team.code, thang=f"{before:%Y-%m}"),
        after=url_for(".team_hours", code=team.code, thang=f"{behind:%Y-%m}")
        if behind <= today else None,
        members=[("", _("Choose")),
                 *((str(each.id), each.name) for each in teams.members(team.id))],
        today=today, **{**FRESH, **refused},
    )  # fmt: skip


def may_be_approved(row: VolunteerHours) -> bool:
    """Tell whether the viewer may be the other person who approves."""
    return row.waits and viewer().user_id not in (row.entered_by_id, row.member.user_id)
