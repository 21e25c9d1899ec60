"""Receivers of an event run in one order on every machine: that of the rooms, then of names."""

from itertools import permutations

import pytest

from app.core import events
from app.core.events import Event


def receiver(said, module, name):
    def receive(_sender):
        said.append((module, name))

    receive.__module__, receive.__qualname__ = module, name
    return receive


WANTED = [
    ("app.bills.personal", "_erase"),
    ("app.bills.receiving", "_erase"),
    ("app.market.orders", "_claim"),
    ("app.market.orders", "_erase"),
]


@pytest.mark.parametrize("connected", list(permutations(WANTED)))
def test_receivers_run_in_the_order_of_the_rooms(monkeypatch, connected):
    monkeypatch.setattr(events, "_rooms", ["places", "bills", "market"])
    said, event = [], Event("tried")
    kept = [receiver(said, *each) for each in connected]
    for each in kept:
        event.connect(each)
    event.send(object())
    assert said == WANTED
