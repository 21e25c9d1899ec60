"""What the room's pages may weigh and ask of the database."""

from app.accounts import queries
from app.accounts.permissions import PROTECT
from app.core import clock, holding, retention
from app.personal_data.asking import actions
from app.personal_data.breaching import actions as breaching
from tests.budgets import Page
from tests.factories import service_requests as make
from tests.factories.accounts import make_official, make_user


def protector():
    return make_official(PROTECT)


def many_holds(rows: int) -> str:
    kind = retention.kind_named("reports")
    for _ in range(rows):
        holding.hold(kind, make.service_request("closed").code, "Tòa án", "system", clock.now())
    return "/can-bo/du-lieu/thoi-han"


def many_that_go(rows: int) -> str:
    for _ in range(rows):
        make.service_request("closed")
    return "/can-bo/du-lieu/thoi-han/reports"


def many_requests(rows: int) -> str:
    for _ in range(rows):
        actions.ask(make_user(), "correction", "Sai tên", clock.now())
    return "/can-bo/du-lieu/yeu-cau"


def asker():
    return queries.user_by_phone("+84900000902") or make_user(phone="+84900000902")


def many_of_mine(rows: int) -> str:
    for _ in range(rows):
        row = actions.ask(asker(), "correction", "Sai tên", clock.now())
        actions.withdraw(row, asker(), clock.now())
    return "/tai-khoan/yeu-cau"


def many_agreements(rows: int) -> str:
    for _ in range(rows):
        make.service_request(citizen=asker(), lat=21.7, long=104.8)
    return "/tai-khoan/da-dong-y"


def many_leaks(rows: int) -> str:
    by, now = make.official_actor(), clock.now()
    for _ in range(rows):
        breaching.write_down("Mất máy", "Bị lấy", "tên", None, now, by, now)
    return "/can-bo/du-lieu/su-co"


PAGES = [
    Page("leaks of personal data", many_leaks, protector),
    Page("records of processing", lambda rows: "/can-bo/du-lieu/ho-so", protector),
    Page("requests about data", many_requests, protector),
    Page("what I asked about my data", many_of_mine, asker),
    Page("what I agreed to", many_agreements, asker),
    Page("how long things stay", many_holds, protector),
    Page("how long reports stay", many_that_go, protector),
]
