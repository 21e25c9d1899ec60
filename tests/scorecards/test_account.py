"""The public account: every figure by hand, editions, signatures, files, pages."""

import csv
import io
import json
from datetime import UTC, datetime

import pytest
from openpyxl import load_workbook
from sqlalchemy import delete, select

from app.core import signing
from app.core.db import db
from app.scorecards import publishing
from app.scorecards.facts import rank
from app.scorecards.measures import shares
from app.scorecards.models import Scorecard
from app.service_requests import life
from app.service_requests.figures import counting
from app.service_requests.models import FigurePart, ServiceRequest
from tests.factories import service_requests as make
from tests.scorecards import histories
from tests.scorecards.histories import PUBLISHED

OCTOBER = {
    "received": 158,
    "accepted_on_time": 121,  # 59 + 12 + 17 + 13 + 6 + 14
    "on_time": 103,  # 59 + 12 + 17 + 13 + 6, less 4 opened again
    "late": 19,
    "open": 18,  # 14 and the 4 opened again
    "overdue": 11,
    "withdrawn": 7,
    "accept_half": 4,  # the 70th of 140: 59 in 2 hours, 6 in 3, 14 in 4
    "accept_slow": 10,  # the 126th
    "answer_half": 30,  # the 63rd of 126: 6 in 3 hours, 59 in 30
    "answer_slow": 144,  # the 114th: 130 hours are six days
    "answered": 132,  # 126, and 6 after they were opened again
    "fixed": 83,  # 59 + 19 + 5
    "explained": 30,  # 12 + 17 + 1
    "scheduled": 13,
    "not_accepted": 6,
    "joined": 0,
    "answers_satisfied": 59,
    "answers_fair": 12,
    "answers_dissatisfied": 19,
    "not_rated": 42,
    "kept": 8,
    "broken": 5,
    "reopened": 10,
    "reopened_fixed": 5,
    "reopened_otherwise": 1,
    "reopened_open": 4,
    "transferred": 9,
    "directions": 4,
    "directions_on_time": 2,
    "directions_late": 1,
    "directions_open": 1,
}


def count(now=PUBLISHED) -> None:
    db.session.flush()
    while counting.count_due(now):
        db.session.flush()


@pytest.fixture
def published(db):
    there = histories.published()
    db.session.commit()
    return there


def document(kind="thang", edition=1) -> dict:
    row = db.session.scalar(
        select(Scorecard).where(Scorecard.kind == kind, Scorecard.edition == edition)
    )
    return json.loads(row.body)


def test_each_figure_of_158_histories_is_what_the_hand_counts(published):
    told = dict(document()["province"])
    reasons = {each["name"]: each["number"] for each in told.pop("not_public")}
    assert told == OCTOBER
    assert reasons == {
        "Có thông tin riêng": 6,
        "Việc riêng, không công khai theo lĩnh vực": 5,
    }


@pytest.mark.sqlite_first
def test_what_belongs_together_is_a_hundred(published):
    said = shares(document()["province"])
    states = [said[name] for name in ("on_time", "late", "open", "overdue", "withdrawn")]
    assert states == [65, 12, 11, 7, 5]
    faces = ("answers_satisfied", "answers_fair", "answers_dissatisfied", "not_rated")
    assert sum(said[name] for name in faces) == 100


@pytest.mark.sqlite_first
def test_communes_and_agencies_have_their_own(published):
    of = document()
    first, second, third = (
        each.code for each in (published.first, published.second, published.third)
    )
    rows = {row["code"]: row["figures"] for row in of["communes"]["rows"]}
    assert (rows[first]["received"], rows[first]["answered"]) == (88, 94)
    assert (rows[second]["received"], rows[second]["late"]) == (63, 19)
    assert (rows[third]["received"], rows[third]["withdrawn"]) == (7, 7)
    agencies = {row["code"]: row["figures"] for row in of["agencies"]["rows"]}
    office, neighbour = (agencies[each.code] for each in (published.office, published.neighbour))
    assert (office["received"], office["directions"], office["transferred"]) == (158, 4, 0)
    assert (neighbour["received"], neighbour["transferred"]) == (0, 9)
    assert {row["figures"]["received"] for row in of["services"]["rows"]} == {153, 5}


@pytest.mark.sqlite_first
def test_a_month_is_published_once_it_is_over_with_its_quarter_and_year_so_far(published):
    rows = db.session.scalars(select(Scorecard).order_by(Scorecard.id)).all()
    assert [(row.kind, row.first.isoformat(), row.is_whole) for row in rows] == [
        ("thang", "2026-10-01", True),
        ("quy", "2026-10-01", False),
        ("nam", "2026-01-01", False),
    ]
    assert document("quy")["is_whole"] is False
    assert document("quy")["province"]["received"] == 158
    assert publishing.publish(PUBLISHED) == 0


def test_a_month_that_is_not_over_is_not_told(db, offices):
    make.service_request("accepted", agency=offices.office)
    count(datetime.now(UTC))
    assert publishing.publish(datetime.now(UTC)) == 0


@pytest.mark.sqlite_first
def test_a_commune_of_three_is_told_under_no_name(published):
    db.session.execute(delete(Scorecard))
    lonely = make.place()
    for report in db.session.scalars(
        select(ServiceRequest).where(ServiceRequest.resolution == life.WITHDRAWN).limit(3)
    ):
        report.place = lonely
        counting.mark_new(report, None, PUBLISHED)
    count()
    publishing.publish(PUBLISHED)
    of = document()["communes"]
    assert lonely.code not in {row["code"] for row in of["rows"]}
    assert published.third.code not in {row["code"] for row in of["rows"]}
    assert (of["others"]["received"], of["others_number"]) == (7, 2)


