"""The directory's part of the matrix: its world, its lines."""

from datetime import timedelta
from typing import Any

from app.core import clock
from app.core.db import db
from app.directory import keeping
from tests.architecture.matrix_who import EVERYBODY, Who, only, who
from tests.factories import directory as make


def build(world: Any, upload: Any) -> None:
    """Make an office with an ambulance, its turn of duty, a sheet, and who keeps them."""
    agency, other = make.office(world.commune), make.office()
    world._are(directory_keeper=make.keeper(agency), next_keeper=make.keeper(other))
    entry = make.entry(agency, "Xe cấp cứu Mẫu", "ambulance", phones="0900 000 201")
    gone = make.entry(agency, "Xe cấp cứu cũ", "ambulance")
    now, by = clock.now(), make.Actor("official", None, agency.id)
    turn = keeping.take_turn(
        entry, "Lái Xe Thử", "0900 000 202", (now, now + timedelta(hours=8)), by, now
    )
    keeping.close(gone, by, now)
    sheet = upload("directory", agency.id)
    guide = make.guide(agency, "Đăng ký khai sinh")
    db.session.flush()
    world.things |= {
        "entry": {"code": entry.code},
        "closed entry": {"code": gone.code},
        "turn of duty": {"code": entry.code, "number": turn.id},
        "office with a directory": {"agency": agency.code, "kind": "police"},
        "guide": {"code": guide.code},
        "sheet of entries": {"code": sheet.code},
    }


KEEPER = "directory_keeper"
DIRECTORY: dict[str, dict[str, Who]] = {
    "directory.rights.keeps_directory | -": only(f"{KEEPER} next_keeper"),
    "Everybody | directory.queries.shown": {"entry": who(EVERYBODY)},
    "directory.rights.may_keep | directory.queries.kept": {
        "entry": who(KEEPER, EVERYBODY),
        "closed entry": who(KEEPER, EVERYBODY),
    },
    "Everybody | directory.guides.queries.shown": {"guide": who(EVERYBODY)},
    "directory.guides.queries.may_keep | directory.guides.queries.kept": {
        "guide": who(KEEPER, EVERYBODY)
    },
    "directory.desk.may_keep_turn | directory.queries.turn": {
        "turn of duty": who(KEEPER, EVERYBODY)
    },
    "directory.desk.may_add | directory.desk.load_place": {"office with a directory": who(KEEPER)},
    "directory.rights.may_keep_of | directory.rights.load_agency": {
        "office with a directory": who(KEEPER)
    },
    "sheets.views.may_handle | directory.sheet_views.load_sheet": {"sheet of entries": who(KEEPER)},
}
