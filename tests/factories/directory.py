"""The directory for tests: kinds, offices that keep entries, entries."""

from itertools import count
from typing import Any

from app.accounts import permissions as may
from app.accounts.actors import Actor
from app.accounts.models import Agency, User
from app.core import clock
from app.core.db import db
from app.directory import keeping, queries, starter
from app.directory.guides import keeping as guides
from app.directory.guides.models import Guide
from app.directory.keeping import Said
from app.directory.models import DirectoryEntry, DirectoryKind
from tests.factories.accounts import make_agency, make_official
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
