"""Many generated reports, for measuring: quick rows in every status, with no photos."""

import random
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy import text as sql

from app.accounts import permissions
from app.accounts import queries as accounts
from app.accounts.models import Agency, Right
from app.core import codes, personal, text
from app.core.config import settings
from app.core.db import db
from app.demo.people import WARD
from app.places import queries as places
from app.places.maps.grid import number_at
from app.places.models import Place
from app.service_requests import life
from app.service_requests.mapping import counting
from app.service_requests.models import (
    DeskWord,
    Promise,
    RequestWord,
    RoutingRule,
    Service,
    ServiceRequest,
    StatusChange,
)
from app.service_requests.record import OPEN_TO_ALL, PENDING

CHUNK = 2_000
SPREAD = 0.03
"""Degrees around a commune's centre."""
WHAT = ("Đèn đường", "Ổ gà", "Nước cống", "Rác", "Cây gãy", "Dây điện", "Biển báo", "Vỉa hè")
HOW = ("không sáng", "rất nguy hiểm", "bốc mùi", "chưa gom", "chắn đường", "bị hỏng", "tràn")
WHERE = ("ngõ", "tổ", "đầu cầu", "cổng chợ", "trước trường", "thôn", "dốc")
FULL = 500
"""So many come first and fill every page: each commune, service and day of the coming week, and an
inbox of one agency. What comes after them adds reports, and no rows to a page."""
BUSY_PLACE, BUSY_AGENCY = WARD, f"kt-{WARD}"
STATUSES = (life.CLOSED,) * 12 + (life.RECEIVED, life.ACCEPTED, life.IN_PROGRESS)


