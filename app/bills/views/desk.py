"""The clerk's desk: a biller at a glance, its bills, exports, reminders."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.bills import exporting, queries
from app.bills.actions import reminding
from app.bills.models import Biller
from app.bills.policies import may_clerk, may_export, runs_billers, sees_tariffs
from app.bills.queries import desk
from app.bills.queries.desk import Filters
from app.bills.sheets import SHEET
from app.bills.views.common import asked_code, bills, viewer
from app.core import audit, clock
from app.core.access import access
from app.core.act import Done, acts
from app.core.downloads import download
from app.core.forms import Read, takes
from app.core.listing import ways
from app.core.tables.writing import CSV, TYPES, XLSX
from app.payments import queries as payments
from app.payments.owners import AGENCY
from app.sheets import queries as sheets


def exported(viewer: Any, biller: str, kind: str) -> tuple[Biller, str] | None:
    found = queries.managed_biller(viewer, biller)
    return (found, kind) if found and kind in (CSV, XLSX) else None


@bills.get("/can-bo/hoa-don")
@access(sees_tariffs)
def desk_index() -> ResponseReturnValue:
    """List the billers whose clerk or administrator one is; a clerk's only one shows at once."""
    found, run = queries.billers_of(viewer()), queries.billers_below(viewer())
    if len(found) == 1 and not runs_billers(viewer()):
        return redirect(url_for("bills.desk_biller", biller=found[0].code), 303)
    return render_template(
        "bills/desk/billers.html", billers=found, run=run, runs=runs_billers(viewer())
    )


@bills.get("/can-bo/hoa-don/<biller>")
@access(may_clerk, load=queries.managed_biller)
def desk_biller(biller: Biller) -> ResponseReturnValue:
    """Show a biller: totals by period and place, sheets in work, what waits."""
    totals = desk.totals(biller)
    periods = desk.by_period(totals)
    period = _filters().period or (periods[0].period if periods else "")
    by_place = [each for each in totals if each.period == period]
    account, waiting = payments.account_and_waiting(AGENCY, biller.agency_id)
    return render_template(
        "bills/desk/biller.html",
        biller=biller,
        totals=periods,
        period_shown=period,
        by_place=by_place,
        place_names=desk.place_names(by_place),
        uploads=sheets.in_work(SHEET, biller.id),
        drafts=desk.draft_count(biller),
        account=account,
        waiting=waiting,
    )


@bills.get("/can-bo/hoa-don/<biller>/danh-sach")
@access(may_clerk, load=queries.managed_biller)
def desk_list(biller: Biller) -> ResponseReturnValue:
    """List the biller's bills: of a month, unpaid, overpaid, not published."""
    filters = _filters()
    page, keep = desk.page(biller, filters, request.args.get("truoc")), filters.given
    return render_template(
        "bills/desk/list.html", biller=biller, rows=page.rows, filters=filters, keep=keep,
        **ways(".desk_list", page, "truoc", biller=biller.code, **keep),
    )  # fmt: skip


@bills.get("/can-bo/hoa-don/<biller>/danh-sach.<kind>")
@access(may_export, load=exported)
def desk_export(wanted: tuple[Biller, str]) -> ResponseReturnValue:
    """Give the same list as CSV or XLSX; cells that a program could run are made harmless."""
    biller, kind = wanted
    rows = desk.each(biller, _filters())
    content = exporting.csv_of(rows) if kind == "csv" else exporting.xlsx_of(rows)
    return download(content, f"{biller.code}.{kind}", TYPES[kind])


@bills.post("/can-bo/hoa-don/<biller>/nhac")
@access(may_clerk, load=queries.managed_biller)
@acts()
@takes(period=Read(lambda typed: Filters.read({"ky": typed}).period, name="ky"))
def desk_remind(biller: Biller, period: str) -> Done:
    """Remind those who follow unpaid bills of a month, at most once a day."""
    now = clock.now()
    found = list(desk.each(biller, Filters(period, desk.UNPAID)))
    count = reminding.remind_unpaid(found, now)
    audit.record(
        viewer().reference, "remind-unpaid", biller.reference, now=now, after={"told": count}
    )
    said = ngettext("%(num)d household is reminded", "%(num)d households are reminded", count)
    rest = len(found) - count
    said += ". " + _("%(rest)s unpaid bills are followed by nobody: see the list.", rest=rest)
    url = url_for("bills.desk_list", biller=biller.code, ky=period, loai=desk.UNPAID)
    return Done(url, said)


def _filters() -> Filters:
    return Filters.read({**request.args, "ma": asked_code()})
