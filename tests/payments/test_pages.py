"""The managers' pages: account, statements, lines; strangers find nothing."""

import io

import pytest
import xlsxwriter
from sqlalchemy import select

from app.accounts import permissions as may
from app.core import audit
from app.notifications.models import Notification
from app.payments import queries
from app.payments.models import BankAccount, Statement
from app.sheets.models import SheetUpload
from tests.factories.accounts import make_agency, make_official, make_user
from tests.factories.payments import make_bank_account, make_request, money, take, xlsx

CSV = (
    "Ngày giao dịch;Số bút toán;Ghi có;Nội dung\n"
    "19/11/2026;FT1;100.000;{ref}\n20/11/2026;FT2;5000;x\n"
)
FORM = {"bin": "970418", "number": "0000 0000 12", "holder": "Trạm Nước Thử", "version": "0"}


@pytest.fixture
def agency(app):
    return make_agency("Trạm nước Thử", "biller")


@pytest.fixture
def clerk(agency):
    return make_official(may.CLERK, agency=agency)


@pytest.fixture
def desk(clerk, login_as):
    return login_as(clerk)


def _send(desk, account, content, name="sao-ke.csv"):
    data = {"file": (io.BytesIO(content), name)}
    return desk.post(f"/can-bo/thanh-toan/tai-khoan/{account.code}/sao-ke", data=data)


def _confirm(desk, code, columns):
    form = {f"column-{name}": str(at) for name, at in columns.items()}
    return desk.post(f"/can-bo/thanh-toan/tep/{code}", data=form)


def test_s07_the_account_is_set_after_proof_and_every_manager_is_told(
    desk, agency, clerk, db, clock
):
    other = make_official(may.CLERK, agency=agency)
    url = f"/can-bo/thanh-toan/agency/{agency.id}"
    assert desk.get(url).status_code == 200
    assert desk.post(url, data=FORM).status_code == 303
    account = db.session.scalar(select(BankAccount))
    assert (account.number, account.holder_name) == ("0000000012", "TRAM NUOC THU")
    told = set(db.session.scalars(select(Notification.user_id)))
    assert told == {clerk.id, other.id}
    entry = db.session.scalar(
        select(audit.AuditEntry).where(audit.AuditEntry.verb == "set-account")
    )
    assert entry.after["number"] == "•••012"


def test_s07_without_fresh_proof_the_account_is_not_changed(clerk, agency, login_as, db, clock):
    visitor = login_as(clerk)
    clock.shift(20 * 60)
    answer = visitor.post(f"/can-bo/thanh-toan/agency/{agency.id}", data=FORM)
    assert "/tai-khoan/xac-nhan" in answer.location
    assert db.session.scalar(select(BankAccount)) is None


@pytest.mark.one_database
@pytest.mark.parametrize("wrong", [{"bin": "000000"}, {"number": "12"}, {"holder": " "}])
def test_an_account_that_cannot_be_is_refused_and_what_was_typed_is_kept(desk, agency, wrong):
    answer = desk.post(f"/can-bo/thanh-toan/agency/{agency.id}", data={**FORM, **wrong})
    assert answer.status_code == 422


def test_a_stale_form_does_not_overwrite(desk, agency):
    make_bank_account(agency)
    answer = desk.post(f"/can-bo/thanh-toan/agency/{agency.id}", data=FORM)
    assert answer.status_code == 409


@pytest.mark.one_database
def test_s24_others_find_neither_account_nor_statement(agency, login_as, client):
    account = make_bank_account(agency)
    statement = take(account, money("x"))
    line = queries.open_lines(account).rows[0]
    paths = [f"agency/{agency.id}", f"tai-khoan/{account.code}/sao-ke", f"sao-ke/{statement.code}",
             f"tai-khoan/{account.code}/cho-khop", f"dong/{line.code}"]  # fmt: skip
    others = (make_user(), make_official(may.CLERK), make_official(may.LEAD, agency=agency))
    for visitor in [login_as(each) for each in others]:
        for path in paths:
            assert visitor.get(f"/can-bo/thanh-toan/{path}").status_code == 404
            assert visitor.post(f"/can-bo/thanh-toan/{path}").status_code in (404, 405)


