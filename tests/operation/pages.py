"""What the operator's pages may weigh and ask of the database."""

from datetime import date

from app.accounts.permissions import ADMINISTER
from app.core import clock
from app.operation.units import planning
from tests.budgets import Page
from tests.factories import places
from tests.factories.accounts import make_official

LATER = date(2027, 1, 1)


def many_changes(rows: int) -> str:
    for _ in range(rows):
        code = places.make_commune().code
        planning.plan_rename(code, "Phường", "Mới", LATER, "NQ 1", "system", clock.now())
    return "/can-bo/quan-tri/don-vi"


PAGES = [Page("changes of units", many_changes, lambda: make_official(ADMINISTER))]
