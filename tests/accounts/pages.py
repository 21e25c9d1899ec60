"""What the room's pages may weigh and ask of the database."""

from datetime import timedelta

from app.accounts import permissions, queries
from app.accounts.models import ClosedSource, LimitRefusal, User
from app.accounts.models.limit import ADDRESS, PURPOSE, source_index
from app.core import clock, personal
from app.core.db import db
from tests.budgets import Page
from tests.factories.accounts import make_agency, make_official, make_session, make_user

ROOT = "goc"


def many_devices(rows: int) -> str:
    user = queries.user_by_phone("+84900000901") or make_user(phone="+84900000901")
    for _ in range(rows):
        make_session(user)
    return "/tai-khoan/thiet-bi"


def owner() -> User:
    return queries.user_by_phone("+84900000901") or make_user(phone="+84900000901")


def many_officials(rows: int) -> str:
    root = queries.agency_by_code(ROOT) or make_agency(code=ROOT)
    for _ in range(rows):
        make_official(permissions.HANDLE, permissions.LEAD, agency=make_agency(parent=root))
    return "/can-bo/quan-tri/can-bo"


def many_agencies(rows: int) -> str:
    many_officials(rows)
    return "/can-bo/quan-tri/co-quan"


def many_refusals(rows: int) -> str:
    for number in range(rows):
        name = f"192.0.2.{rows}-{number}"
        where = {"kind": ADDRESS, "source_index": source_index(ADDRESS, name)}
        where["sealed"] = personal.seal(PURPOSE, name)
        now = clock.now()
        db.session.add(LimitRefusal(limit_name="reports-address", hour=now, count=3, **where))
        shut = {"closed_at": now, "until": now + timedelta(hours=1), "closed_by_id": owner().id}
        db.session.add(ClosedSource(**where, **shut))
    return "/can-bo/gioi-han"


def operator() -> User:
    return make_official(permissions.OPERATE)


def administrator() -> User:
    return make_official(permissions.ADMINISTER, agency=queries.agency_by_code(ROOT))


PAGES = [
    Page("sign in", lambda rows: "/tai-khoan/dang-nhap"),
    Page("account of a guest", lambda rows: "/tai-khoan"),
    Page("account of a person", lambda rows: "/tai-khoan", make_user),
    Page("how my data is used", lambda rows: "/quyen-rieng-tu"),
    Page("my devices", many_devices, owner),
    Page("officials' sign-in", lambda rows: "/can-bo/dang-nhap"),
    Page("officials and rights", many_officials, administrator),
    Page("rights as a table", lambda rows: many_officials(rows) + "/bang", administrator),
    Page("limits", many_refusals, operator),
    Page("agencies", many_agencies, administrator),
]
