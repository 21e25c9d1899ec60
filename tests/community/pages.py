"""What the room's pages may weigh and ask of the database."""

from app.accounts.queries import user_by_phone
from app.places import queries as places
from tests.budgets import Page
from tests.factories import community as teams
from tests.factories import criteria as give
from tests.factories import training as train
from tests.factories import villages
from tests.factories.accounts import make_user
from tests.factories.places import make_commune, make_province

READER = "+84900000918"


def reader():
    return user_by_phone(READER) or make_user(phone=READER)


def published(rows: int) -> str:
    """Publish the scores of so many villages of one commune."""
    commune = make_commune("Xã Chấm", places.province() or make_province())
    asked = give.said("Có tổ công nghệ số", "paper", 20), give.said("Có sổ", "paper", 10)
    version = give.enacted(*asked, title=f"Bộ {commune.code}")
    for at in range(rows):
        give.published(villages.place(commune, f"Khe {at}"), version)
    return "/tieu-chi"


def classes(rows: int) -> str:
    """Open so many classes in villages of one commune."""
    commune = make_commune("Xã Học")
    for at in range(max(rows, 1)):
        train.opened(villages.place(commune, f"Khe {at}"))
    return f"/tap-huan?xa={commune.name}"


def one_class(rows: int) -> str:
    """Open a class in which so many have places, with cards and a file's place."""
    made = train.opened(places=max(rows, 1))
    for at in range(rows):
        train.helped(made, f"Người {at}")
    return f"/tap-huan/{made.code}"


def kept_class(rows: int) -> str:
    """Open a class kept by whoever looks, in which so many have places."""
    user = reader()
    village = villages.place()
    teams.member(teams.team(village), leads=True, user=user)
    made = train.opened(village, places=max(rows, 1))
    for at in range(rows):
        train.helped(made, f"Người {at}")
    return f"/tap-huan/{made.code}/giu"


PAGES = [
    Page("what villages reached by criteria", published, reader),
    Page("classes of a commune", classes),
    Page("a class", one_class),
    Page("a class for its lead", kept_class, reader),
]
