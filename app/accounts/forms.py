"""The shape of what administrators type."""

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    widgets,
)

from app.accounts.models.agency import KINDS
from app.core.forms import CODE, NEEDED, Form, choices, longest


class AgencyForm(Form):
    """An agency with its names in both languages."""

    name = StringField(_l("Name"), [NEEDED, longest(200)])
    short_name = StringField(_l("Short name"), [longest(80)])
    name_en = StringField(_l("Name in English"), [longest(200)])
    short_name_en = StringField(_l("Short name in English"), [longest(80)])
    kind = SelectField(_l("Kind"), choices=choices(KINDS.items()))
    parent = SelectField(_l("Stands below"))
    place = SelectField(_l("For the place"))
    village = StringField(_l("Code of the village, where it is for one"), [longest(80)])
    phone = TelField(_l("Public telephone"), [longest(30)])
    sign_off = BooleanField(_l("Answers go out only after a lead has approved them"))


class NewAgencyForm(AgencyForm):
    """A new agency; its code stays for good."""

    code = StringField(_l("Code"), [NEEDED, longest(60), CODE])


class EditAgencyForm(AgencyForm):
    """An agency that is there already."""

    is_closed = BooleanField(_l("Closed: gets nothing new, its officials have no rights in it"))


class RightsForm(Form):
    """Rights in one agency."""

    agency = SelectField(_l("In the agency, and all below it"))
    permissions = SelectMultipleField(
        _l("May"),
        widget=widgets.ListWidget(prefix_label=False),
        option_widget=widgets.CheckboxInput(),
    )


class OfficialForm(RightsForm):
    """A new official."""

    name = StringField(_l("Full name"), [NEEDED, longest(80)])
    phone = TelField(_l("Mobile phone"), [NEEDED, longest(30)])