def generate(number: int, now: datetime, seed: int = 1) -> int:
    """Add reports spread over the past year, committing in chunks; give how many."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    world = _World(chance, now)
    for start in range(0, number, CHUNK):
        _insert([world.report() for _ in range(min(CHUNK, number - start))], world)
        db.session.commit()
    _go_on_counting()
    while counting.fold():
        pass
    db.session.execute(sql("ANALYZE"))
    db.session.commit()
    return number


class _World:
    """What generated reports choose from."""

    def __init__(self, chance: random.Random, now: datetime) -> None:
        self.chance, self.now = chance, now
        self.numbers = count()
        self.services = list(db.session.scalars(select(Service)))
        self.communes = list(places.communes())
        self.codes = set(db.session.scalars(select(ServiceRequest.code)))
        rules = select(RoutingRule.place_id, RoutingRule.agency_id)
        rules = rules.where(RoutingRule.service_id.is_(None))
        self.agencies = {place: agency for place, agency in db.session.execute(rules)}
        self.fallback = db.session.scalars(select(Agency.id)).first()
        self.words = {
            service.id: {
                word for row in service.texts for word in text.words(f"{row.name} {row.keywords}")
            }
            for service in self.services
        }
        self.places = {commune.id: set(text.words(commune.title)) for commune in self.communes}
        self.busy = places.by_code(BUSY_PLACE)
        self.busy_agency = accounts.agency_by_code(BUSY_AGENCY)
        self.handlers = _handlers_of(self.busy_agency)
        key = personal.new_key()
        db.session.flush()
        self.key_id = key.id

    def report(self) -> dict[str, Any]:
        number = next(self.numbers)
        service, commune, status, received = (
            self._filling(number) if number < FULL else self._anywhere()
        )
        agency_id, assignee_id = self._whose(commune, number)
        hidden = service.private_by_default or service.about_officials
        open_words = status != life.RECEIVED and not hidden
        closed = status == life.CLOSED
        return {
            "code": self._unused_code(),
            "version": 1,
            "service_id": service.id,
            "urgency_class_id": service.urgency_class_id,
            "is_urgent": False,
            "status": status,
            "is_open": not closed,
            "resolution": life.FIXED if closed else None,
            "description": self._words(),
            "publicity": OPEN_TO_ALL if open_words else PENDING,
            "is_private": service.private_by_default,
            "about_officials": service.about_officials,
            "is_listed": not hidden,
            "place_id": commune.id,
            **self._somewhere_in(commune, hidden),
            "requested_datetime": received,
            "updated_datetime": received + timedelta(hours=self.chance.randint(1, 90)),
            "accept_by": received + timedelta(days=1),
            "answer_by": received + timedelta(days=7),
            "accepted_at": received + timedelta(hours=3) if open_words else None,
            "answered_at": received + timedelta(days=3) if closed else None,
            "agency_id": agency_id,
            "assignee_id": assignee_id,
            "for_other": False,
            "source": "web",
            "person_key_id": self.key_id,
        }

    def _anywhere(self) -> tuple[Service, Place, str, datetime]:
        choose = self.chance.choice
        received = self.now - timedelta(minutes=self.chance.randint(1, 525_600))
        return choose(self.services), choose(self.communes), choose(STATUSES), received

    def _filling(self, number: int) -> tuple[Service, Place, str, datetime]:
        """Give every second one to the busy agency; half of each are due in the coming week."""
        pair = number // 2
        commune = (
            self.busy if number % 2 and self.busy else self.communes[pair % len(self.communes)]
        )
        service = self.services[pair % len(self.services)]
        if pair % 2:
            return (
                service,
                commune,
                life.ACCEPTED,
                self.now - timedelta(days=pair // 2 % 7, hours=1),
            )
        status = life.IN_PROGRESS if pair % 10 else life.CLOSED
        return service, commune, status, self.now - timedelta(days=7 + pair // 2 % 77, hours=1)

    def _whose(self, commune: Place, number: int) -> tuple[int | None, int | None]:
        """Give agency and handler; of the busy commune half goes to the busy agency's people."""
        if commune == self.busy and self.busy_agency and number % 2:
            people = [*self.handlers, None]
            return self.busy_agency.id, people[number // 2 % len(people)]
        return self.agencies.get(commune.id, self.fallback), None

    def _somewhere_in(self, commune: Place, hidden: bool) -> dict[str, Any]:
        """Give a point around the commune's centre; none for what is private."""
        if hidden or commune.lat is None or commune.long is None:
            return {"lat": None, "long": None, "map_cell": None}
        away = self.chance.uniform
        lat = round(commune.lat + away(-SPREAD, SPREAD), 6)
        long = round(commune.long + away(-SPREAD, SPREAD), 6)
        return {"lat": lat, "long": long, "map_cell": number_at(lat, long)}

    def _unused_code(self) -> str:
        """Give a code that no report has, those not yet inserted among them."""
        while (code := f"{settings().code_prefix}-{codes.readable_code()}") in self.codes:
            continue
        self.codes.add(code)
        return code

    def _words(self) -> str:
        choose = self.chance.choice
        return f"{choose(WHAT)} {choose(HOW)} ở {choose(WHERE)} {self.chance.randint(1, 99)}"


def _handlers_of(agency: Agency | None) -> list[int]:
    mine = select(Right.user_id).where(Right.permission == permissions.HANDLE)
    those = mine.where(Right.agency_id == (agency.id if agency else None)).distinct()
    return sorted(db.session.scalars(those))


def _insert(rows: list[dict[str, Any]], world: "_World") -> None:
    """Insert the rows with their promise, first step and words."""
    rows.sort(key=lambda row: row["requested_datetime"])
    first = (db.session.scalar(select(func.max(ServiceRequest.id))) or 0) + 1
    ids = range(first, first + len(rows))
    requests = [{"id": i, **row} for i, row in zip(ids, rows, strict=True)]
    db.session.execute(insert(ServiceRequest.__table__), requests)
    db.session.execute(
        insert(Promise.__table__), [_promise(i, row) for i, row in zip(ids, rows, strict=True)]
    )
    steps = [_step(i, row) for i, row in zip(ids, rows, strict=True)]
    db.session.execute(insert(StatusChange.__table__), steps)
    found = [_found_by(i, row, world) for i, row in zip(ids, rows, strict=True)]
    words = [entry for entries in found for entry in entries]
    if words:
        db.session.execute(insert(RequestWord.__table__), words)
    desk = [each for i, row in zip(ids, rows, strict=True) for each in _desk_words(i, row, world)]
    db.session.execute(insert(DeskWord.__table__), desk)
    db.session.expunge_all()


def _go_on_counting() -> None:
    """Let PostgreSQL's own numbering go on behind the ids given here; SQLite does by itself."""
    if db.engine.dialect.name == "postgresql":
        after = "SELECT setval('service_request_id_seq', (SELECT max(id) FROM service_request))"
        db.session.execute(sql(after))
        db.session.commit()


def _found_by(request_id: int, row: dict[str, Any], world: "_World") -> list[dict[str, Any]]:
    """Give the search index's rows: what ``indexing.public_words`` would say, without loading."""
    if not row["is_listed"]:
        return []
    words = {*world.words[row["service_id"]], *world.places[row["place_id"]]}
    words.update(text.words(row["code"]))
    if row["publicity"] == OPEN_TO_ALL:
        words.update(text.words(row["description"]))
    return [{"word": word, "service_request_id": request_id} for word in words]


def _desk_words(request_id: int, row: dict[str, Any], world: "_World") -> list[dict[str, Any]]:
    """Give the rows of the desk's index: what ``desk_indexing.desk_words`` would say."""
    words = {*world.words[row["service_id"]], *world.places[row["place_id"]]}
    words.update(text.words(row["code"]), text.words(row["description"]))
    shared = {"service_request_id": request_id, "agency_id": row["agency_id"]}
    return [{"word": word, **shared} for word in words]


def _promise(request_id: int, row: dict[str, Any]) -> dict[str, Any]:
    kept = ("accept_by", "answer_by", "answered_at", "resolution")
    return {
        "service_request_id": request_id,
        "number": 1,
        "started_at": row["requested_datetime"],
        **{name: row[name] for name in kept},
    }


def _step(request_id: int, row: dict[str, Any]) -> dict[str, Any]:
    return {
        "service_request_id": request_id,
        "at": row["requested_datetime"],
        "verb": "receive",
        "to_status": life.RECEIVED,
        "visibility": life.PUBLIC_STEP,
        "actor_kind": "guest",
    }