def test_a_statement_is_sent_confirmed_taken_and_taken_back(desk, agency, outbox, db):
    account = make_bank_account(agency)
    owed = make_request(account)
    answer = _send(desk, account, CSV.format(ref=owed.reference).encode("utf-16"))
    page = desk.get(answer.location)
    assert "Nội dung" in page.text
    upload = db.session.scalar(select(SheetUpload))
    assert _confirm(desk, upload.code, upload.columns).status_code == 303
    assert 'http-equiv="refresh"' in desk.get(answer.location).text
    outbox.drain()
    statement = db.session.scalar(select(Statement))
    assert (statement.matched, statement.unmatched) == (1, 1)
    assert owed.balance == "paid"
    url = f"/can-bo/thanh-toan/sao-ke/{statement.code}"
    assert desk.get(answer.location).status_code == desk.get(url).status_code == 200
    desk.post(url + "/huy")
    assert owed.received == 0


def test_the_columns_are_remembered(desk, agency, db):
    account = make_bank_account(agency)
    content = xlsx([["A", "B", "C"], ["19/11/2026", "HD7K3M9QXF", 100000]])
    upload_url = _send(desk, account, content, "a.xlsx").location
    code = upload_url.rsplit("/", 1)[1]
    assert _confirm(desk, code, {"date": 0, "words": 1, "credit": 2}).status_code == 303
    for missing in ({"date": 0}, {"date": 0, "words": 1}, {"date": 0, "words": 1, "debit": 2}):
        assert _confirm(desk, code, missing).status_code == 422
    _send(desk, account, content, "b.xlsx")
    newest = db.session.scalars(select(SheetUpload).order_by(SheetUpload.id.desc())).first()
    assert newest.columns == {"date": 0, "words": 1, "credit": 2}


def test_a_statement_with_a_bad_row_is_taken_in_not_at_all(desk, agency, outbox, db):
    account = make_bank_account(agency)
    content = CSV.format(ref="x").replace("5000", "mot it").encode()
    answer = _send(desk, account, content)
    upload = db.session.scalar(select(SheetUpload))
    _confirm(desk, upload.code, upload.columns)
    outbox.drain()
    assert db.session.scalar(select(Statement)) is None
    page = desk.get(answer.location).text
    assert "3" in page
    assert upload.state == "failed"
    assert desk.post(answer.location + "/bo").status_code == 303


@pytest.mark.one_database
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no book", b"\x00\x01\x02\x03"])
def test_what_is_no_table_is_refused_with_a_sentence(desk, agency, content):
    assert _send(desk, make_bank_account(agency), content).status_code == 422


