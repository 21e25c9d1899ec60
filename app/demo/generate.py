"""Many generated reports, for measuring: quick rows in every status, with no photos."""

import random
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy import text as sql

from app.accounts.models import Agency
from app.core import codes, personal, text
from app.core.config import settings
from app.core.db import db
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
STATUSES = (life.CLOSED,) * 12 + (life.RECEIVED, life.ACCEPTED, life.IN_PROGRESS)


def generate(count: int, now: datetime, seed: int = 1) -> int:
    """Add ``count`` reports spread over the past year, committing in chunks; give the count."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    world = _World(chance, now)
    for start in range(0, count, CHUNK):
        _insert([world.report() for _ in range(min(CHUNK, count - start))], world)
        db.session.commit()
    _go_on_counting()
    while counting.fold():
        pass
    db.session.execute(sql("ANALYZE"))
    db.session.commit()
    return count


class _World:
    """What generated reports choose from."""

    def __init__(self, chance: random.Random, now: datetime) -> None:
        self.chance, self.now = chance, now
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
        key = personal.new_key()
        db.session.flush()
        self.key_id = key.id

    def report(self) -> dict[str, Any]:
        choose = self.chance.choice
        service, commune, status = choose(self.services), choose(self.communes), choose(STATUSES)
        received = self.now - timedelta(minutes=self.chance.randint(1, 525_600))
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
            "agency_id": self.agencies.get(commune.id, self.fallback),
            "for_other": False,
            "source": "web",
            "person_key_id": self.key_id,
        }

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
