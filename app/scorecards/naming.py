"""What the rows of a document are called: codes that stay, names as they were then."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from app.accounts.models import Agency
from app.core.db import db
from app.places.models import Place
from app.scorecards.guarding import AGENCY, DIMENSIONS, PLACE, SERVICE, Year
from app.service_requests.catalogue.models import Reason, Service
from app.service_requests.figures.models import PRIVATE

Called = Mapping[str, Mapping[int, dict[str, str]]]


def names(told: Year) -> Called:
    """Give code and names of all that has a row."""
    keys = {name: {key for key in told.rows[name] if key > 0} for name in DIMENSIONS}
    agencies = db.session.scalars(select(Agency).where(Agency.id.in_(keys[AGENCY])))
    communes = db.session.scalars(select(Place).where(Place.id.in_(keys[PLACE])))
    services = db.session.scalars(select(Service).where(Service.id.in_(keys[SERVICE]))).unique()
    return {
        AGENCY: {each.id: {"code": each.code, "name": each.name} for each in agencies},
        PLACE: {each.id: {"code": each.code, "name": each.title} for each in communes},
        SERVICE: {
            each.id: {"code": each.service_code, **_in_both(each.texts)} for each in services
        },
    }


def _in_both(texts: Sequence[Any]) -> dict[str, str]:
    by_language = {each.language: each.name for each in texts}
    name = by_language.get("vi", "")
    return {"name": name, "name_en": by_language.get("en", name)}


def reasons() -> dict[int, dict[str, str]]:
    private = {"code": "rieng-tu", "name": "Việc riêng, không công khai theo lĩnh vực",
               "name_en": "Private by the kind of matter"}  # fmt: skip
    listed = db.session.scalars(select(Reason).where(Reason.kind == Reason.NOT_PUBLIC))
    found = {each.id: {"code": each.code, **_in_both(each.texts)} for each in listed}
    return {**found, PRIVATE: private}
