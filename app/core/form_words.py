"""What the forms of the house do otherwise than WTForms: no token of their own, and our words."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm


class Words:
    """What a field of WTForms says by itself: that a choice is none of the list."""

    unlisted = _l("Choose one from the list.")

    def gettext(self, string: str) -> Any:
        return self.unlisted if "choice" in string.lower() else string

    def ngettext(self, singular: str, plural: str, n: int) -> Any:
        return self.gettext(singular)


class House(FlaskForm.Meta):
    """How every form is bound; forgery is refused once for all of them."""

    csrf = False

    def get_translations(self, form: Any) -> Words:
        return Words()
