"""Criteria for tests: sets, versions that hold, scores on their way."""

from datetime import date
from typing import Any

from app.accounts.models import User
from app.accounts.permissions import OVERSEE_VILLAGES
from app.community.criteria import deciding, keeping, scoring
from app.community.criteria.keeping import Head, Said
from app.community.criteria.models import VILLAGE, CriteriaVersion
from app.community.criteria.scores import CriteriaScore
from app.core import clock
from app.core.db import db
from app.places import queries as places
from app.places.models import Place
from tests.factories import villages
from tests.factories.accounts import make_agency, make_official, make_user
from tests.factories.places import make_province


def province_official() -> User:
    """Make an official of the province's office who oversees villages."""
    whole = places.province() or make_province()
    office = make_agency("UBND tỉnh Thử", "committee", place_id=whole.id)
    return make_official(OVERSEE_VILLAGES, agency=office)


def said(title: str, way: str, tenths: int, **more: Any) -> Said:
    return Said(title, way, tenths, **more)


def head(decision: str = "01/QĐ-THU", **more: Any) -> Head:
    given = {"decided_on": date(2026, 1, 5), "valid_from": date(2026, 1, 10), **more}
    return Head(decision, **given)


def draft(*criteria: Said, kind: str = VILLAGE, title: str = "Thôn số thử") -> CriteriaVersion:
    made = keeping.begin_set(kind, title, _by(), clock.now())
    for each in criteria:
        keeping.add(made, each)
    return made


def enacted(*criteria: Said, needed: int = 0, **more: Any) -> CriteriaVersion:
    made = draft(*criteria, **more)
    keeping.describe(made, head(needed=needed))
    keeping.enact(made, _by(), clock.now())
    db.session.flush()
    return made


def begun(village: Place, version: CriteriaVersion) -> CriteriaScore:
    year = clock.local(clock.now()).date().year
    return scoring.begin(version, village, year, _by(), clock.now())


def claimed(village: Place, version: CriteriaVersion, user_id: int | None = None) -> CriteriaScore:
    """Let the unit claim all points of documents and the first sample there is."""
    score, now = begun(village, version), clock.now()
    user_id = user_id or make_user().id
    for each in version.criteria:
        found = scoring.sampled.of(village)
        source = found[0].key if found and each.way == "survey" else ""
        claim = scoring.Claim(each.tenths, "", source)
        scoring.claim(score, each, claim, user_id, now)
    return score


def sent(village: Place, version: CriteriaVersion, user_id: int | None = None) -> CriteriaScore:
    user_id = user_id or make_user().id
    score = claimed(village, version, user_id)
    scoring.send(score, user_id, _by(), clock.now())
    db.session.flush()
    return score


def appraised(village: Place, version: CriteriaVersion) -> CriteriaScore:
    score = sent(village, version)
    _appraise(score)
    return score


def _appraise(score: CriteriaScore) -> None:
    given = {each.criterion_id: (each.own or 0, "") for each in score.marks}
    deciding.appraise(score, given, make_user().id, _by(), clock.now())
    db.session.flush()


def publish(score: CriteriaScore) -> None:
    """Take it from wherever it is to the public page."""
    now = clock.now()
    if score.status == "open":
        scoring.send(score, make_user().id, _by(), now)
    _appraise(score)
    deciding.publish(score, make_user().id, _by(), now)
    db.session.commit()


def published(village: Place, version: CriteriaVersion) -> CriteriaScore:
    score = sent(village, version)
    publish(score)
    return score


def _by() -> Any:
    return villages.actor(make_user())
