"""Forms of absence, of leaving an office and of a part."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from app.core.forms import NEEDED, Form
from app.service_requests.catalogue.forms import Choice, words
from app.service_requests.clock.forms import Day


class AbsenceForm(Form):
    """Who is away, from when to when, and who stands in."""

    who = Choice(_l("Who is away?"))
    first = Day(_l("First day"))
    to = Day(_l("Last day"))
    deputy = Choice(_l("Who stands in?"))


class HandOverForm(Form):
    """To whom everything goes, and whether the rights end."""

    successor = Choice(_l("Who takes over?"))
    end_rights = BooleanField(_l("End the rights of whoever leaves"))


class PartForm(Form):
    """A supporting agency's answer."""

    text = words(_l("What was done, or is known"), 5_000, NEEDED)
