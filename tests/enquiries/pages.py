"""What the room's pages may weigh and ask of the database."""

from app.accounts import queries
from app.accounts.permissions import OPERATE
from app.accounts.viewer import Viewer
from app.core import clock
from app.enquiries import actions
from app.media.intake import Prepared
from tests.budgets import Page
from tests.factories.accounts import make_official, make_user

PHONE = "+84900000903"


def asker():
    return queries.user_by_phone(PHONE) or make_user(phone=PHONE)


def many(rows: int) -> None:
    viewer = Viewer(asker())
    for number in range(rows):
        key = f"a-key-of-question-{number:04}-{id(viewer)}"
        form = actions.AskForm(key=key, words="Ở đâu?", kind="how")
        actions.ask(form, Prepared(), viewer, clock.now())


def of_mine(rows: int) -> str:
    many(rows)
    return "/lien-he"


def of_all(rows: int) -> str:
    many(rows)
    return "/can-bo/lien-he"


PAGES = [
    Page("ask the operators", of_mine, asker),
    Page("questions to the operators", of_all, lambda: make_official(OPERATE)),
]
