"""Lists taken away as files: what is in them, who may have them, and what is logged."""

import csv
import io
from datetime import timedelta

import openpyxl
import pytest
from sqlalchemy import select

from app.accounts import erasing
from app.core import clock as moment
from app.core import outbox
from app.core.audit import AuditEntry
from app.service_requests.desk import exporting
from app.service_requests.models import PhoneDisclosure
from app.service_requests.record import COMPLAINT
from app.service_requests.routing import correcting, sealing
from app.sheets.out import asking, jobs
from app.sheets.out.models import DONE, FAILED, Export, ExportPart
from tests.factories import service_requests as make
from tests.factories.accounts import make_user

PHONE = "+84900000088"


def ask(visitor, form: str = "csv", **values):
    """Ask for a list; gives the address of its page."""
    return visitor.post("/can-bo/xuat", data={"muc": "tat-ca", "dang": form, **values})


def rows(answer) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))


def fetch(visitor, **values) -> list[list[str]]:
    """Ask for a list as CSV, let the worker make it, fetch it; the heads are left out."""
    address = ask(visitor, **values).location
    outbox.drain(asking.QUEUE)
    answer = visitor.post(f"{address}/tai-ve")
    assert answer.status_code == 200
    return rows(answer)[1:]


def test_a_list_is_made_in_pieces_and_fetched_as_csv(login_as, offices, monkeypatch):
    monkeypatch.setattr(exporting, "PIECE", 2)
    made = [make.service_request("accepted", agency=offices.office) for _ in range(5)]
    make.service_request(agency=offices.neighbour)
    visitor = login_as(offices.handler)
    address = ask(visitor).location
    page = visitor.get(address).text
    assert "Đã ghi 0 trên 5 dòng" in page
    assert 'http-equiv="refresh"' in page
    assert visitor.post(f"{address}/tai-ve").status_code >= 400  # not ready
    outbox.drain(asking.QUEUE)
    answer = visitor.post(f"{address}/tai-ve")
    assert answer.headers["Content-Disposition"].endswith(".csv")
    assert [row[0] for row in rows(answer)[1:]] == [each.code for each in made[::-1]]
    assert 'http-equiv="refresh"' not in visitor.get(address).text


def test_the_same_list_as_a_workbook_with_cells_that_run_nothing(login_as, offices):
    words = '=HYPERLINK("http://x";"y")\u2028hai dòng\nba'
    make.service_request("accepted", agency=offices.office, description=words)
    make.service_request("accepted", agency=offices.office, description="+84 gọi tôi")
    visitor = login_as(offices.handler)
    assert [row[2][:2] for row in fetch(visitor)] == ["'+", "'="]
    address = ask(visitor, "xlsx").location
    outbox.drain(asking.QUEUE)
    book = openpyxl.load_workbook(io.BytesIO(visitor.post(f"{address}/tai-ve").data))
    cells = [[cell.data_type for cell in row] for row in book.active.iter_rows()]
    assert len(cells) == 3
    assert "f" not in {each for row in cells for each in row}
    assert book.active.cell(3, 3).value == words


def test_an_export_has_what_its_filters_say_and_a_search_too(login_as, offices):
    lamp = make.service_request("accepted", agency=offices.office, description="Cột đèn nghiêng")
    paper = make.service_request("accepted", agency=offices.office, source="paper")
    visitor = login_as(offices.handler)
    assert [row[0] for row in fetch(visitor, nguon="paper")] == [paper.code]
    assert [row[0] for row in fetch(visitor, tim="nghieng")] == [lamp.code]


def test_what_is_sealed_is_in_no_file_and_takes_made_ones_away(login_as, offices):
    report = make.service_request("accepted", agency=offices.office)
    visitor = login_as(offices.handler)
    address = ask(visitor).location
    outbox.drain(asking.QUEUE)
    sealing.seal(report, make.official_actor(offices.office), moment.now(), COMPLAINT)
    answer = visitor.post(f"{address}/tai-ve")
    assert answer.status_code >= 400
    assert report.code not in answer.text
    # the reception office sees it in its tab, and gets no file of it
    reception = login_as(offices.receptionist)
    assert ask(reception, muc="niem-phong").status_code == 422


