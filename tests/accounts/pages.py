"""What the room's pages may weigh and ask of the database."""

from app.accounts import permissions, queries
from app.accounts.models import User
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
    Page("agencies", many_agencies, administrator),
]