def _two_sheets(ref: str) -> bytes:
    """A workbook whose two visible sheets could both be meant, and a hidden one."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        for name, amount in (("Tháng 10", 5), ("Tháng 11", 100_000), ("Ẩn", 7)):
            page = book.add_worksheet(name)
            page.write_row(0, 0, ["Ngày", "Ghi nợ", "Ghi có", "Nội dung"])
            page.write_row(1, 0, ["19/11/2026", "", amount, ref])
            page.write_row(2, 0, ["", "", amount, "Tổng cộng"])
        book.get_worksheet_by_name("Ẩn").hide()
    return out.getvalue()


def test_the_person_says_which_sheet_is_meant_and_sees_what_was_set_aside(desk, agency, outbox, db):
    account = make_bank_account(agency)
    owed = make_request(account)
    url = _send(desk, account, _two_sheets(owed.reference), "sao-ke.xlsx").location
    upload = db.session.scalar(select(SheetUpload))
    page = desk.get(url).text
    assert "Tháng 11" in page
    assert "Ẩn" not in page
    assert 'name="column-date"' not in page
    assert _confirm(desk, upload.code, upload.columns).status_code == 422
    assert desk.post(url, data={"sheet": "Ẩn"}).status_code == 422
    assert desk.post(url, data={"sheet": "Tháng 11"}).status_code == 303
    assert 'name="column-date"' in desk.get(url).text
    form = {f"column-{name}": at for name, at in upload.columns.items()}
    assert desk.post(url, data={**form, "sheet": "Tháng 11"}).status_code == 303
    outbox.drain()
    assert owed.balance == "paid"
    assert "Tổng cộng" in desk.get(url).text


@pytest.mark.one_database
def test_what_could_be_two_things_is_pointed_out_and_not_preselected(desk, agency, db):
    content = "Ngày;Nội dung;Diễn giải;Ghi có\n19/11/2026;x;y;5\n".encode()
    url = _send(desk, make_bank_account(agency), content).location
    upload = db.session.scalar(select(SheetUpload))
    assert (upload.columns, upload.doubtful) == ({"date": 0, "credit": 3}, ["words"])
    assert "column-words-hint" in desk.get(url).text


def test_a_clerk_matches_a_line_by_hand_and_takes_it_back(desk, agency, db):
    account = make_bank_account(agency)
    owed = make_request(account)
    take(account, money("tien nuoc cho me"))
    line = queries.open_lines(account).rows[0]
    url = f"/can-bo/thanh-toan/dong/{line.code}"
    assert owed.reference in desk.get(url).text
    assert desk.post(url + "/khop", data={"reference": "HDXXXXXXXX"}).status_code == 422
    assert desk.post(url + "/khop", data={"reference": owed.reference}).status_code == 303
    assert owed.balance == "paid"
    assert desk.get(url).status_code == 200
    desk.post(url + "/huy-khop", data={"allocation": line.active[0].id})
    assert owed.balance == "unpaid"
    desk.post(url + "/bo-qua")
    assert line.is_open is False
    desk.post(url + "/lay-lai")
    assert line.is_open is True
    assert desk.get(f"/can-bo/thanh-toan/tai-khoan/{account.code}/cho-khop").status_code == 200


@pytest.mark.one_database
def test_the_hooks_secret_is_shown_once(desk, agency):
    account = make_bank_account(agency)
    url = f"/can-bo/thanh-toan/agency/{agency.id}"
    page = desk.post(url + "/bao-co", data={"on": "1"}).text
    assert account.hook_secret in page
    assert account.hook_secret not in desk.get(url).text


def test_payments_reconcile_takes_a_file(app, db, agency, tmp_path):
    account = make_bank_account(agency)
    owed = make_request(account)
    file = tmp_path / "sao-ke.csv"
    file.write_text(CSV.format(ref=owed.reference), encoding="utf-8-sig")
    db.session.commit()
    run = app.test_cli_runner()
    first = run.invoke(args=["payments", "reconcile", str(file)])
    assert "matched 1, unmatched 1, duplicate 0" in first.output
    again = run.invoke(args=["payments", "reconcile", str(file), "--account", account.code])
    assert "matched 0, unmatched 0, duplicate 2" in again.output
    assert run.invoke(args=["payments", "reconcile", str(file), "--account", "x"]).exit_code == 1


@pytest.mark.one_database
def test_payments_reconcile_refuses_what_is_in_doubt_until_it_is_told(app, db, agency, tmp_path):
    account = make_bank_account(agency)
    owed = make_request(account)
    book, text = tmp_path / "sao-ke.xlsx", tmp_path / "sao-ke.csv"
    book.write_bytes(_two_sheets(owed.reference))
    text.write_text(
        f"Ngày;Nội dung;Diễn giải;Ghi có\n19/11/2026;{owed.reference};y;5\n;;Tổng cộng;5\n"
    )
    db.session.commit()

    def run(*given):
        return app.test_cli_runner().invoke(args=["payments", "reconcile", *map(str, given)])

    assert "Tháng 10, Tháng 11" in run(book).output
    assert run(book, "--sheet", "Ẩn").exit_code == 1
    assert "matched 1" in run(book, "--sheet", "Tháng 11").output
    assert "--column words=" in run(text).output
    assert run(text, "--column", "words=Không có").exit_code == 1
    assert run(text, "--column", "nothing=Ngày").exit_code == 1
    done = run(text, "--column", "words=Diễn giải")
    assert "unmatched 1" in done.output
    assert "set aside 3: Tổng cộng · 5" in done.output
    assert "matched 1" not in run(text).output  # the columns are remembered
