"""The shape of an answer kept ready, as an administrator or lead types it."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField, TextAreaField

from app.core import text
from app.core.forms import NEEDED, Form, choices, longest
from app.service_requests.answering.template_models import AnswerTemplate
from app.service_requests.catalogue.forms import Choice, Position, words

PURPOSES: dict[str, Any] = {
    AnswerTemplate.REPLY: _l("Reply, the report stays open"),
    AnswerTemplate.FIXED: _l("Answer and close: fixed"),
    AnswerTemplate.EXPLAINED: _l("Answer and close: explained"),
}


class TemplateForm(Form):
    """An answer kept ready; ``code`` names a report to try it out on."""

    title = words(_l("Name on the button"), 80, NEEDED)
    body = TextAreaField(
        _l("The answer"), [NEEDED, longest(3_000)], filters=[lambda typed: text.clean(typed or "")]
    )
    purpose = Choice(_l("What it is for"), choices=choices(PURPOSES.items()))
    agency = Choice(_l("For the agency, and all below it"))
    service = Choice(_l("For the service"))
    position = Position(_l("Place in the list"))
    active = BooleanField(_l("Offered on the desk"))
    report = StringField(_l("Try it on the report with the code"))
    tries = BooleanField(name="xem-thu")
