"""What goes along when a unit goes into another, or a village into another commune.

Every column that names a place is in one of two lists, or in the test that walks them all.
"""

from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import aliased

from app.accounts.models import Agency, User
from app.bills.models import CustomerAccount, PlannedCut
from app.core.db import db
from app.directory import finding
from app.directory.models import DirectoryEntry
from app.enquiries.land.models import LandQuestion
from app.market.models import Product, Shop
from app.market.models.office import ProducerCount
from app.news.models.alert import AlertPlace
from app.news.models.article_parts import ArticlePlace
from app.news.rescue.models import Rescue, RescueCall
from app.places.contacts import Contact
from app.places.models import Place
from app.planning.models import Plan
from app.service_requests.catalogue.models import RoutingRule
from app.service_requests.following.commune_models import CommuneFollow
from app.service_requests.mapping import blanks
from app.service_requests.mapping.blanks import MapBlank
from app.surveys.models import SurveyPlace

MOVES: tuple[Any, ...] = (
    User.home_commune_id, Agency.place_id, Shop.commune_id, Product.commune_id,
    CustomerAccount.place_id, PlannedCut.place_id, Contact.place_id,
    Rescue.commune_id, Rescue.place_id, RescueCall.place_id, Plan.place_id, LandQuestion.place_id,
)  # fmt: skip
"""What is so today and is wanted in the new unit."""
APART: tuple[Any, ...] = (
    RoutingRule.place_id, ProducerCount.commune_id, AlertPlace.place_id, ArticlePlace.place_id,
    SurveyPlace.place_id, DirectoryEntry.commune_id, CommuneFollow.place_id, MapBlank.place_id,
)  # fmt: skip
"""One a unit, where the new unit's own goes before, or more than a column to change: see below."""


def move_all(old: Place, new: Place) -> None:
    """Let what belongs to ``old`` today belong to ``new``."""
    for column in MOVES:
        table = column.class_
        db.session.execute(update(table).where(column == old.id).values({column.key: new.id}))
    taken = select(RoutingRule.service_id).where(RoutingRule.place_id == new.id)
    theirs = set(db.session.scalars(taken))
    for rule in db.session.scalars(select(RoutingRule).where(RoutingRule.place_id == old.id)).all():
        if rule.service_id in theirs:
            db.session.delete(rule)
        else:
            rule.place_id = new.id
    db.session.execute(delete(ProducerCount).where(ProducerCount.commune_id == old.id))
    _move_told(AlertPlace, AlertPlace.alert_id, old, new)
    _move_told(ArticlePlace, ArticlePlace.article_id, old, new)
    _move_told(SurveyPlace, SurveyPlace.survey_id, old, new)
    _move_told(CommuneFollow, CommuneFollow.user_id, old, new)
    _move_entries(DirectoryEntry.commune_id == old.id, new)
    _hide_too(old, new)
    db.session.flush()


def _hide_too(old: Place, new: Place) -> None:
    """Leave the new unit out of the public map too; reports of before still lie in the old one."""
    marked = {each.place_id: each for each in blanks.every() if each.place_id is not None}
    if old.id in marked and new.id not in marked:
        was = marked[old.id]
        db.session.add(MapBlank(note=was.note, place_id=new.id, marked_at=was.marked_at))


def _move_told(table: Any, about: Any, old: Place, new: Place) -> None:
    """Tell the new unit what the old one was told, once."""
    there = aliased(table)
    told = select(getattr(there, about.key)).where(there.place_id == new.id)
    known = list(db.session.scalars(told))
    gone = delete(table).where(table.place_id == old.id, about.in_(known))
    db.session.execute(gone)
    db.session.execute(update(table).where(table.place_id == old.id).values(place_id=new.id))


def _move_entries(which: Any, new: Place) -> None:
    """Let entries of the directory lie in ``new``, and be found there."""
    for entry in db.session.scalars(select(DirectoryEntry).where(which)).all():
        entry.commune = new
        finding.index(entry)


def follow_village(village: Place, new: Place) -> None:
    """Let who lives and sells in the village do so in its new commune."""
    lives = update(User).where(User.home_village_id == village.id)
    db.session.execute(lives.values(home_commune_id=new.id))
    shops = select(Shop.id).where(Shop.village_id == village.id)
    goods = update(Product).where(Product.shop_id.in_(shops))
    db.session.execute(goods.values(commune_id=new.id))
    sells = update(Shop).where(Shop.village_id == village.id)
    db.session.execute(sells.values(commune_id=new.id))
    _move_entries(DirectoryEntry.village_id == village.id, new)
