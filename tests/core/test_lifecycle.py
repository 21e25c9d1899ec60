"""The door that every step of every life goes through."""

from types import SimpleNamespace

import pytest

from app.bills.models.bill import BILL_LIFE
from app.core.errors import InvalidTransition
from app.core.lifecycle import Life
from app.market.models.lives import PRODUCT, SHOP
from app.market.models.order_life import ORDER
from app.news.models.alert import ALERT
from app.news.models.article_life import ARTICLE
from app.service_requests.life import REPORT
from app.sheets.models import UPLOAD

LIVES = [BILL_LIFE, PRODUCT, SHOP, ORDER, ALERT, ARTICLE, UPLOAD, REPORT]


def door() -> Life:
    life = Life("door", also=lambda thing, verb: not thing.stuck or verb.name == "free")
    life.verb("open", {"shut"}, "ajar", by={"guest", "owner"}, facts={"heard"})
    life.verb("knock", {"shut", "ajar"}, facts={"heard"})
    life.verb("free", {"shut"})
    return life


def a_door(status="shut", stuck=False, version=1):
    return SimpleNamespace(status=status, stuck=stuck, version=version)


def test_a_step_moves_the_status_and_counts_the_version():
    thing = a_door()
    assert door().move(thing, "open", "guest") == "shut"
    assert (thing.status, thing.version) == ("ajar", 2)


def test_a_verb_without_an_end_leaves_the_status():
    thing = a_door("ajar")
    assert door().move(thing, "knock") == "ajar"
    assert (thing.status, thing.version) == ("ajar", 2)


@pytest.mark.parametrize(
    ("thing", "verb", "role"),
    [
        (a_door("ajar"), "open", "owner"),
        (a_door(), "open", "stranger"),
        (a_door(), "open", ""),
        (a_door(stuck=True), "knock", ""),
    ],
)
def test_what_is_not_allowed_changes_nothing(thing, verb, role):
    before = vars(thing).copy()
    with pytest.raises(InvalidTransition):
        door().move(thing, verb, role)
    assert vars(thing) == before


def test_what_is_asked_beside_the_status_may_except_a_verb():
    assert door().may(a_door(stuck=True), "free")


def test_a_thing_without_a_version_has_none_counted():
    life = Life("sheet", column="state", versioned=False)
    life.verb("drop", {"new"}, "dropped")
    sheet = SimpleNamespace(state="new")
    life.move(sheet, "drop")
    assert vars(sheet) == {"state": "dropped"}


def test_a_fact_names_its_verbs():
    life = door()
    assert {name for name in life.verbs if life.has(name, "heard")} == {"open", "knock"}


def test_a_verb_is_declared_once():
    life = door()
    with pytest.raises(ValueError, match="knock"):
        life.verb("knock", {"shut"})


@pytest.mark.parametrize("life", LIVES, ids=lambda life: life.kind)
def test_every_life_comes_from_its_statuses_to_its_statuses(life):
    """A verb that leads nowhere a thing can be, or comes from there, is a slip of the pen."""
    reached = {verb.to for verb in life.verbs.values() if verb.to}
    begun = set().union(*(verb.from_ for verb in life.verbs.values()))
    births = begun - reached
    assert len(births) <= 1, births
