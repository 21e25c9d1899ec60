"""Forms of absence, of leaving an office and of a part."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField

from app.core.forms import NEEDED, Form, choices
from app.service_requests.catalogue.forms import Choice, words
from app.service_requests.clock.forms import Day

STAYS, MOVES, CLOSES = "", "moves", "closes"
THEN = {
    STAYS: _l("Nothing more: they stay where they are"),
    MOVES: _l("They move to another agency, with the same rights there"),
    CLOSES: _l("Their account is closed"),
}


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
    then = RadioField(_l("And then?"), choices=choices(THEN.items()), default=STAYS)
    to = words(_l("Code or name of the new agency"), 200)


class PartForm(Form):
    """A supporting agency's answer."""

    text = words(_l("What was done, or is known"), 5_000, NEEDED)
