"""What the room's pages may weigh and ask of the database."""

from app.accounts.permissions import PROTECT
from app.core import clock, retention
from tests.budgets import Page
from tests.factories import service_requests as make
from tests.factories.accounts import make_official


def protector():
    return make_official(PROTECT)


def many_holds(rows: int) -> str:
    kind = retention.kind_named("reports")
    for _ in range(rows):
        retention.hold(kind, make.service_request("closed").code, "Tòa án", "system", clock.now())
    return "/can-bo/du-lieu/thoi-han"


def many_that_go(rows: int) -> str:
    for _ in range(rows):
        make.service_request("closed")
    return "/can-bo/du-lieu/thoi-han/reports"


PAGES = [
    Page("how long things stay", many_holds, protector),
    Page("how long reports stay", many_that_go, protector),
]
