"""The shape of what an administrator types about services, classes, routing and reasons."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectField, StringField, ValidationError
from wtforms.validators import InputRequired, Length, Regexp

from app.accounts.forms import choices
from app.core import text
from app.core.promises import CONTINUOUS, WORKING
from app.places.queries import Match
from app.service_requests.catalogue.models import Reason, Service

NEEDED = InputRequired(message=_l("Please fill this in."))
CODE = Regexp(r"^[a-z0-9]+(-[a-z0-9]+)*$", message=_l("Small letters, digits and hyphens only."))
PHONE = Regexp(r"^([0-9][0-9 .]{1,18})?$", message=_l("Digits only, such as 114."))
PICTURES: dict[str, Any] = {
    "road": _l("Road"),
    "lamp": _l("Lamp"),
    "tree": _l("Tree"),
    "tap": _l("Tap"),
    "drop": _l("Drop"),
    "flood": _l("Flood"),
    "bin": _l("Rubbish"),
    "bolt": _l("Electricity"),
    "telecom": _l("Mast"),
    "order": _l("Street order"),
    "noise": _l("Noise"),
    "shield": _l("Security"),
    "traffic": _l("Traffic lights"),
    "building": _l("Building site"),
    "health": _l("Health"),
    "school": _l("School"),
    "care": _l("Care"),
    "attitude": _l("Official at a counter"),
    "water": _l("Water"),
    "agency": _l("Public office"),
    "people": _l("People"),
    "news": _l("Papers"),
    "shop": _l("Market"),
    "phone": _l("Telephone"),
    "key": _l("Key"),
    "card": _l("Card"),
    "flag": _l("Other"),
}
MOST_HOURS = 10_000
MOST_POSITION = 100_000
MOST_DAYS = 60
MOST_METRES = 5_000
SILENCE = (
    (Service.RUN_ON, _l("The clock runs on")),
    (Service.CLOSE, _l("The report closes; it can be reopened")),
)


def longest(most: int) -> Length:
    """Refuse more than ``most`` characters."""
    return Length(max=most, message=_l("At most %(max)d characters."))


def _refuse_unlisted(field: SelectField) -> None:
    """Refuse what is not on the list, in the reader's language."""
    listed: list[Any] = list(field.choices or ())
    if field.data not in [choice.value for choice in listed]:
        raise ValidationError(_l("Choose one from the list."))


class Choice(SelectField):
    """One of a list."""

    def pre_validate(self, form: FlaskForm) -> None:
        _refuse_unlisted(self)


class Picture(RadioField):
    """One of several pictures."""

    def pre_validate(self, form: FlaskForm) -> None:
        _refuse_unlisted(self)


def _clean(value: str | None) -> str:
    return text.clean(value or "")


def words(label: Any, most: int, *more: Any) -> StringField:
    """Make a text field of at most ``most`` characters, cleaned."""
    return StringField(label, [*more, longest(most)], filters=[_clean])


def value_of(field: Any) -> Any:
    return field.number if isinstance(field, Number) else field.data


class Hours(StringField):
    """A number of hours as people write it, 4 or 37,5, kept as whole minutes in ``minutes``."""

    minutes: int = 0

    def process_data(self, value: int | None) -> None:
        hours = f"{(value or 0) / 60:.2f}".rstrip("0").rstrip(".").replace(".", ",")
        self.data = "" if value is None else hours

    def pre_validate(self, form: FlaskForm) -> None:
        """Refuse what is no number of hours between a minute and about a year."""
        hours = text.decimal((self.data or "").strip() or "0")
        if hours is None:
            raise ValidationError(_l("A number of hours, such as 4 or 37,5."))
        if not 0 <= hours <= MOST_HOURS:
            raise ValidationError(_l("Between 0 and 10,000 hours."))
        self.minutes = int(hours * 60)


class Number(StringField):
    """A whole number, kept in ``number``."""

    number: int = 0

    def process_data(self, value: int | None) -> None:
        self.data = "" if value is None else str(value)


class Position(Number):
    """A place in an order: smaller numbers come first."""

    def pre_validate(self, form: FlaskForm) -> None:
        """Refuse what is no whole number."""
        number = text.whole((self.data or "").strip())
        if number is None or number > MOST_POSITION:
            raise ValidationError(_l("A whole number, such as 100."))
        self.number = number


