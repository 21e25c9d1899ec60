"""What forms are made of: a field says how it is read, how much it takes and what it refuses.

The small form of one act is declared at the act, which is called with what was read:

    @acts(again=lambda **refused: _page(**refused))
    @takes(text=Line(60), until=Read(as_date))
    def forbid(text: str, until: date) -> str: ...

A larger one, or one that is shown filled in, is a class, and the act gets the whole form:

    @acts(again=lambda shop, form, **_refused: _page(shop, form))
    @takes(ShopForm)
    def change_shop(shop: Shop, form: ShopForm) -> str: ...

Nothing is done before all fields fit: ``Unfit`` names all that do not, each with its sentence, and
``core/act`` gives the form back. A field's ``data`` is what was meant, its ``text`` what was typed;
a template that writes its fields itself takes ``form.shown``. Forms that travel: ``core/sent``.
"""

from collections.abc import Callable, Container, Iterable
from functools import wraps
from typing import Any, Self

from flask import has_request_context, request
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import CombinedMultiDict
from wtforms import BooleanField, Field, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.form import FormMeta
from wtforms.validators import InputRequired, Length, Regexp, StopValidation, ValidationError

from app.core import text
from app.core.db import READING
from app.core.errors import DomainError
from app.core.form_words import House
from app.core.tables.errors import BadValue

Check = Callable[[Any, Any], None]
NEEDED = InputRequired(message=_l("Please fill this in."))
CODE = Regexp(r"^[a-z0-9]+(-[a-z0-9]+)*$", message=_l("Small letters, digits and hyphens only."))
SAID: Any = object()
"""Stands where nothing else was said; in a field's ``empty``: it is read like any other."""


class Unfit(DomainError):
    """Fields that do not fit: the first of them, and in ``errors`` all."""

    def __init__(self, form: "Form") -> None:
        name, sentence = form.wrong[0]
        super().__init__(sentence, field=name)
        self.errors = form.wrong
        self.kept_back = tuple(name for each in form for name in getattr(each, "kept_back", ()))


class Form(FlaskForm):
    """A form of the house. Forgery is refused once for all of them, before anything is loaded."""

    Meta = House

    def __init__(self, sent: Any = SAID, **filled: Any) -> None:
        """Read what was sent, or a row of a sheet; a form of ``None`` is only filled."""
        if sent is SAID:
            sent = None if request.method in READING else request.form
        both = sent is not None and has_request_context() and request.files
        super().__init__(CombinedMultiDict((request.files, sent)) if both else sent, **filled)

    def check(self) -> Self:
        """Give the form; raises ``Unfit`` where a field does not fit."""
        if not self.validate():
            raise Unfit(self)
        return self

    def refuse(self, error: DomainError) -> None:
        """Put what an act refuses at its field."""
        error.form = self
        if not isinstance(error, Unfit):
            self.add(error.field, error.message)

    def add(self, name: str | None, sentence: Any) -> None:
        """Say what is wrong with a field, or with all of them together."""
        field: Any = next((each for each in self if each.name == name), None)
        if field is None:
            self.form_errors.append(sentence)
        else:
            field.errors = [*field.errors, sentence]

    @property
    def wrong(self) -> list[tuple[str | None, Any]]:
        """What is wrong, by the names of the fields, in their order."""
        found = [(each.name, sentence) for each in self for sentence in each.errors]
        return [*found, *((None, each) for each in self.form_errors)]

    @property
    def shown(self) -> dict[str, Any]:
        """What stands in the form, by field, with ``errors`` and, by field, each ``error``."""
        values = {name: getattr(each, "text", each.data) for name, each in self._fields.items()}
        return {**values, "errors": self.wrong, "error": dict(reversed(self.wrong))}


class Words(StringField):
    """Words of any number of lines, clean. Beyond ``most`` characters they are cut."""

    data: Any
    kept_back: tuple[str, ...] = ()
    most: int | None = 2000

    def __init__(self, most: Any = SAID, *checks: Check, **more: Any) -> None:
        super().__init__(more.pop("label", ""), checks, **{"default": "", **more})
        self.most = self.most if most is SAID else most

    @property
    def text(self) -> str:
        """What stands in the field; of a place and the like the code."""
        return "" if self.data is None else str(getattr(self.data, "code", self.data))

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = self.clean(valuelist[0] if valuelist else "")

    def clean(self, typed: str) -> str:
        return text.clean(typed if self.most is None else typed[: self.most * 4], self.most)


class Line(Words):
    """One line of at most ``most`` characters, clean, with single spaces; more is cut."""

    most = 200

    def clean(self, typed: str) -> str:
        return text.line(typed, self.most or 0)