def test_what_is_sealed_while_a_file_is_made_ends_it(db, login_as, offices):
    report = make.service_request("accepted", agency=offices.office)
    address = ask(login_as(offices.operator)).location
    sealing.seal(report, make.official_actor(offices.office), moment.now(), COMPLAINT)
    db.session.commit()
    outbox.drain(asking.QUEUE)
    assert db.session.scalars(select(Export.state)).one() == FAILED
    assert "vừa thay đổi" in login_as(offices.operator).get(address).text


def test_what_turns_out_to_be_about_officials_takes_made_files_away(db, login_as, offices):
    report = make.service_request("accepted", agency=offices.office)
    visitor = login_as(offices.handler)
    address = ask(visitor).location
    outbox.drain(asking.QUEUE)
    service, actor = make.service(about_officials=True), make.official_actor(offices.office)
    correcting.correct(report, actor, moment.now(), service=service)
    db.session.commit()
    assert visitor.post(f"{address}/tai-ve").status_code >= 400
    assert visitor.get(f"/can-bo/phan-anh/{report.code}").status_code == 404


def test_somebody_erased_between_two_pieces_is_in_no_file(db, login_as, offices, monkeypatch):
    """The worker has read the first rows; another process erases before it reads the rest."""
    monkeypatch.setattr(exporting, "PIECE", 1)
    for _ in range(2):
        make.service_request("accepted", agency=offices.office)
    visitor = login_as(offices.handler)
    ask(visitor)
    piece, pieces = jobs._piece, []

    def erased_after(export: Export) -> bool:
        went_on = piece(export)
        pieces.append(went_on)
        db.session.commit()
        if len(pieces) == 1:
            erasing.erase(make_user("Người Gửi"), moment.now())
            db.session.commit()
        return went_on

    monkeypatch.setattr(jobs, "_piece", erased_after)
    outbox.drain(asking.QUEUE)
    db.session.expire_all()
    assert db.session.scalars(select(Export.state)).one() == FAILED
    assert db.session.scalars(select(ExportPart.id)).all() == []


def test_a_file_made_after_the_sealing_leaves_it_out(login_as, offices, clock):
    report = make.service_request("accepted", agency=offices.office)
    sealing.seal(report, make.official_actor(offices.office), moment.now(), COMPLAINT)
    clock.shift(timedelta(seconds=2))
    for role in ("handler", "commune_handler", "operator"):
        assert fetch(login_as(getattr(offices, role))) == []


def test_a_file_is_its_askers_alone_and_needs_the_rights_of_then(db, login_as, offices):
    make.service_request("accepted", agency=offices.office)
    owner = login_as(offices.handler)
    address = ask(owner).location
    outbox.drain(asking.QUEUE)
    other = login_as(offices.colleague)
    assert other.get(address).status_code == 404
    assert other.post(f"{address}/tai-ve").status_code == 404
    assert other.post(f"{address}/xoa").status_code == 404
    offices.handler.rights[0].agency_id = offices.neighbour.id
    db.session.commit()
    assert owner.post(f"{address}/tai-ve").status_code >= 400


def test_who_asked_for_what_and_fetched_it_is_logged(db, login_as, offices):
    make.service_request("accepted", agency=offices.office)
    fetch(login_as(offices.handler), nguon="web")
    entries = db.session.scalars(
        select(AuditEntry).where(AuditEntry.verb.startswith("export.")).order_by(AuditEntry.id)
    ).all()
    assert [each.verb for each in entries] == ["export.ask", "export.fetch"]
    assert entries[0].actor == offices.handler.reference
    assert entries[0].after["nguon"] == "web"
    assert entries[0].after["rows"] == 1


def test_s39_the_log_keeps_no_words_that_were_searched_for(db, login_as, offices):
    ask(login_as(offices.handler), tim="Lò Văn Thử 0912345678", nguon="web")
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.verb == "export.ask")).one()
    assert (entry.after["tim"], entry.after["nguon"]) == ("•••", "web")
    assert "Thử" not in str(entry.after)


