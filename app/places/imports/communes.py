"""Which commune a sheet means, by code or name, today's or a former one."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.core.db import db
from app.core.text import words
from app.places.models import COMMUNE, Place
from app.places.queries import successors


@dataclass(frozen=True)
class Named:
    """The present commune, and the one the sheet named (the same, or a former one)."""

    place: Place
    named: Place


class Communes:
    """All communes of the province, present and former, read once."""

    def __init__(self) -> None:
        """Read them; two statements."""
        self._all = list(db.session.scalars(select(Place).where(Place.kind == COMMUNE)))
        self._now = successors(one.id for one in self._all if not one.is_current)

    def find(self, code: str, name: str) -> Named:
        """Give the commune with this ``code``, this ``name``, or both.

        Raises:
            LookupError: with a sentence that says what is wrong with the row.
        """
        if not code and not name:
            raise LookupError(_l("The commune is missing: give ma_xa or xa."))
        fitting = [one for one in self._all if _fits(one, code, name)]
        present = [one for one in fitting if one.is_current]
        # Codes and names were given again: the present unit is meant where there is one.
        chosen = present or fitting
        if not chosen:
            raise LookupError(self._unknown(code, name))
        if len(chosen) > 1:
            raise LookupError(_l("Several communes are called so: give ma_xa."))
        return self._resolved(chosen[0])

    def _resolved(self, named: Place) -> Named:
        places = [named] if named.is_current else self._now.get(named.id, [])
        if len(places) == 1:
            return Named(places[0], named)
        raise LookupError(
            gettext(
                "%(old)s was divided (%(new)s): name the present commune.",
                old=named.full_name,
                new=", ".join(place.label for place in places),
            )
        )

    @staticmethod
    def _unknown(code: str, name: str) -> Any:
        return gettext(
            "No commune “%(name)s” in this province.", name=" ".join((code, name)).strip()
        )


def _fits(place: Place, code: str, name: str) -> bool:
    if code and place.code != code.zfill(5):
        return False
    folded = " ".join(words(name))
    return not name or folded in (place.name_folded, place.title_folded, _full(place))


def _full(place: Place) -> str:
    return " ".join(words(place.full_name))
