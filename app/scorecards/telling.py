"""How the figures of a row are told: in groups, beside the period before, month by month."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup

from app.core import charts
from app.core.preferences import language
from app.scorecards.measures import BY_GROUP, GROUPS, TIMES, Figures, lasting, shares
from app.scorecards.queries import Editions, documents, months_before, row_of
from app.service_requests.figures.periods import Period

MONTHS_DRAWN = 12


def groups(now: Figures, before: Figures | None) -> list[tuple[Any, list[dict[str, Any]]]]:
    """Give the figures in their groups."""
    return [(label, _lines(group, now, before)) for group, label in GROUPS.items()]


def _lines(group: str, now: Figures, before: Figures | None) -> list[dict[str, Any]]:
    """Give the group's figures as they are shown, beside those of the period before."""
    parts = [(each, shares(each) if each else {}) for each in (now, before)]
    return [
        {
            "name": measure.name,
            "label": measure.label,
            "meaning": measure.meaning,
            "cells": [_cell(measure.name, each, share) for each, share in parts],
        }
        for measure in BY_GROUP[group]
        if measure.name in now
    ]


def _cell(name: str, of: Figures | None, share: Mapping[str, int]) -> tuple[str, str]:
    if of is None or name not in of:
        return "–", ""
    if name in TIMES:
        return lasting(of[name]), ""
    return str(of[name]), f"{share[name]}%" if share.get(name) else ""


def reasons(now: Figures, before: Figures | None) -> list[tuple[str, int, int | str]]:
    was = {each["code"]: each["number"] for each in before["not_public"]} if before else {}
    return [
        (name_of(each), each["number"], was.get(each["code"], 0) if before else "–")
        for each in now["not_public"]
    ]


def months_of(
    known: Editions, period: Period, dimension: str, code: str
) -> list[tuple[Period, Figures | None]]:
    """Give the months up to the period's end, as far as they were published."""
    wanted = [each for each in months_before(period, MONTHS_DRAWN) if known.has(each)]
    newest = {each: known.of(each)[-1] for each in wanted}
    read = documents(newest.values())
    return [(each, row_of(read[newest[each].id], dimension, code)) for each in wanted]


def chart(months: Sequence[tuple[Period, Figures | None]]) -> Markup | None:
    told = [(month, figures) for month, figures in months if figures]
    if len(told) < 2:
        return None
    bars = [
        charts.Bar(
            f"{month.first.month}/{month.first:%y}" if len(told) < 7 or at % 3 == 0 else "",
            figures["received"],
            _("%(month)s: %(number)s came in, %(done)s of them ended on time",
              month=month.label, number=figures["received"], done=figures["on_time"]),
            marked=at == len(told) - 1,
        )
        for at, (month, figures) in enumerate(told)
    ]  # fmt: skip
    line = [figures["on_time"] for _month, figures in told]
    return charts.bars(
        bars, _("Reports that came in, month by month, and those ended on time"), line
    )


def name_of(row: Mapping[str, str]) -> str:
    return row.get(f"name_{language()}") or row["name"]
