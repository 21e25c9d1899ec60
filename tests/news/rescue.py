"""A flood, phones that call for rescue and officers on duty, for tests."""

from typing import Any

from app.accounts.permissions import ALERT
from app.core.db import db
from app.news.models import Alert
from app.news.rescue.models import Rescue
from tests.factories import news
from tests.factories.accounts import make_agency, make_official
from tests.factories.places import enclose, make_commune

HERE = (21.7, 104.87)
STEP = 0.0001
"""Degrees: eleven metres to the north."""
_keys = iter(range(10_000))


def flood(**given: Any) -> Alert:
    commune = enclose(make_commune("Ngập Thử"), *HERE)
    alert = news.alert(commune, agency=make_agency("Ban Chỉ huy Thử"), **given)
    db.session.commit()
    return alert


def officer(alert: Alert, name: str = "Trực Ban Thử") -> Any:
    made = make_official(ALERT, agency=alert.agency, name=name)
    db.session.commit()
    return made


def said(north: int = 0, **more: Any) -> dict[str, Any]:
    """What a phone sends, so many steps north of the house."""
    point = {"lat": f"{HERE[0] + north * STEP:.6f}", "long": f"{HERE[1]:.6f}", "accuracy": "12"}
    key = f"a-key-of-a-call-for-rescue-{next(_keys):04}"
    return {"idempotency_key": key, "people": "4", "need": ["trapped"], **point, **more}


def call(visitor: Any, alert: Alert, north: int = 0, **more: Any) -> Any:
    return visitor.post(f"/canh-bao/{alert.code}/cuu-giup", data=said(north, **more))


def houses() -> list[Rescue]:
    db.session.expire_all()
    return list(db.session.query(Rescue).order_by(Rescue.id))


def act(visitor: Any, house: Rescue, what: str, **more: Any) -> Any:
    data = {"version": house.version, **more}
    return visitor.post(f"/can-bo/cuu-giup/{house.code}/{what}", data=data)
