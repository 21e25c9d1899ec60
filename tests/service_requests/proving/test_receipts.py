"""Receipts that prove: signed at once, in their day's tree, checked by anyone; nothing personal."""

import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, func, select

from app.core import clock as core_clock
from app.core import signing
from app.core.db import db
from app.service_requests.privacy import erasing
from app.service_requests.proving import receipts, tree
from app.service_requests.proving.models import ReceiptDay, ReceiptProof
from tests.factories import service_requests as make
from tests.factories.accounts import make_user

WORDS = "Đèn ngõ 12 không sáng từ tối qua"


def sent(**values):
    report = make.received(description=WORDS, citizen=make_user(), **values)
    db.session.flush()
    return report


def file_of(report) -> dict:
    return receipts.file_of(receipts.proof_of(report))


def verdict(file: dict, root: str | None = None):
    return receipts.verify(json.dumps(file), signing.public_key(), root)


def close(clock) -> ReceiptDay:
    clock.move_to(core_clock.now() + timedelta(days=1))
    assert receipts.close_days(core_clock.now()) == 1
    db.session.flush()
    return receipts.days()[0]


@given(st.integers(1, 40), st.data())
def test_every_leaf_climbs_to_the_root_and_no_other_does(number, data):
    leaves = [tree.leaf(bytes([each])) for each in range(number)]
    at = data.draw(st.integers(0, number - 1))
    beside = tree.path(leaves, at)
    assert tree.climbs_to(leaves[at], at, number, beside) == tree.root(leaves)
    assert tree.climbs_to(tree.leaf(b"other"), at, number, beside) != tree.root(leaves)
    assert tree.root(leaves[:-1]) != tree.root(leaves)


def test_the_root_of_seven_is_the_standards():
    """RFC 6962's own seven leaves."""
    leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657"]
    root = tree.root([tree.leaf(bytes.fromhex(each)) for each in leaves])
    assert root.hex() == "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"


def test_a_receipt_holds_at_once_and_in_its_tree_the_day_after(db, clock):
    report = sent()
    early = file_of(report)
    assert verdict(early).holds and verdict(early).said == receipts.NOT_YET
    for _ in range(4):
        sent()
    root = close(clock).root
    assert verdict(file_of(report), root).said == receipts.HOLDS
    assert receipts.verify_here(json.dumps(early)).said == receipts.HOLDS


def test_one_bit_is_enough(db, clock):
    report = sent()
    close(clock)
    text = json.dumps(file_of(report), sort_keys=True)
    assert receipts.verify(text, signing.public_key()).holds
    raw = text.encode()
    for at in range(len(raw)):
        changed = bytearray(raw)
        changed[at] ^= 1
        try:
            other = json.loads(changed.decode())
        except ValueError:
            continue
        if other != json.loads(text):
            assert not receipts.verify(changed.decode(), signing.public_key()).holds, at


def test_a_dropped_report_is_shown(db, clock):
    report, other = sent(), sent()
    kept = file_of(report)
    db.session.execute(delete(ReceiptProof).where(ReceiptProof.service_request_id == report.id))
    root = close(clock).root
    assert receipts.verify_here(json.dumps(kept)).said == receipts.DROPPED
    grafted = {**kept, "tree": file_of(other)["tree"]}
    assert verdict(grafted, root).said == receipts.DROPPED


def test_a_root_that_was_published_before_is_what_counts(db, clock):
    report = sent()
    close(clock)
    assert verdict(file_of(report), "0" * 64).said == receipts.DROPPED


def test_it_says_nothing_of_the_person_and_the_digest_is_salted(db):
    one, two = sent(place=(there := make.place()), service=(lamps := make.service())), None
    two = sent(place=there, service=lamps)
    text = json.dumps(file_of(one), ensure_ascii=False)
    assert "Đèn" not in text and there.code not in text and lamps.service_code not in text
    assert file_of(one)["receipt"]["digest"] != file_of(two)["receipt"]["digest"]
    content = receipts.opened(receipts.proof_of(one))
    assert content["sent"]["words"] == WORDS
    assert receipts.digest(content["salt"], content["sent"]) == file_of(one)["receipt"]["digest"]


def test_after_an_erasure_only_the_fingerprint_stays(db, clock):
    report = sent()
    before = file_of(report)["receipt"]
    erasing.erase(report, core_clock.now())
    db.session.flush()
    db.session.expire_all()
    proof = receipts.proof_of(report)
    assert proof.sealed is None and receipts.opened(proof) is None
    assert file_of(report)["receipt"] == before
    root = close(clock).root
    assert verdict(file_of(report), root).said == receipts.HOLDS


def test_a_day_is_closed_once(db, clock):
    sent()
    close(clock)
    assert receipts.close_days(core_clock.now()) == 0
    assert db.session.scalar(select(func.count()).select_from(ReceiptDay)) == 1


def test_pages_and_the_command(app, db, client, login_as, clock, tmp_path):
    report = sent()
    root = close(clock).root
    db.session.commit()
    address = f"/phan-anh/{report.code}/bien-nhan"
    assert client.get(f"{address}/chung-thuc.json").status_code == 404
    mine = login_as(report.citizen)
    assert "chung-thuc.json" in mine.get(address).text
    given = mine.get(f"{address}/chung-thuc.json")
    assert "content" not in given.json
    assert (
        mine.get(f"{address}/chung-thuc.json?noi-dung=1").json["content"]["sent"]["words"] == WORDS
    )
    page = client.get("/ket-qua/bien-nhan", query_string={"q": given.text}).text
    assert "không bị sửa" in page and root in page
    wrong = given.text.replace(
        report.code, report.code[:-1] + ("X" if report.code[-1] != "X" else "Y")
    )
    assert (
        "không phải biên nhận" in client.get("/ket-qua/bien-nhan", query_string={"q": wrong}).text
    )
    assert "Chưa" not in client.get("/ket-qua/bien-nhan?q=[]").text
    assert root in client.get("/ket-qua/bien-nhan.xml").text
    file = tmp_path / "bien-nhan.json"
    file.write_bytes(given.data)
    run = app.test_cli_runner().invoke
    good = run(
        args=["receipts", "verify", str(file), "--key", signing.public_key(), "--root", root]
    )
    assert good.exit_code == 0 and report.code in good.output
    file.write_text(wrong)
    assert run(args=["receipts", "verify", str(file)]).exit_code == 1


@pytest.mark.parametrize("text", ["", "[]", "{}", "3", '{"receipt": 3, "signature": 1}', '{"a"'])
def test_what_is_no_receipt_is_said_to_be_none(app, text):
    with app.app_context():
        assert receipts.verify(text, signing.public_key()).said == receipts.UNREADABLE
