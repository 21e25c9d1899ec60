"""Sheets of bills: checked row by row, all or nothing, twice the same, taken up again."""

import io

import pytest
from sqlalchemy import func, select

from app.accounts.actors import SYSTEM
from app.bills.actions import importing, issuing
from app.bills.models import Bill, CustomerAccount, ImportRow
from app.core import clock
from app.core.tables import reading
from app.payments.models import PaymentRequest
from app.sheets import jobs
from app.sheets.models import SheetUpload
from tests.factories.bills import ADDRESS, make_biller, make_clerk, row, sheet
from tests.factories.payments import xlsx


@pytest.fixture
def biller(app):
    return make_biller()


@pytest.fixture
def desk(biller, login_as):
    return login_as(make_clerk(biller))


@pytest.fixture
def bring(desk, biller, outbox, db):
    """`bring(content)`: send, confirm, check; `apply=True` applies it too."""

    def go(content: bytes, apply: bool = True, name: str = "thang-11.csv") -> SheetUpload:
        base = f"/can-bo/hoa-don/{biller.code}"
        answer = desk.post(f"{base}/nhap", data={"file": (io.BytesIO(content), name)})
        assert answer.status_code == 303, answer.text
        upload = db.session.scalars(select(SheetUpload).order_by(SheetUpload.id.desc())).first()
        form = {f"column-{field}": at for field, at in upload.columns.items()}
        assert desk.get(answer.location).status_code == 200
        assert desk.post(answer.location, data=form).status_code == 303
        assert desk.get(answer.location).status_code == 200
        outbox.drain()
        assert desk.get(answer.location).status_code == 200
        if apply and upload.state == "checked":
            desk.post(answer.location + "/ap-dung")
            outbox.drain()
            assert desk.get(answer.location).status_code == 200
        return upload

    return go


def _bills(db):
    return list(db.session.scalars(select(Bill).order_by(Bill.id)))


def _publish(desk, biller, outbox):
    desk.post(f"/can-bo/hoa-don/{biller.code}/phat-hanh")
    outbox.drain()


def test_a_sheet_becomes_drafts_and_then_bills_to_be_paid(bring, db, desk, biller, outbox):
    upload = bring(sheet(row("NU0001"), row("nu 0002", 50_000)))
    assert upload.state == "done"
    assert [(b.state, b.total) for b in _bills(db)] == [("draft", 115_000), ("draft", 50_000)]
    assert db.session.scalar(select(func.count(PaymentRequest.id))) == 0
    _publish(desk, biller, outbox)
    assert {b.state for b in _bills(db)} == {"published"}
    assert db.session.scalar(select(func.sum(PaymentRequest.amount))) == 165_000
    assert upload.content is None


def test_the_same_sheet_again_changes_nothing(bring, db, desk, biller, outbox):
    content = sheet(row("NU0001"), row("NU0002"))
    bring(content)
    assert bring(content).result["same"] == 2
    _publish(desk, biller, outbox)
    again = bring(content)
    assert (again.result["same"], len(_bills(db))) == (2, 2)
    assert db.session.scalar(select(func.count(CustomerAccount.id))) == 2


def test_codes_with_o_for_0_and_spaces_are_the_same_customer(bring, db):
    bring(sheet(row("NU0001", period="10/2026"), row("nu ooo1")))
    assert db.session.scalar(select(func.count(CustomerAccount.id))) == 1


@pytest.mark.one_database
@pytest.mark.parametrize("bad", [
    row("", 1), row("NU0002", -5), row("NU0002", period="13/2026"), row("NU0002", period="01/2019"),
    row("NU0002").replace("100,110,10", "110,100,10"),
    row("NU0002").replace("100,110,10", "100,110,12"),
    row("NU0002").replace("100,110,10", "-1,110,10"), row("NU0002", 10**10), row("nu0001"),
    row("NU0002").replace("10/12/2026", "mai"), row("NU0002").replace("100,110,10", "0,9999999,"),
])  # fmt: skip
def test_one_bad_row_and_nothing_is_taken(bring, db, bad):
    upload = bring(sheet(row("NU0001"), bad))
    assert (upload.state, upload.rows_bad, upload.problems[0][0]) == ("failed", 1, 3)
    assert _bills(db) == []
    assert db.session.scalar(select(func.count(ImportRow.id))) == 0


def test_a_changed_figure_of_a_draft_is_taken_over(bring, db):
    bring(sheet(row("NU0001")))
    assert bring(sheet(row("NU0001", 99_000))).result["changed"] == 1
    assert [b.total for b in _bills(db)] == [99_000]


