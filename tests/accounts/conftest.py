"""People at the door, and what they were texted."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts import passwords
from app.accounts.models import SmsMessage
from app.core.db import db

CODE = re.compile(r"\b\d{6}\b")


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch):
    """Hash passwords fast: what is tested is not the cost."""
    hasher = passwords.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "HASHER", hasher)
    passwords._nobodys.cache_clear()


@pytest.fixture
def texted(app) -> Callable[[str], list[str]]:
    """`texted(phone)`: the words on their way to a phone (E.164), oldest first."""

    def words(phone: str) -> list[str]:
        db.session.rollback()
        found = db.session.scalars(select(SmsMessage).order_by(SmsMessage.id)).all()
        return [message.words for message in found if message.phone == phone]

    return words


@pytest.fixture
def code_for(texted) -> Callable[[str], str]:
    """`code_for(phone)`: the code texted last."""

    def newest(phone: str) -> str:
        found = CODE.search(texted(phone)[-1])
        assert found is not None
        return found.group()

    return newest


@pytest.fixture
def ask(client) -> Callable[..., FlaskClient]:
    """`ask(phone, visitor=client)`: a visitor types a phone at the sign-in."""

    def type_phone(phone: str, visitor: FlaskClient = client, target: str = "") -> FlaskClient:
        data = {"phone": phone, "next": target}
        answer = visitor.post("/tai-khoan/dang-nhap", data=data)
        assert answer.status_code == 303
        return visitor

    return type_phone


@pytest.fixture
def give(client) -> Callable[..., object]:
    """`give(code, visitor=client)`: the visitor types a code."""

    def type_code(code: str, visitor: FlaskClient = client, address: str = "127.0.0.1"):
        where = {"REMOTE_ADDR": address}
        return visitor.post("/tai-khoan/ma", data={"code": code}, environ_overrides=where)

    return type_code
