"""The villages' part of the matrix: its world, its lines, its requests."""

from datetime import timedelta
from typing import Any

from app.accounts.models import User
from app.core import clock
from app.core.db import db
from app.villages.books import keeping as books
from app.villages.books.models import IN
from app.villages.notices import minutes
from app.villages.notices.models import QUESTION, VillageGroup, VillageText
from tests.architecture.matrix_who import EVERYBODY, Who, only, who
from tests.factories import villages as make
from tests.factories.media import photo
from tests.factories.places import make_village

HEADS = "village_head next_head"
BOTH = "village_head village_office"


def build(world: Any, upload: Any) -> None:
    """Make a village with everything, its head, the next village's, the commune's official."""
    village = make.place(world.commune, "Khe Một")
    following = make_village(world.commune, "Khe Hai")
    agency = make.make_agency("Thôn Khe Hai", "village", place_id=following.id)
    head = make.head(village)
    world._are(
        village_head=head,
        next_head=make.make_official(make.may.HEAD_VILLAGE, agency=agency),
        village_office=make.overseer(village),
    )
    home = make.household(village, 1, phones=[world.sender.phone])
    called = db.session.get_one(User, world.people["citizen"]).phone
    other = make.household(village, 2, phones=["+84900900777", called])
    make.belongs(world.sender, home)
    ahead = make.notice(village, head)
    begun = make.notice(village, head, at=clock.now() - timedelta(hours=1))
    past = make.notice(village, head, at=clock.now() - timedelta(hours=3))
    minutes.write(past, "Đã bàn việc đường", [photo()], make.actor(head), clock.now())
    asked = make.notice(village, head, QUESTION, choices=("Có", "Không"))
    group = VillageGroup(village=village, name="Chi hội", created_at=clock.now())
    text = VillageText(village_id=village.id, kind="news", title="Mẫu", words="", place="")
    sheet = upload("households", village.id)
    work = books.begin(village, "Đường bê tông", "", 50_000_000, make.actor(head), clock.now())
    said = books.Said(IN, 1_000_000, clock.local(clock.now()).date(), "Thu đợt 1")
    line = books.write(work, said, photo(), make.actor(head), clock.now())
    db.session.add_all([group, text])
    db.session.flush()
    world.things |= {
        "village": {"code": village.code},
        "next village": {"code": following.code},
        "household": {"code": home.code},
        "household to drop": {"code": other.code},
        "village notice": _called(ahead, past),
        "meeting that goes on": _called(begun, past),
        "minutes to approve": _called(past, past),
        "village question": _called(asked, past),
        "village group": {"number": group.id},
        "kept text": {"number": text.id},
        "sheet of households": {"code": sheet.code},
        "village work": {
            "code": work.code,
            "number": line.id,
            "photo": line.photo.code,
            "size": "thumb",
        },
    }


def _called(notice: Any, past: Any) -> dict[str, Any]:
    from app.villages.notices.answering import door_code

    return {
        "code": notice.code, "token": notice.token, "door": door_code(notice), "after": 0,
        "photo": past.photos[0].photo.code, "size": "thumb",
    }  # fmt: skip


_NOTICE = "villages.notices"
VILLAGES: dict[str, dict[str, Who]] = {
    "villages.rights.works_with_villages | -": only(f"{HEADS} village_office province_office"),
    "villages.rights.may_post | villages.rights.load_village": {"village": who(BOTH)},
    "villages.rights.may_head | villages.rights.load_village": {
        "village": who("village_head", "village_office")
    },
    "villages.households.views.may_keep | villages.households.queries.by_code": {
        "household": who("village_head")
    },
    "sheets.views.may_handle | villages.households.sheet_views.load_sheet": {
        "sheet of households": who("village_head")
    },
    "AnybodySignedIn | villages.households.own.<lambda> | villages.accept_household": {
        "household": who("sender"),
        "household to drop": who("citizen"),
    },
    f"{_NOTICE}.views.may_post_notice | {_NOTICE}.queries.posted": {"village notice": who(BOTH)},
    f"{_NOTICE}.views.may_head_notice | {_NOTICE}.queries.headed": {
        "village notice": who("village_head")
    },
    f"{_NOTICE}.views.may_head_text | {_NOTICE}.queries.text": {"kept text": who("village_head")},
    f"{_NOTICE}.rounds.may_go_round | {_NOTICE}.rounds.load_part": {
        "village notice": who("village_head")
    },
    f"AnybodySignedIn | {_NOTICE}.queries.received": {"village notice": who("sender")},
    f"Everybody | {_NOTICE}.queries.by_token": {"village notice": who(EVERYBODY)},
    f"Everybody | {_NOTICE}.sharing.<lambda> | villages.calendar": {
        "village notice": who(EVERYBODY)
    },
    f"Everybody | {_NOTICE}.link.<lambda> | villages.door": {"village notice": who(EVERYBODY)},
    f"Everybody | {_NOTICE}.link.<lambda> | villages.be_there": {"village notice": who(EVERYBODY)},
    f"Everybody | {_NOTICE}.minutes_views.load_photo": {"minutes to approve": who(BOTH)},
    "villages.books.views.may_keep_book | villages.books.queries.headed": {
        "village work": who("village_head")
    },
    "villages.books.views.may_keep_line | villages.books.queries.line": {
        "village work": who("village_head")
    },
    "AnybodySignedIn | villages.books.queries.read": {"village work": who("village_head sender")},
    "AnybodySignedIn | villages.books.views.load_paper": {
        "village work": who("village_head sender")
    },
    f"{_NOTICE}.grouping.may_keep_group | {_NOTICE}.queries.group": {
        "village group": who("village_head")
    },
}
