"""Providers' reports: proved over what was received, once by their names, in and out told apart."""

import hashlib
import hmac
import json

import pytest
from sqlalchemy import func, select

from app.accounts.actors import SYSTEM
from app.core import clock
from app.core.errors import DomainError
from app.payments.actions import set_hook
from app.payments.models import BankLine
from tests.factories.payments import NUMBER, make_bank_account, make_request

KEY = "khoa-bi-mat-thu-nghiem"
SEPAY = {"id": 92704, "gateway": "BIDV", "transactionDate": "2026-11-19 14:02:37", "code": None,
         "accountNumber": NUMBER, "subAccount": None, "transferType": "in",
         "transferAmount": 100_000, "accumulated": 1_000_000, "content": "", "description": "",
         "referenceCode": "FT1"}  # fmt: skip
CASSO = {"error": 0, "data": {
    "id": 7, "reference": "FT1", "description": "", "amount": 100_000, "runningBalance": 25_000_000,
    "transactionDateTime": "2026-11-19 15:36:21", "accountNumber": NUMBER, "bankName": "Thử",
    "virtualAccountNumber": "", "counterAccountName": "NGƯỜI THỬ"}}  # fmt: skip
PAYOS = {"code": "00", "desc": "success", "success": True, "data": {
    "orderCode": 123, "amount": 100_000, "description": "", "accountNumber": NUMBER,
    "reference": "FT1", "transactionDateTime": "2026-11-19 18:25:00", "currency": "VND",
    "paymentLinkId": "lien-ket-thu", "code": "00", "desc": "Thành công",
    "counterAccountName": None, "virtualAccountNumber": "", "fieldOfTomorrow": "x"}}  # fmt: skip


def _hmac(message, algorithm):
    return hmac.new(KEY.encode(), message, algorithm).hexdigest()


def _plain(content):
    return json.dumps(content, indent=1, ensure_ascii=False).encode()


def sepay(content, stamp):
    return _plain(content), {"Authorization": f"Apikey {KEY}"}


def sepay_signed(content, stamp):
    body = _plain(content)
    right = _hmac(f"{stamp}.".encode() + body, "sha256")
    return body, {"X-SePay-Timestamp": str(stamp), "X-SePay-Signature": f"sha256={right}"}


def casso(content, stamp):
    said = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    right = _hmac(f"{stamp * 1000}.{said}".encode(), "sha512")
    return _plain(content), {"X-Casso-Signature": f"t={stamp * 1000},v1={right}"}


def payos(content, stamp):
    data = content["data"]
    said = "&".join(f"{k}={'' if data[k] is None else data[k]}" for k in sorted(data))
    return _plain({**content, "signature": _hmac(said.encode(), "sha256")}), {}


WAYS = {"sepay": (sepay, SEPAY), "sepay, signed": (sepay_signed, SEPAY),
        "casso": (casso, CASSO), "payos": (payos, PAYOS)}  # fmt: skip
WORDS = {"sepay": "content", "casso": "description", "payos": "description"}


class Provider:
    def __init__(self, client, account, way):
        self.client, self.account = client, account
        self.signed, self.sample = WAYS[way]
        self.name = way.split(",")[0]
        set_hook(account, SYSTEM, clock.now(), self.name, f" {KEY} ")

    def content(self, words, **changed):
        top = dict(self.sample)
        row = {**top["data"], WORDS[self.name]: words, **changed} if "data" in top else None
        return {**top, "data": row} if row else {**top, WORDS[self.name]: words, **changed}

    def post(self, body, headers):
        return self.client.post(f"/thanh-toan/bao-co/{self.account.code}", data=body,
                                headers=headers)  # fmt: skip

    def send(self, words, late=0, **changed):
        stamp = int(clock.now().timestamp()) - late
        return self.post(*self.signed(self.content(words, **changed), stamp))


@pytest.fixture(params=WAYS)
def provider(request, client):
    return Provider(client, make_bank_account(), request.param)


def _lines(db):
    return db.session.scalar(select(func.count(BankLine.id)).where(BankLine.amount > 0))


def test_a_report_pays_once_however_often_it_is_sent(provider, db):
    owed = make_request(provider.account)
    answers = [provider.send(owed.reference) for _ in range(3)]
    assert [(each.status_code, each.json) for each in answers] == [
        (200, {"success": True, "taken": taken, "duplicate": 1 - taken}) for taken in (1, 0, 0)
    ]
    assert (owed.balance, _lines(db)) == ("paid", 1)


def test_a_changed_report_of_the_same_name_replaces_the_first(provider):
    owed = make_request(provider.account, 90_000)
    field = "transferAmount" if provider.name == "sepay" else "amount"
    provider.send(owed.reference)
    provider.send(owed.reference, **{field: 90_000})
    assert owed.balance == "paid"


def test_what_is_changed_on_the_way_or_unproved_is_refused(provider, db):
    content = provider.content("x")
    body, headers = provider.signed(content, int(clock.now().timestamp()))
    if headers.get("Authorization"):
        headers = {"Authorization": "Apikey khac-hoan-toan"}
    else:
        body = body.replace(b"100000", b"900000")
    assert provider.post(body, headers).status_code == 400
    assert provider.post(body, {}).status_code == 400
    assert provider.post(b"\xff[", headers).status_code == 400
    assert _lines(db) == 0


def test_a_report_out_of_time_is_refused_where_it_has_a_time(provider):
    if provider.signed in (sepay_signed, casso):
        assert provider.send("x", late=301).status_code == 400
        assert provider.send("x", late=-301).status_code == 400


def test_a_report_of_another_account_is_answered_and_not_taken(provider, db):
    answer = provider.send("x", accountNumber="12345678")
    assert (answer.status_code, answer.json["taken"], _lines(db)) == (200, 0, 0)


@pytest.mark.parametrize("way", ["sepay"])
def test_money_out_is_no_money_in(client, db, way):
    provider = Provider(client, make_bank_account(), way)
    owed = make_request(provider.account)
    assert provider.send(owed.reference, transferType="out").json["taken"] == 0
    assert provider.send(owed.reference, transferType="khac").status_code == 400
    assert owed.balance == "unpaid"


def test_a_provider_has_its_own_key_and_our_own_hook_is_shut_meanwhile(provider, client):
    account = provider.account
    stamp = str(int(clock.now().timestamp()))
    body = b'{"transactions": []}'
    right = hmac.new(KEY.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    own = {"X-Timestamp": stamp, "X-Signature": right}
    assert client.post(f"/thanh-toan/bao-co/{account.code}", data=body,
                       headers=own).status_code == 400  # fmt: skip
    for adapter, key in (("khac", KEY), ("casso", ""), ("payos", "co dau cach")):
        with pytest.raises(DomainError):
            set_hook(account, SYSTEM, clock.now(), adapter, key)
