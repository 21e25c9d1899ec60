"""Finding places: by name, by code, by point, up and down the tree, old to new."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, literal, or_, select, true
from sqlalchemy.orm import aliased, joinedload

from app.core.config import settings
from app.core.db import db
from app.core.text import sort_key
from app.places.models import COMMUNE, PROVINCE, VILLAGE, Place, PlaceSuccession
from app.places.ranking import Query, parse, rank

MOST_CANDIDATES = 400


@dataclass(frozen=True)
class Match:
    """A present place that was found, and the former one whose name was typed, if any."""

    place: Place
    was: Place | None
    rank: int


def get(place_id: int | None) -> Place | None:
    """Give the place with this id, its parent loaded."""
    if place_id is None:
        return None
    return db.session.get(Place, place_id, options=[joinedload(Place.parent)])


def by_code(code: str) -> Place | None:
    """Give the unit that has this official code: the present one, else the latest former one."""
    return db.session.scalar(_by_code(), {"code": code})


@cache
def _by_code() -> Select[Place]:
    called = _with_parent().where(Place.code == bindparam("code"))
    return called.order_by(Place.valid_to.is_not(None), Place.valid_to.desc()).limit(1)


def province() -> Place | None:
    """Give the deployment's province; None before the import."""
    return db.session.scalar(
        select(Place).where(Place.code == settings().province_code, *_now(PROVINCE))
    )


def communes() -> Sequence[Place]:
    """Give the present communes in alphabetical order."""
    statement = select(Place).where(*_now(COMMUNE)).order_by(Place.sort_key)
    return db.session.scalars(statement).all()


def villages_of(commune: Place) -> Sequence[Place]:
    """Give the present villages of a commune in alphabetical order."""
    return db.session.scalars(_villages(), {"commune_id": commune.id}).all()


@cache
def _villages() -> Select[Place]:
    inside = _with_parent().where(Place.parent_id == bindparam("commune_id"), *_now(VILLAGE))
    return inside.order_by(Place.sort_key)


def path(place: Place) -> Sequence[Place]:
    """Give ``place`` and the units above it, the deepest first."""
    return db.session.scalars(_path(), {"place_id": place.id}).all()


@cache
def _path() -> Select[Place]:
    here = Place.id == bindparam("place_id")
    up = select(Place.id, Place.parent_id, literal(0).label("depth")).where(here)
    tree = up.cte("up", recursive=True)
    above = aliased(Place)
    tree = tree.union_all(
        select(above.id, above.parent_id, tree.c.depth + 1).where(above.id == tree.c.parent_id)
    )
    return select(Place).join(tree, tree.c.id == Place.id).order_by(tree.c.depth)


def descendant_ids(place_id: int) -> Select[int]:
    """Give a select of the ids of a place, all below it, and what they took the place of.

    To be used as ``X.place_id.in_(descendant_ids(id))``, so that figures roll up to successors.
    """
    tree = select(Place.id).where(Place.id == place_id).cte("down", recursive=True)
    below = aliased(Place)
    tree = tree.union(
        select(below.id)
        .select_from(tree)
        .outerjoin(PlaceSuccession, PlaceSuccession.new_id == tree.c.id)
        .join(below, or_(below.parent_id == tree.c.id, below.id == PlaceSuccession.old_id))
    )
    return select(tree.c.id)


def current(place: Place) -> Sequence[Place]:
    """Give what ``place`` is now: itself, or its present successors in alphabetical order."""
    if place.is_current:
        return [place]
    return successors([place.id]).get(place.id, [])


def successors(old_ids: Iterable[int]) -> dict[int, list[Place]]:
    """Give the present successors of former places, through any number of changes."""
    wanted = list(old_ids)
    if not wanted:
        return {}
    first = select(PlaceSuccession.old_id, PlaceSuccession.new_id)
    chain = first.where(PlaceSuccession.old_id.in_(wanted)).cte("chain", recursive=True)
    later = aliased(PlaceSuccession)
    chain = chain.union(
        select(chain.c.old_id, later.new_id).join(later, later.old_id == chain.c.new_id)
    )
    statement = (
        select(chain.c.old_id, Place)
        .join(Place, Place.id == chain.c.new_id)
        .where(Place.valid_to.is_(None))
        .options(joinedload(Place.parent))
        .order_by(Place.sort_key)
    )
    found: dict[int, list[Place]] = {}
    for old_id, place in db.session.execute(statement):
        found.setdefault(old_id, []).append(place)
    return found


def search(typed: str, kind: str | None = None, limit: int = 10) -> list[Match]:
    """Find present places by name, former names included, the best match first.

    Accents, NFD, tone placement, short forms ("p. ben nuoc") and a whole address work. A former
    name gives its successors with ``was`` set. Without ``kind``: communes and villages. Two
    statements at most.
    """
    query = parse(typed)
    if not query.words:
        return []
    ranked = [
        (fits, place)
        for place in db.session.scalars(_candidates(query, kind))
        if (fits := rank(query, place)) is not None
    ]
    now = successors(place.id for _, place in ranked if not place.is_current)
    best: dict[int, Match] = {}
    for match in sorted(_matches(ranked, now), key=_order):
        best.setdefault(match.place.id, match)
    return list(best.values())[:limit]


def former(place_id: int) -> Sequence[Place]:
    """Give the former units that went, whole or in part, straight into this one."""
    old = select(Place).join(PlaceSuccession, PlaceSuccession.old_id == Place.id)
    return db.session.scalars(old.where(PlaceSuccession.new_id == place_id)).all()


def _matches(ranked: list[tuple[int, Place]], now: dict[int, list[Place]]) -> Iterable[Match]:
    for fits, place in ranked:
        if place.is_current:
            yield Match(place, None, fits)
        for successor in now.get(place.id, ()):
            yield Match(successor, place, fits)


def _order(match: Match) -> tuple[Any, ...]:
    named = match.was or match.place
    return match.rank, match.was is not None, len(named.name), sort_key(named.name), match.place.id


def _candidates(query: Query, kind: str | None) -> Select[Place]:
    named = literal(f" {query.text} ").like(literal("% ") + Place.name_folded + literal(" %"))
    unspaced = func.replace(Place.name_folded, " ", "").startswith(query.unspaced, autoescape=True)
    alias = (literal(" ") + Place.aliases).contains(f" {query.unspaced}", autoescape=True)
    statement = _with_parent().where(
        or_(_begins_each(query.words), _begins_each(query.bare), named, unspaced, alias)
    )
    kinds = (COMMUNE, VILLAGE) if kind is None else (kind,)
    statement = statement.where(Place.kind.in_(kinds))
    return statement.order_by(func.length(Place.name_folded), Place.id).limit(MOST_CANDIDATES)


def _begins_each(typed: Sequence[str]) -> ColumnElement[bool]:
    """Each word begins a word of the title; LIKE's own signs are escaped."""
    title = literal(" ") + Place.title_folded
    return and_(true(), *(title.contains(f" {word}", autoescape=True) for word in typed))


def _with_parent() -> Select[Place]:
    return select(Place).options(joinedload(Place.parent))


def _now(kind: str) -> tuple[ColumnElement[bool], ...]:
    return Place.kind == kind, Place.valid_to.is_(None)
