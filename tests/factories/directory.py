"""The directory for tests: kinds, offices that keep entries, entries."""

from itertools import count
from typing import Any

from app.accounts import businesses
from app.accounts import permissions as may
from app.accounts.actors import Actor
from app.accounts.models import Agency, User
from app.accounts.viewer import Viewer
from app.core import clock, codes
from app.core.db import db
from app.directory import keeping, queries, starter
from app.directory.classes import keeping as classes
from app.directory.classes.models import GuideClass, GuideClassMember
from app.directory.guides import keeping as guides
from app.directory.guides.models import Guide
from app.directory.keeping import Said
from app.directory.models import DirectoryEntry, DirectoryKind, DirectoryPhoto
from app.directory.owners import proposing
from app.directory.owners.models import DirectoryProposal
from app.directory.programmes import keeping as programmes
from app.directory.programmes.models import Programme
from tests.factories.accounts import make_agency, make_official
from tests.factories.media import photo
from tests.factories.places import make_commune

_numbers = count(1)


def kind(code: str = "health-station") -> DirectoryKind:
    """Give a kind of the starter pack."""
    if queries.kind_by_code(code) is None:
        starter.load()
    found = queries.kind_by_code(code)
    assert found is not None
    return found


def office(commune: Any = None) -> Agency:
    """Make an office of a commune."""
    commune = commune or make_commune(f"Xã Mẫu {next(_numbers)}")
    return make_agency(f"UBND {commune.title}", "committee", place_id=commune.id)


def keeper(agency: Agency) -> User:
    return make_official(may.KEEP_DIRECTORY, agency=agency)


def entry(agency: Agency | None = None, name: str = "", code: str = "health-station",
          **said: Any) -> DirectoryEntry:  # fmt: skip
    """Add an entry as its office does, checked today."""
    agency = agency or office()
    said.setdefault("commune", agency.place)
    name = name or f"Trạm y tế Mẫu {next(_numbers)}"
    by = Actor("official", None, agency.id)
    made = keeping.add(agency, kind(code), Said(name, **said), by, clock.now())
    db.session.flush()
    return made


STEPS = "Chuẩn bị giấy tờ\n- Giấy chứng sinh\n\nMang thêm giấy\nNếu đã kết hôn\n- Giấy kết hôn"


def guide(agency: Agency, title: str, steps: str = STEPS, **said: str) -> Guide:
    """Write a guide as its office does, checked today."""
    usual = dict.fromkeys(guides.SAID, "")
    whole = {**usual, "title": title, "steps_text": steps, **said}
    return guides.add(agency, whole, Actor("official", None, agency.id), clock.now())


def class_list(
    guide: Guide, by: User, title: str = "Lớp 1A"
) -> tuple[GuideClass, GuideClassMember]:
    """Open a list for a guide, on which the person who opened it stands too."""
    made = classes.open_list(classes.Of(guide), by, title, "Cô Mẫu", clock.now())
    said = classes.Joining("Mẹ cháu An", agrees=True, key=codes.random_token())
    classes.join(made, Viewer(by), said, clock.now())
    return made, made.members[0]


def programme(agency: Agency, title: str = "Hỗ trợ máy sấy chè", **said: Any) -> Programme:
    """Write a programme down as its office does."""
    usual = {
        "kind": "support",
        "who": "",
        "about": "",
        "phones": "",
        "until": None,
        "link": "",
        "fits": [],
    }
    whole = {**usual, "title": title, **said}
    return programmes.add(agency, whole, Actor("official", None, agency.id), clock.now())


def photo_of(entry: DirectoryEntry, shows: str = "Cổng trạm nhìn từ đường") -> DirectoryPhoto:
    """Give an entry a photo that is ready."""
    made = photo(with_files=True)
    link = DirectoryPhoto(photo=made, photo_id=made.id, description=shows)
    entry.photos.append(link)
    db.session.flush()
    return link


def of_business(shop: Any, agency: Agency, code: str = "homestay", **said: Any) -> DirectoryEntry:
    """Add an entry that a confirmed shop keeps."""
    made = entry(agency, f"Nhà sàn Mẫu {next(_numbers)}", code, **said)
    made.business_code = shop.code
    db.session.flush()
    return made


def proposal(shop: Any, about: DirectoryEntry, name: str = "Nhà sàn tên mới") -> DirectoryProposal:
    """Let a confirmed shop propose another name for its entry."""
    business = businesses.load(shop.code)
    assert business is not None
    said = Said(name, commune=about.commune)
    by = Actor("citizen", shop.owner_id)
    return proposing.propose_change(business, about, said, by, clock.now())