@pytest.mark.sqlite_first
def test_a_correction_is_a_further_edition_beside_the_first(published):
    late = db.session.scalars(
        select(ServiceRequest).where(ServiceRequest.status == life.ACCEPTED)
    ).all()
    for report in late:
        report.status, report.resolution = life.CLOSED, life.FIXED
        report.answered_at = report.promise.answered_at = PUBLISHED
        report.promise.resolution = life.FIXED
    december = datetime(2026, 12, 1, 1, tzinfo=UTC)
    counting.count_anew([report.id for report in late], december)
    count(december)
    publishing.publish(december)
    first, second = document(edition=1)["province"], document(edition=2)["province"]
    assert (first["on_time"], first["open"]) == (103, 18)
    assert (second["on_time"], second["open"]) == (117, 0)
    assert second["overdue"] == 11 + 4  # the four opened again, whose time has passed


@pytest.mark.sqlite_first
def test_one_report_more_or_less_is_not_told_by_two_editions(published):
    gone = db.session.scalars(
        select(ServiceRequest).where(ServiceRequest.resolution == life.WITHDRAWN)
    ).first()
    gone.sealed_kind = "complaint"
    db.session.flush()
    counting.count_anew([gone.id], PUBLISHED)
    assert publishing.correct(PUBLISHED) == 0
    assert document()["province"]["received"] == 158


def test_a_bit_changed_is_found_by_the_command(app, published, client, tmp_path):
    given = client.get("/ket-qua/ban/thang-2026-10-01-1.json").data
    file = tmp_path / "thang.json"
    file.write_bytes(given)
    run = app.test_cli_runner().invoke
    good = run(args=["scorecards", "verify", str(file)])
    assert good.output.startswith("as published: thang 2026-10-01, edition 1")
    key = signing.public_key()
    assert run(args=["scorecards", "verify", str(file), "--key", key]).exit_code == 0
    file.write_bytes(given.replace(b'"late": 19', b'"late": 18'))
    bad = run(args=["scorecards", "verify", str(file)])
    assert bad.exit_code == 1 and "NOT as published" in bad.output
    file.write_bytes(b'{"signed": 3}')
    assert "no published account" in run(args=["scorecards", "verify", str(file)]).output


@pytest.mark.sqlite_first
def test_rebuild_counts_and_publishes(app, published, clock):
    for table in (Scorecard, FigurePart):
        db.session.execute(delete(table))
    db.session.commit()
    clock.move_to(PUBLISHED)
    said = app.test_cli_runner().invoke(args=["scorecards", "rebuild"]).output
    assert said == "158 reports counted from scratch, 3 documents published\n"
    assert document()["province"]["received"] == 158


def test_the_pages_tell_it_in_both_languages(client, published):
    page = client.get("/ket-qua?ky=thang&ngay=2026-10-01").text
    assert "158" in page and "Tháng 10 năm 2026" in page and "Một nửa được tiếp nhận trong" in page
    assert "6 ngày" in page
    listed = client.get("/ket-qua/xa?ky=thang&ngay=2026-10-01").text
    assert published.first.title in listed
    one = client.get(f"/ket-qua/xa/{published.second.code}?ky=thang&ngay=2026-10-01").text
    assert ">63<" in one
    assert client.get("/ket-qua/xa/khong-co").status_code == 404
    feed = client.get(f"/ket-qua/xa/{published.second.code}/atom.xml").text
    assert feed.count("<entry>") == 1 and "63" in feed
    english = client.get("/ket-qua", headers={"Accept-Language": "en"})
    assert english.status_code == 200


def test_a_place_of_few_says_why_it_tells_nothing(client, published):
    small = make.place()
    db.session.commit()
    page = client.get(f"/ket-qua/xa/{small.code}").text
    assert "Để không ai bị nhận ra" in page


def test_before_the_first_month_the_page_says_so(client, db):
    assert "Kết quả đầu tiên" in client.get("/ket-qua").text


def test_files_hold_the_tables_and_no_formula(client, published):
    read = client.get("/ket-qua/bang-thang-2026-10-01.csv").data.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(read)))
    assert rows[1][3] == "158" and len(rows) == 1 + 1 + 1 + 3 + 2 + 1
    book = load_workbook(io.BytesIO(client.get("/ket-qua/bang-thang-2026-10-01.xlsx").data))
    assert len(book.sheetnames) == 5
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    assert client.get("/ket-qua/bang-thang-2026-13-01.csv").status_code == 404
    words = client.get("/ket-qua/tu-dien.json").json
    assert {each["name"] for each in words} == set(OCTOBER)


@pytest.mark.sqlite_first
def test_the_catalogue_names_every_file_and_each_is_what_it_says(client, published):
    dcat = json.loads(client.get("/ket-qua/dcat.jsonld").data)
    assert dcat["dct:publisher"]["foaf:name"] == "Đơn vị Thử Nghiệm"
    assert "dct:license" not in dcat, "none was chosen"
    files = dcat["dcat:distribution"]
    assert len(files) == 3 * 3  # month, quarter and year so far: CSV, XLSX, JSON
    for each in (*files, {"dcat:downloadURL": dcat["dcat:describedBy"],
                          "dcat:mediaType": "application/json"}):  # fmt: skip
        answer = client.get(each["dcat:downloadURL"]["@id"].removeprefix("http://localhost"))
        assert (answer.status_code, answer.mimetype) == (200, each["dcat:mediaType"])


@pytest.mark.parametrize(
    ("times", "of_ten", "found"),
    [({}, 5, None), ({3: 1}, 9, 3), ({1: 9, 7: 1}, 9, 1), ({1: 8, 7: 2}, 9, 7)],
)  # fmt: skip
def test_the_middle_and_the_slowest_tenth(times, of_ten, found):
    assert rank(times, of_ten) == found