class Raw(Words):
    """What was typed as it was typed: a password, a secret."""

    def clean(self, typed: str) -> str:
        return typed if self.most is None else typed[: self.most]


class Read(Line):
    """A line that means a day, an amount, one of a list: ``data`` is what ``read`` makes of it.

    It is read when the form is checked. ``read`` raises ``BadValue`` or ``DomainError`` for what it
    is not. ``empty`` is what an empty field means; without it that is read as well. ``when`` tells
    of the form whether the field counts at all.
    """

    typed: Any = None

    def __init__(
        self,
        read: Callable[[str], Any],
        *checks: Check,
        most: int = 200,
        empty: Any = SAID,
        when: Callable[[Any], Any] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(most, *checks, **{"default": None, **more})
        self.read, self.empty, self.when = read, empty, when

    def process_data(self, value: Any) -> None:
        self.data, self.typed = value, None

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        self.typed, self.data = self.data, None

    def pre_validate(self, form: Any) -> None:
        if self.when is not None and not self.when(form):
            self.data = None if self.empty is SAID else self.empty
            raise StopValidation()
        if self.typed is None:
            return
        try:
            reads = self.typed or self.empty is SAID
            self.data = self.read(self.typed) if reads else self.empty
        except (BadValue, DomainError) as refused:
            self.data, self.kept_back = None, getattr(refused, "kept_back", ())
            raise StopValidation(refused.message) from refused

    @property
    def text(self) -> str:
        """What was typed; else what is meant, written out, where that is not what empty means."""
        if self.typed is None:
            return "" if self.data == self.empty else super().text
        return str(self.typed)


class Named(Field):
    """Lines whose names begin alike, one for each row; ``data`` has them by how the names end."""

    data: dict[str, Any]

    def __init__(
        self, begins: str, read: Callable[[str], Any] = str, most: int = 200, **more: Any
    ) -> None:
        self.begins, self.read, self.most = begins, read, most
        self.rows = more.pop("rows", 100)
        super().__init__("", **more)

    def process(self, formdata: Any, *_data: Any, **_more: Any) -> None:
        self.process_errors = []
        names = [name for name in formdata or () if name.startswith(self.begins)][: self.rows]
        found = {name: self.read(text.line(formdata[name], self.most)) for name in names}
        self.data = {name.removeprefix(self.begins): value for name, value in found.items()}


class Tick(BooleanField):
    """A box that is ticked or not, a button that was pressed or not."""

    def __init__(self, **more: Any) -> None:
        super().__init__(more.pop("label", ""), **more)


class Several(Field):
    """All values of one name, each cut to ``most`` characters."""

    data: Any

    def __init__(self, most: int = 200, **more: Any) -> None:
        super().__init__("", **{"default": (), **more})
        self.most = most

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = tuple(value[: self.most] for value in valuelist)


class Files(Several):
    """All files of one name, as they came."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = tuple(each for each in valuelist if not isinstance(each, str))


def choices(pairs: Iterable[tuple[str, Any]]) -> list[SelectChoice]:
    """Give (value, label) pairs as WTForms wants them."""
    return [SelectChoice(value, label) for value, label in pairs]


def longest(most: int) -> Length:
    """Refuse more than ``most`` characters; for a field that carries its label."""
    return Length(max=most, message=_l("At most %(max)d characters."))


def needed(sentence: Any) -> Check:
    """Refuse an empty field with ``sentence``."""

    def check(_form: Any, field: Any) -> None:
        if not field.data:
            raise StopValidation(sentence)

    return check


def at_most(most: int) -> Check:
    """Refuse more than ``most`` characters."""

    def check(_form: Any, field: Any) -> None:
        if len(field.data or "") > most:
            raise ValidationError(_l("This is too long: at most %(most)s characters.", most=most))

    return check


def among(known: Container[Any], sentence: Any) -> Check:
    """Refuse what is not ``known`` with ``sentence``."""

    def check(_form: Any, field: Any) -> None:
        if field.data not in known:
            raise ValidationError(sentence)

    return check


def takes(form: Callable[..., Form] | None = None, /, **values: Any) -> Callable[[Any], Any]:
    """Call an act with its form, or with the ``values`` of its fields, once all of them fit.

    ``form`` is a class, or makes the form of what the act is called with. It stands under
    ``core/act``, which gives it back where it is ``Unfit`` or the act refuses something.
    """
    made: Any = FormMeta("Fields", (Form,), values) if form is None else form

    def decorate(act: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(act)
        def run(*things: Any, **named: Any) -> Any:
            if values:
                return act(*things, **named, **made().check().data)
            sent: Form = made() if isinstance(made, type) else made(*things, **named)
            try:
                return act(*things, sent.check(), **named)
            except DomainError as error:
                sent.refuse(error)
                raise

        return run

    return decorate
