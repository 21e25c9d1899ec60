"""Personal values at rest."""

import pytest
from cryptography.exceptions import InvalidTag
from flask import Flask

from app.core import personal
from app.core.db import db


@pytest.fixture
def key(app: Flask) -> personal.PersonKey:
    made = personal.new_key()
    db.session.flush()
    return made


def test_s38_what_is_sealed_can_be_opened_and_is_not_plain(key: personal.PersonKey) -> None:
    sealed = personal.encrypt(key, "Nguyễn Thử")
    assert "Thử".encode() not in sealed
    assert personal.decrypt(key, sealed) == "Nguyễn Thử"


def test_the_same_value_is_sealed_differently_each_time(key: personal.PersonKey) -> None:
    assert personal.encrypt(key, "a") != personal.encrypt(key, "a")


def test_s39_destroying_the_key_ends_it(key: personal.PersonKey) -> None:
    sealed = personal.encrypt(key, "a")
    personal.destroy(key)
    assert personal.decrypt(key, sealed) is None
    with pytest.raises(ValueError, match="destroyed"):
        personal.encrypt(key, "b")


def test_another_persons_key_opens_nothing(key: personal.PersonKey) -> None:
    sealed = personal.encrypt(key, "a")
    other = personal.new_key()
    with pytest.raises(InvalidTag):
        personal.decrypt(other, sealed)


def test_s38_the_blind_index_finds_and_does_not_tell(app: Flask) -> None:
    index = personal.blind_index("phone", "+84900000001")
    assert index == personal.blind_index("phone", "+84900000001")
    assert index != personal.blind_index("card", "+84900000001")
    assert "900000001" not in index
