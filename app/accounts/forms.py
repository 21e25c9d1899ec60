"""The shape of what administrators type."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    widgets,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, Regexp

from app.accounts.models.agency import KINDS

NEEDED = InputRequired(message=_l("Please fill this in."))
CODE = Regexp(r"^[a-z0-9]+(-[a-z0-9]+)*$", message=_l("Small letters, digits and hyphens only."))


def choices(pairs: Iterable[tuple[str, Any]]) -> list[SelectChoice]:
    """Give (value, label) pairs as WTForms wants them."""
    return [SelectChoice(value, label) for value, label in pairs]


def _long(most: int) -> Length:
    return Length(max=most, message=_l("At most %(max)d characters."))


class AgencyForm(FlaskForm):
    """An agency with its names in both languages."""

    name = StringField(_l("Name"), [NEEDED, _long(200)])
    short_name = StringField(_l("Short name"), [_long(80)])
    name_en = StringField(_l("Name in English"), [_long(200)])
    short_name_en = StringField(_l("Short name in English"), [_long(80)])
    kind = SelectField(_l("Kind"), choices=choices(KINDS.items()))
    parent = SelectField(_l("Stands below"))
    place = SelectField(_l("For the place"))
    village = StringField(_l("Code of the village, where it is for one"), [_long(80)])
    phone = TelField(_l("Public telephone"), [_long(30)])
    sign_off = BooleanField(_l("Answers go out only after a lead has approved them"))


class NewAgencyForm(AgencyForm):
    """A new agency; its code stays for good."""

    code = StringField(_l("Code"), [NEEDED, _long(60), CODE])


class EditAgencyForm(AgencyForm):
    """An agency that is there already."""

    is_closed = BooleanField(_l("Closed: gets nothing new, its officials have no rights in it"))


class RightsForm(FlaskForm):
    """Rights in one agency."""

    agency = SelectField(_l("In the agency, and all below it"))
    permissions = SelectMultipleField(
        _l("May"),
        widget=widgets.ListWidget(prefix_label=False),
        option_widget=widgets.CheckboxInput(),
    )


class OfficialForm(RightsForm):
    """A new official."""

    name = StringField(_l("Full name"), [NEEDED, _long(80)])
    phone = TelField(_l("Mobile phone"), [NEEDED, _long(30)])
