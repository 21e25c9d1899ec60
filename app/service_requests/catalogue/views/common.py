"""What the administration's pages share."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from app.accounts.actors import Actor
from app.accounts.permissions import ADMINISTER
from app.core.access import current_viewer
from app.core.db import db
from app.core.errors import DomainError
from app.core.promises import WORKING
from app.service_requests.catalogue.models import UrgencyClass

WORKING_DAY = 450
"""Minutes of work in a day of the usual hours: what five working days are reckoned in."""


def administrator() -> Actor:
    """Give who acts: for the agency that gives the right."""
    viewer = current_viewer()
    return viewer.actor(viewer.agencies(ADMINISTER)[0])


def saved(endpoint: str) -> ResponseReturnValue:
    """Commit, say so and go back to the list."""
    db.session.commit()
    flash(_("Saved."), "ok")
    return redirect(url_for(endpoint), 303)


def again(
    template: str, form: FlaskForm, error: DomainError | None = None, **values: Any
) -> ResponseReturnValue:
    """Show a refused form as it was typed."""
    db.session.rollback()
    if error is not None:
        form[error.field or "name"].errors = [error.message]
    return render_template(template, form=form, **values), 422


def texts(form: FlaskForm, names: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """Give what was typed by language: ``name`` is Vietnamese, ``name_en`` English."""
    return {
        "vi": {name: form[name].data for name in names},
        "en": {name: form[f"{name}_en"].data for name in names},
    }


def typed_texts(row: Any, names: tuple[str, ...]) -> dict[str, str]:
    """Give a row's texts as its form is filled with them."""
    found = {text.language: text for text in row.texts}
    endings = (("vi", ""), ("en", "_en"))
    return {
        f"{name}{ending}": getattr(found.get(language), name, "")
        for language, ending in endings
        for name in names
    }


def hours(minutes: int) -> str:
    """Give minutes as hours the way a form takes them: 8, 37,5."""
    return f"{minutes / 60:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def promised(minutes: int, clock: str) -> str:
    """Give minutes as people say them: 8 working hours, 5 working days, 4 hours."""
    shown = format_decimal(round(minutes / 60, 2))
    if clock != WORKING:
        return _("%(hours)s hours", hours=shown)
    if minutes and minutes % WORKING_DAY == 0:
        return _("%(days)s working days", days=minutes // WORKING_DAY)
    return _("%(hours)s working hours", hours=shown)


def class_choices(classes: Any, none: Any = None) -> list[tuple[str, Any]]:
    """Give urgency classes to choose from, each with what it promises."""
    listed: list[tuple[str, Any]] = [("", none)] if none is not None else []
    return listed + [(each.code, f"{each.name}: {_promise(each)}") for each in classes]


def _promise(urgency: UrgencyClass) -> str:
    return promised(urgency.answer_minutes, urgency.clock)