def test_a_changed_figure_of_a_published_bill_becomes_a_credit(bring, db, desk, biller, outbox):
    bring(sheet(row("NU0001")))
    _publish(desk, biller, outbox)
    assert bring(sheet(row("NU0001", 95_000))).result["corrects"] == 1
    bill, credit = _bills(db)
    assert (bill.total, bill.owed, credit.total, credit.corrects_id) == (
        115_000,
        95_000,
        -20_000,
        bill.id,
    )
    assert db.session.scalar(select(PaymentRequest.amount)) == 95_000
    assert bring(sheet(row("NU0001", 95_000))).result["same"] == 1


def test_what_the_biller_says_is_paid_is_settled(bring, db, desk, biller, outbox):
    bring(sheet(row("NU0001"), row("NU0002", status="Đã thanh toán")))
    _publish(desk, biller, outbox)
    one, two = _bills(db)
    assert (one.is_open, two.is_open) == (True, False)
    assert bring(sheet(row("NU0001", status="đã trả"))).result["paid"] == 1
    assert one.is_open is False


def test_a_withdrawn_bill_that_comes_again_is_asked_for_again(bring, db, desk, biller, outbox):
    bring(sheet(row("NU0001")))
    _publish(desk, biller, outbox)
    (bill,) = _bills(db)
    issuing.withdraw(bill, SYSTEM, clock.now())
    db.session.commit()
    asked = db.session.scalars(select(PaymentRequest)).one()
    assert asked.cancelled_at is not None
    assert bring(sheet(row("NU0001", 95_000))).result["changed"] == 1
    _publish(desk, biller, outbox)
    assert (bill.state, bill.owed, bill.is_open) == ("published", 95_000, True)
    assert db.session.scalars(select(PaymentRequest)).one() is asked
    assert (asked.amount, asked.cancelled_at) == (95_000, None)


def test_a_credit_counts_when_a_bill_is_published_again(bring, db, desk, biller, outbox):
    bring(sheet(row("NU0001")))
    _publish(desk, biller, outbox)
    bring(sheet(row("NU0001", 95_000)))
    (bill, _credit) = _bills(db)
    issuing.withdraw(bill, SYSTEM, clock.now())
    db.session.commit()
    bring(sheet(row("NU0001", 115_000)))
    _publish(desk, biller, outbox)
    assert (bill.state, bill.total, bill.owed) == ("published", 115_000, 95_000)


def test_a_new_address_is_kept_where_no_figure_changed(bring, db):
    bring(sheet(row("NU0001"), row("NU0002")))
    moved = row("NU0001").replace(ADDRESS, "Thôn Mới")
    again = bring(sheet(moved, row("NU0002")))
    assert (again.result["same"], again.rows_done) == (2, 2)
    accounts = db.session.scalars(select(CustomerAccount).order_by(CustomerAccount.code_key))
    assert [each.address for each in accounts] == ["Thôn Mới", ADDRESS]


def test_what_was_shown_as_the_same_is_left_alone(bring, desk, db, outbox):
    bring(sheet(row("NU0001"), row("NU0002")))
    shown = bring(sheet(row("NU0001"), row("NU0002")), apply=False)
    assert shown.result["same"] == 2
    bring(sheet(row("NU0001", 99_000)))
    desk.post(f"/can-bo/hoa-don/tep/{shown.code}/ap-dung")
    outbox.drain()
    assert (shown.state, [b.total for b in _bills(db)]) == ("done", [99_000, 115_000])


def test_a_sheet_dropped_while_it_is_read_is_not_taken(bring, db, monkeypatch):
    real = reading.read

    def slowly(*given):
        jobs.drop(db.session.scalars(select(SheetUpload)).one())
        db.session.commit()
        return real(*given)

    monkeypatch.setattr(reading, "read", slowly)
    upload = bring(sheet(row("NU0001")))
    assert (upload.state, upload.result) == ("dropped", {})
    assert db.session.scalar(select(func.count(ImportRow.id))) == 0


@pytest.mark.one_database
def test_parts_that_do_not_give_the_total_are_counted_and_told(bring):
    assert bring(sheet(row("NU0001", 120_000)), apply=False).result["gaps"] == 1


@pytest.mark.one_database
def test_s35_a_formula_that_was_never_worked_out_is_refused_by_its_row(bring, db):
    upload = bring(xlsx([["ma_kh", "ky", "tong"], ["NU0001", "11/2026", "=1+1"]]), name="x.xlsx")
    assert (upload.state, [row for row, _why in upload.problems]) == ("failed", [2])
    assert _bills(db) == []


