"""What a bank's program reports: signed, in time, once."""

import json
import time

import pytest
from sqlalchemy import func, select

from app.core import clock
from app.payments.adapters.own import sign
from app.payments.models import BankLine, HookDelivery
from tests.factories.payments import make_bank_account, make_request

ROW = {"id": "FT1", "date": "2026-11-19", "amount": 100_000, "content": ""}


@pytest.fixture
def account(app):
    account = make_bank_account()
    account.make_hook_secret()
    return account


def _send(client, account, rows, secret=None, stamp=None, body=None):
    body = body if body is not None else json.dumps({"transactions": rows}).encode()
    stamp = stamp or str(int(clock.now().timestamp()))
    headers = {
        "X-Timestamp": stamp,
        "X-Signature": sign(secret or account.hook_secret, stamp, body),
    }
    return client.post(f"/thanh-toan/bao-co/{account.code}", data=body, headers=headers)


def test_s29_what_is_nested_without_end_is_refused(client, account):
    assert _send(client, account, [], body=b'{"transactions":' + b"[" * 8_000).status_code == 400


def test_a_signed_report_pays(client, account, csrf):
    owed = make_request(account)
    answer = _send(client, account, [{**ROW, "content": owed.reference}])
    assert (answer.status_code, answer.json) == (200, {"taken": 1, "duplicate": 0})
    assert owed.balance == "paid"


def test_s29_a_wrong_signature_is_refused_and_nothing_is_taken(client, account, db):
    assert _send(client, account, [ROW], secret="another").status_code == 400
    assert db.session.scalar(select(func.count(BankLine.id))) == 0


@pytest.mark.parametrize("seconds", [-301, 301])
def test_a_report_out_of_time_is_refused(client, account, seconds):
    stamp = str(int(time.time()) + seconds)
    assert _send(client, account, [ROW], stamp=stamp).status_code == 400


def test_a_replayed_report_is_refused(client, account, db):
    assert _send(client, account, [ROW]).status_code == 200
    assert _send(client, account, [ROW]).status_code == 409
    assert db.session.scalar(select(func.count(HookDelivery.id))) == 1


def test_the_same_movement_in_another_report_is_a_duplicate(client, account):
    _send(client, account, [ROW])
    answer = _send(client, account, [ROW, {**ROW, "id": "FT2"}])
    assert answer.json == {"taken": 1, "duplicate": 1}


@pytest.mark.parametrize("body", [
    b"", b"{}", b"[]", b'{"transactions": [{}]}', b'{"transactions": 5}', b"\xff",
    b'{"transactions": [{"id": "1", "date": "x", "amount": 1, "content": ""}]}',
    b'{"transactions": [{"id": "1", "date": "2026-11-19", "amount": 1.5, "content": ""}]}',
    b'{"transactions": [{"id": "1", "date": "2026-11-19", "amount": true, "content": ""}]}',
])  # fmt: skip
def test_odd_content_is_refused(client, account, body):
    assert _send(client, account, [], body=body).status_code == 400


@pytest.mark.parametrize("headers", [{}, {"X-Timestamp": "x", "X-Signature": "é"}])
def test_an_unsigned_report_is_refused(client, account, headers):
    assert client.post(f"/thanh-toan/bao-co/{account.code}", headers=headers).status_code == 400
    assert client.post("/thanh-toan/bao-co/XXXX-XXXX", headers=headers).status_code == 400


def test_an_account_without_a_secret_takes_no_reports(client, account):
    secret = account.hook_secret
    account.drop_hook()
    assert _send(client, account, [ROW], secret=secret).status_code == 400