class Days(Number):
    """A number of whole days."""

    def pre_validate(self, form: FlaskForm) -> None:
        """Refuse what is no number of days between one and two months."""
        number = text.whole((self.data or "").strip())
        if number is None or not 1 <= number <= MOST_DAYS:
            raise ValidationError(_l("A whole number of days, from 1 to 60."))
        self.number = number


class Metres(Position):
    """A distance in whole metres; 0 for none."""

    def pre_validate(self, form: FlaskForm) -> None:
        """Refuse what is no whole number up to five kilometres."""
        super().pre_validate(form)
        if self.number > MOST_METRES:
            raise ValidationError(_l("At most 5,000 metres."))


class ServiceForm(FlaskForm):
    """A service with its texts in both languages."""

    name = words(_l("Name"), 80, NEEDED)
    name_en = words(_l("Name in English"), 80)
    group = words(_l("Group"), 80)
    group_en = words(_l("Group in English"), 80)
    hint = words(_l("What belongs here"), 200)
    hint_en = words(_l("What belongs here, in English"), 200)
    keywords = words(_l("Words people search by"), 500)
    keywords_en = words(_l("Words people search by, in English"), 500)
    icon = Picture(_l("Picture"), choices=choices(PICTURES.items()))
    position = Position(_l("Place in the list"))
    active = BooleanField(_l("Can be chosen by citizens"))
    urgency_class = Choice(_l("Urgency class"))
    urgent_class = Choice(_l("Class when the sender says it is urgent"))
    private_by_default = BooleanField(_l("Never shown to the public"))
    about_officials = BooleanField(_l("About officials: goes one level up"))
    emergency_number = words(_l("Whom to call first"), 20, PHONE)
    proof_required = BooleanField(_l("Closing as fixed needs a photo"))
    ask_days = Days(_l("Days to wait for the citizen's answer"))
    near_metres = Metres(_l("Likely duplicates: within how many metres"))
    near_days = Days(_l("Likely duplicates: within how many days"))
    on_silence = Choice(_l("When no answer comes"), choices=choices(SILENCE))


class NewServiceForm(ServiceForm):
    """A new service; its code stays for good."""

    code = words(_l("Code"), 60, NEEDED, CODE)


class UrgencyClassForm(FlaskForm):
    """How fast, and on which clock."""

    name = words(_l("Name"), 80, NEEDED)
    name_en = words(_l("Name in English"), 80)
    clock = Choice(
        _l("Clock"),
        choices=choices(
            ((WORKING, _l("Working hours")), (CONTINUOUS, _l("Day and night, every day")))
        ),
    )
    accept_hours = Hours(_l("Accept within, in hours"), [NEEDED])
    answer_hours = Hours(_l("Answer within, in hours"), [NEEDED])
    extension_hours = Hours(_l("One extension adds, in hours"))

    def validate_accept_hours(self, field: Hours) -> None:
        if not field.minutes:
            raise ValidationError(_l("More than nothing, please."))

    def validate_answer_hours(self, field: Hours) -> None:
        """Whoever must answer has accepted before."""
        if field.minutes < max(1, self.accept_hours.minutes):
            raise ValidationError(_l("The answer cannot be due before the acceptance."))


class NewUrgencyClassForm(UrgencyClassForm):
    """A new class; its code stays for good."""

    code = words(_l("Code"), 40, NEEDED, CODE)


class ReasonForm(FlaskForm):
    """A listed reason in both languages."""

    name = words(_l("Reason, as the citizen reads it"), 200, NEEDED)
    name_en = words(_l("Reason in English"), 200)
    position = Position(_l("Place in the list"))
    active = BooleanField(_l("Can be chosen"))


KINDS = {
    Reason.NOT_ACCEPTED: _l("For not accepting"),
    Reason.NOT_PUBLIC: _l("For not making public"),
    Reason.RETURN: _l("For giving back to the operator"),
}


class NewReasonForm(ReasonForm):
    """A new reason; its code and kind stay for good."""

    code = words(_l("Code"), 60, NEEDED, CODE)
    kind = Choice(_l("What for"), choices=choices(KINDS.items()))


class RuleForm(FlaskForm):
    """A routing rule: a service or any, a place or anywhere, an agency."""

    matches: Sequence[Match] = ()
    """The places that may be meant, where one is still to be chosen."""

    service = Choice(_l("Service"))
    where = words(_l("Commune or village; empty for the whole province"), 200)
    agency = Choice(_l("Agency"))
