"""Prepared alerts: written in quiet times, used in a minute."""

from dataclasses import dataclass
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts.viewer import Viewer
from app.core.access import access, current_viewer
from app.core.act import FRESH, acts
from app.news import policies
from app.news.actions import preparing
from app.news.blueprint import news
from app.news.models import AlertTemplate
from app.news.models.alert import KINDS, LEVELS
from app.news.queries import alerts

BOTH = ["GET", "POST"]


@dataclass(frozen=True)
class Asked:
    """The prepared alert of the address; None for a new one."""

    template: AlertTemplate | None


def load(viewer: Viewer, code: str) -> Asked | None:
    found = alerts.template(code)
    return Asked(found) if found is not None or code == NEW else None


NEW = "moi"


@news.route("/can-bo/canh-bao/mau/<code>", methods=BOTH)
@access(lambda viewer, asked: policies.may_alert(viewer), load=load)
def edit_template(asked: Asked) -> ResponseReturnValue:
    """Write a prepared alert, in Vietnamese and, where wanted, in English."""
    if request.method == "GET":
        return _page(asked, preparing.values_of(asked.template))
    answer: ResponseReturnValue = _write(asked)
    return answer


@acts(
    again=lambda asked, **refused: _page(asked, preparing.read(request.form), **refused),
    said=_l("Saved."),
)
def _write(asked: Asked) -> str:
    preparing.write(asked.template, preparing.read(request.form), current_viewer().actor())
    return url_for(".alert_desk")


@news.post("/can-bo/canh-bao/mau/<code>/bo")
@access(lambda viewer, asked: policies.may_alert(viewer), load=load)
@acts()
def drop_template(asked: Asked) -> str:
    """Take a prepared alert away; alerts made from it stay."""
    if asked.template is not None:
        preparing.drop(asked.template, current_viewer().actor())
    return url_for(".alert_desk")


def _page(asked: Asked, values: dict[str, Any], **refused: Any) -> str:
    return render_template(
        "news/desk/template.html",
        template=asked.template,
        code=asked.template.code if asked.template else NEW,
        values=values,
        kinds=KINDS,
        levels=LEVELS,
        **{**FRESH, **refused},
    )
