"""The directory's part of the matrix: its world, its lines."""

from datetime import timedelta
from typing import Any

from app.core import clock
from app.core.db import db
from app.directory import keeping
from app.directory.questions import asking
from tests.architecture.matrix_who import EVERYBODY, SELLERS, SIGNED_IN, Who, only, who
from tests.factories import directory as make
from tests.factories import market


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
    sheet, steps = upload("directory", agency.id), upload("guides", agency.id)
    guide = make.guide(agency, "Đăng ký khai sinh")
    listed, member = make.class_list(guide, world.sender)
    programme = make.programme(agency)
    photo = make.photo_of(entry)
    shop = market.make_shop(world.seller, commune=agency.place)
    owned, free = make.of_business(shop, agency), make.entry(agency, "Nhà sàn Cũ", "homestay")
    proposed = make.proposal(shop, make.of_business(shop, agency))
    asked = asking.ask(programme, "Có được vay không?", "", world.sender, now)
    db.session.flush()
    world.things |= {
        "entry": {"code": entry.code},
        "entry of a business": {"code": owned.code},
        "entry to claim": {"code": free.code},
        "place for a business": {"business": shop.code, "kind": "homestay"},
        "proposal for an entry": {"code": proposed.code},
        "question about a programme": {"code": asked.code},
        "closed entry": {"code": gone.code},
        "turn of duty": {"code": entry.code, "number": turn.id},
        "office with a directory": {"agency": agency.code, "kind": "police"},
        "guide": {"code": guide.code},
        "programme": {"code": programme.code},
        "photo of an entry": {"code": entry.code, "number": photo.id},
        "picture of an entry": {"code": entry.code, "photo": photo.photo.code, "size": "thumb"},
        "list of a class": {"code": listed.code},
        "place on a list": {"code": listed.code, "number": member.id},
        "sheet of entries": {"code": sheet.code},
        "sheet of guides": {"code": steps.code},
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
    "directory.rights.may_keep | directory.guides.queries.kept": {"guide": who(KEEPER, EVERYBODY)},
    "AnybodySignedIn | directory.guides.queries.shown": {"guide": who(SIGNED_IN)},
    "Everybody | directory.classes.queries.by_code": {"list of a class": who(EVERYBODY)},
    "Everybody | directory.classes.queries.place": {"place on a list": who("sender")},
    "directory.classes.queries.opened_by | directory.classes.queries.own": {
        "list of a class": who("sender")
    },
    "directory.classes.views.may_remove | directory.classes.views.load_member": {
        "place on a list": who("sender")
    },
    "Everybody | directory.programmes.queries.shown": {"programme": who(EVERYBODY)},
    "directory.rights.may_keep | directory.programmes.queries.kept": {
        "programme": who(KEEPER, EVERYBODY)
    },
    "AnybodySignedIn | directory.programmes.queries.shown": {"programme": who(SIGNED_IN)},
    "AnybodySignedIn | directory.questions.queries.own": {
        "question about a programme": who("sender")
    },
    "directory.questions.queries.may_answer | directory.questions.queries.by_code": {
        "question about a programme": who(KEEPER, EVERYBODY)
    },
    "directory.owners.queries.runs_business | -": only(SELLERS),
    "directory.owners.queries.may_place | directory.owners.queries.place_for": {
        "place for a business": who("seller")
    },
    "directory.owners.queries.is_owner | directory.owners.queries.opened": {
        "entry of a business": who("seller", EVERYBODY)
    },
    "directory.owners.queries.may_claim | directory.owners.queries.opened": {
        "entry to claim": who(SELLERS, EVERYBODY)
    },
    "directory.owners.queries.sent_it | directory.owners.queries.by_code": {
        "proposal for an entry": who("seller", EVERYBODY)
    },
    "directory.owners.queries.may_decide | directory.owners.queries.by_code": {
        "proposal for an entry": who(KEEPER, EVERYBODY)
    },
    "Everybody | directory.photos.load_photo": {"picture of an entry": who(EVERYBODY)},
    "directory.photos.may_keep_photo | directory.photos.load_kept": {
        "photo of an entry": who(KEEPER, EVERYBODY)
    },
    "directory.desk.may_keep_turn | directory.queries.turn": {
        "turn of duty": who(KEEPER, EVERYBODY)
    },
    "directory.desk.may_add | directory.desk.load_place": {"office with a directory": who(KEEPER)},
    "directory.rights.may_keep_of | directory.rights.load_agency": {
        "office with a directory": who(KEEPER)
    },
    "sheets.views.may_handle | directory.sheet_views.load_sheet": {"sheet of entries": who(KEEPER)},
    "sheets.views.may_handle | directory.guides.sheet_views.load_sheet": {
        "sheet of guides": who(KEEPER)
    },
}