def test_phone_numbers_need_the_right_and_a_reason_and_each_sender_is_told(db, login_as, offices):
    sender = make_user("Người Gửi", PHONE)
    report = make.service_request("accepted", agency=offices.office, citizen=sender)
    personal = {"ca_nhan": "1", "ly_do": "Gọi hẹn ngày sửa"}
    assert ask(login_as(offices.handler), **personal).status_code == 422
    lead = login_as(offices.lead)
    assert ask(lead, ca_nhan="1", ly_do="x").status_code == 422
    assert fetch(lead)[0][-1] != "0900 000 088"
    assert fetch(lead, **personal)[0][-1].replace(" ", "") == "0900000088"
    seen = db.session.scalars(select(PhoneDisclosure)).one()
    assert (seen.service_request_id, seen.user_id) == (report.id, offices.lead.id)
    assert seen.reason == "Gọi hẹn ngày sửa"
    asked = db.session.scalars(select(AuditEntry).where(AuditEntry.verb == "export.ask")).all()
    assert [each.after.get("reason") for each in asked] == [None, "Gọi hẹn ngày sửa"]


def test_more_numbers_than_senders_can_be_told_are_refused(login_as, offices, monkeypatch):
    monkeypatch.setattr(exporting, "MOST_PERSONAL", 1)
    for _ in range(2):
        make.service_request("accepted", agency=offices.office, description="Cột đèn nghiêng")
    lead = login_as(offices.lead)
    personal = {"ca_nhan": "1", "ly_do": "Gọi hẹn ngày sửa"}
    assert ask(lead, **personal).status_code == 422
    address = ask(lead, tim="nghieng", **personal).location  # of a search the worker finds out
    outbox.drain(asking.QUEUE)
    assert "tối đa" in lead.get(address).text


def test_a_killed_workers_list_is_taken_up_where_it_was(db, login_as, offices, monkeypatch):
    monkeypatch.setattr(exporting, "PIECE", 1)
    made = [make.service_request("accepted", agency=offices.office) for _ in range(3)]
    visitor = login_as(offices.handler)
    address = ask(visitor).location
    monkeypatch.setattr(jobs, "TURN_SECONDS", -1.0)
    outbox.drain(asking.QUEUE, limit=1)
    db.session.expire_all()
    assert db.session.scalars(select(Export.rows_done)).one() == 1
    outbox.drain(asking.QUEUE)
    assert [r[0] for r in rows(visitor.post(f"{address}/tai-ve"))[1:]] == [
        e.code for e in made[::-1]
    ]


def test_files_are_forgotten_after_a_day_and_when_somebody_is_erased(db, login_as, offices, clock):
    make.service_request("accepted", agency=offices.office)
    visitor = login_as(offices.handler)
    address = ask(visitor).location
    outbox.drain(asking.QUEUE)
    assert db.session.scalars(select(Export.state)).one() == DONE
    erasing.erase(make_user("Người Gửi"), moment.now())
    db.session.commit()
    assert db.session.scalars(select(ExportPart.id)).all() == []
    assert "xóa" in visitor.get(address).text
    clock.shift(timedelta(days=1, hours=1))
    jobs.forget_old()
    assert db.session.scalars(select(Export.id)).all() == []


def test_no_more_than_three_lists_are_made_at_a_time(login_as, offices):
    visitor = login_as(offices.handler)
    assert [ask(visitor).status_code for _ in range(4)] == [303, 303, 303, 422]


@pytest.mark.one_database
def test_the_page_says_what_is_taken_along(login_as, offices):
    make.service_request("accepted", agency=offices.office)
    page = login_as(offices.handler).get("/can-bo/xuat?muc=cho-xu-ly&nguon=web").text
    assert "Chờ xử lý" in page
    assert "1 phản ánh" in page
    assert "Người dân gửi" in page
    assert 'name="ca_nhan"' not in page
    assert 'name="ca_nhan"' in login_as(offices.lead).get("/can-bo/xuat").text
