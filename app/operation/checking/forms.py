"""The form of a number to call or a link."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField

from app.core.forms import CODE, NEEDED, Form, choices
from app.places.contacts import HOTLINE, KINDS, MOST_ABOUT, MOST_CODE, MOST_NAME, MOST_VALUE
from app.service_requests.catalogue.forms import Position, words


class ContactForm(Form):
    """What is said of one that is there."""

    value = words(_l("Number, or address beginning with https://"), MOST_VALUE, NEEDED)
    name = words(_l("Name"), MOST_NAME, NEEDED)
    name_en = words(_l("Name in English"), MOST_NAME)
    about = words(_l("When to call, or what is there"), MOST_ABOUT)
    about_en = words(_l("The same in English"), MOST_ABOUT)
    where = words(_l("Commune; empty for the whole province"), 200)
    position = Position(_l("Place in the list"))
    basis = words(_l("Where it was found out"), 200)


class NewContactForm(ContactForm):
    """A new one; its code and kind stay for good."""

    kind = RadioField(_l("Kind"), choices=choices(KINDS.items()), default=HOTLINE)
    code = words(_l("Code"), MOST_CODE, NEEDED, CODE)