def test_a_sheet_as_offices_make_it_is_taken_and_what_is_no_row_is_shown(bring, db, desk):
    rows = [["TRẠM NƯỚC THỬ"], ["Mã KH", "Tên KH", "Kỳ", "Thành tiền sau thuế"],
            ["(1)", "(2)", "(3)", "(4)"], ["NU0001", "Cộng Thị Thử", "11/2026", "115.000 đồng"],
            ["", "Tổng cộng", "", 115000], ["", "Người lập biểu", "", "Giám đốc"]]  # fmt: skip
    upload = bring(xlsx(rows), apply=False, name="x.xlsx")
    assert (upload.state, upload.result["total"]) == ("checked", 115_000)
    assert [row for row, _text in upload.aside] == [1, 3, 5, 6]
    page = desk.get(f"/can-bo/hoa-don/tep/{upload.code}").text
    assert "Người lập biểu · Giám đốc" in page


@pytest.mark.one_database
def test_one_bad_row_names_itself_and_a_file_without_rows_says_so(bring):
    head = ["ma_kh", "ky", "tong"]
    upload = bring(xlsx([head, ["NU0001", "Quý 4/2026", 5], ["Tổng cộng", "", 5]]), name="x.xlsx")
    assert [row for row, _why in upload.problems] == [2]
    nothing = bring(xlsx([head, ["Tổng cộng", "", 5]]), name="x.xlsx")
    assert (nothing.state, len(nothing.problems), nothing.rows_bad) == ("failed", 1, 0)


@pytest.mark.one_database
def test_a_quarter_is_never_a_month_even_where_a_clerk_says_so(desk, biller, db, outbox):
    content = xlsx([["ma_kh", "ky (quý)", "tong"], ["NU0001", "4/2026", 5]])
    data = {"file": (io.BytesIO(content), "x.xlsx")}
    page = desk.post(f"/can-bo/hoa-don/{biller.code}/nhap", data=data).location
    assert desk.post(page, data={"column-code": 0, "column-total": 2}).status_code == 422
    desk.post(page, data={"column-code": 0, "column-period": 1, "column-total": 2})
    outbox.drain()
    upload = db.session.scalar(select(SheetUpload))
    assert (upload.state, upload.rows_bad, len(upload.problems)) == ("failed", 0, 1)


@pytest.mark.one_database
def test_a_sheet_may_be_dropped(bring, desk, db):
    upload = bring(sheet(row("NU0001")), apply=False)
    desk.post(f"/can-bo/hoa-don/tep/{upload.code}/bo")
    assert (upload.state, upload.content) == ("dropped", None)
    assert db.session.scalar(select(func.count(ImportRow.id))) == 0


@pytest.mark.both_databases
def test_f02_a_killed_import_is_taken_up_again_and_nothing_is_half_done(
    bring, desk, biller, outbox, db, monkeypatch
):
    upload = bring(sheet(*(row(f"NU{n:04}") for n in range(12))), apply=False)
    monkeypatch.setattr(importing, "CHUNK", 5)
    real, calls = importing.apply_some, []

    def dying(*args):
        calls.append(1)
        if len(calls) == 2:
            raise RuntimeError("killed")
        return real(*args)

    monkeypatch.setattr(importing, "apply_some", dying)
    desk.post(f"/can-bo/hoa-don/tep/{upload.code}/ap-dung")
    outbox.drain(failing=True)
    assert (upload.state, upload.rows_done) == ("applying", 5)
    _publish_nothing(desk, biller, outbox, db)
    job = outbox.jobs()[0]
    job.run_at = job.created_at
    db.session.commit()
    outbox.drain(failing=True)
    assert upload.state == "done"
    assert (upload.rows_done, len(_bills(db))) == (12, 12)


def _publish_nothing(desk, biller, outbox, db):
    """While an import is under way its drafts are not published."""
    desk.post(f"/can-bo/hoa-don/{biller.code}/phat-hanh")
    outbox.drain(failing=True)
    assert {b.state for b in _bills(db)} == {"draft"}


def test_s24_others_reach_no_sheet(bring, login_as, biller):
    upload = bring(sheet(row("NU0001")), apply=False)
    other = login_as(make_clerk(make_biller()))
    for path in (f"tep/{upload.code}", f"{biller.code}/nhap", biller.code):
        assert other.get(f"/can-bo/hoa-don/{path}").status_code == 404
    assert other.post(f"/can-bo/hoa-don/tep/{upload.code}/ap-dung").status_code == 404
    assert upload.state == "checked"


def test_bills_import_takes_a_file(app, db, biller, tmp_path):
    file = tmp_path / "thang-11.csv"
    file.write_bytes(sheet(row("NU0001"), row("NU0002")))
    db.session.commit()
    run = app.test_cli_runner()
    first = run.invoke(args=["bills", "import", biller.code, str(file), "--publish"])
    assert "new 2" in first.output, first.output
    assert {b.state for b in _bills(db)} == {"published"}
    again = run.invoke(args=["bills", "import", biller.code, str(file)])
    assert "same 2" in again.output
    assert run.invoke(args=["bills", "import", "x", str(file)]).exit_code == 1
