"""Somebody who answers by their account and again through a helper is asked whether it is them.

An account has no year of birth, whoever is helped no number of a phone: the name and the commune
are all that both ways know. So of each answer the name is noted too, as a keyed hash apart from the
rest, and who meets their own name on the other way says whether it is somebody else
(docs/decisions/221).
"""

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import db
from app.core.errors import DomainError
from app.core.inserting import insert
from app.core.text import fold
from app.places.models import COMMUNE, Place
from app.surveys.models import Survey

OWN, HELPED = "own", "helped"
FIELD = "nguoi_khac"
ANYWHERE, UNKNOWN = "any", ""


class SurveyNamesake(db.Model):
    """That somebody of a name has answered by one of the two ways: a hash, in the hashes' order."""

    __tablename__ = "survey_namesake"
    __table_args__ = ({"sqlite_with_rowid": False},)

    survey_id: Mapped[int] = mapped_column(
        ForeignKey("survey.id", ondelete="CASCADE"), primary_key=True
    )
    who: Mapped[str] = mapped_column(String(64), primary_key=True)


class Namesake(DomainError):
    """Somebody of the name has answered by the other way: is it the same person?"""

    confirm = FIELD


OWN_WORDS = _l(
    "Somebody of your name where you live has answered through a helper. If that was you, you need "
    "do nothing more. If it was somebody else, tick that below and send again."
)
HELPED_WORDS = _l(
    "Somebody of this name who lives here has answered with their own account. If it is the same "
    "person, write nothing down. If it is somebody else, tick that below and send again."
)


def check(survey: Survey, way: str, name: str, place: Place | None) -> None:
    """Let nobody answer by both ways; the survey's row is locked.

    Raises:
        Namesake: somebody of the name has answered by the other way.
    """
    other, where = HELPED if way == OWN else OWN, _where(place)
    wanted = [where, UNKNOWN] if where else [ANYWHERE]
    hashed = [_hashed(survey, other, each, name) for each in wanted]
    mine = SurveyNamesake.survey_id == survey.id, SurveyNamesake.who.in_(hashed)
    if db.session.scalar(select(SurveyNamesake.who).where(*mine).limit(1)) is not None:
        raise Namesake(OWN_WORDS if way == OWN else HELPED_WORDS, field=FIELD)


def note(survey: Survey, way: str, name: str, place: Place | None) -> None:
    """Note that somebody of the name has answered this way."""
    rows = [{"survey_id": survey.id, "who": each} for each in _both(survey, way, name, place)]
    db.session.execute(insert(SurveyNamesake.__table__).values(rows).on_conflict_do_nothing())


def forget(survey: Survey, name: str, place: Place | None) -> None:
    """Forget that whoever goes has answered by their account."""
    mine = SurveyNamesake.who.in_(_both(survey, OWN, name, place))
    db.session.execute(delete(SurveyNamesake).where(mine, SurveyNamesake.survey_id == survey.id))


def _both(survey: Survey, way: str, name: str, place: Place | None) -> list[str]:
    return [_hashed(survey, way, each, name) for each in (_where(place), ANYWHERE)]


def _where(place: Place | None) -> str:
    """Give the commune, which both ways know of; "" where it is not known."""
    commune = place.parent if place is not None and place.kind != COMMUNE else place
    return commune.code if commune is not None and commune.kind == COMMUNE else UNKNOWN


def _hashed(survey: Survey, way: str, where: str, name: str) -> str:
    return survey.taker(f"name:{way}:{where}:{' '.join(fold(name).split())}")
