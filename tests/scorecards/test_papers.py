"""An agency's page of a month as a PDF: set once an edition, by a process that may use so much."""

import io
import json
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from app.core import clock, typesetting
from app.core.db import db
from app.core.typesetting import NotSet
from app.operation.watching import state
from app.scorecards import papers
from app.scorecards.models import AgencyPaper, Scorecard
from app.scorecards.publishing import PLURAL
from tests.scorecards import histories

needs_pango = pytest.mark.skipif(bool(typesetting.missing()), reason="no Pango on this machine")


@pytest.fixture
def published(db):
    there = histories.published()
    db.session.commit()
    return there


@pytest.fixture
def setter(monkeypatch):
    """What was set, without the process."""
    pages = []

    def pdfs(some, css):
        pages.extend(some)
        return [b"%PDF-" + str(len(page)).encode() for page in some]

    monkeypatch.setattr(typesetting, "missing", lambda: ())
    monkeypatch.setattr(typesetting, "pdfs", pdfs)
    return pages


def october(edition=1):
    of_month = Scorecard.kind == "thang", Scorecard.edition == edition
    return db.session.scalars(select(Scorecard).where(*of_month)).one()


def address(published):
    return f"/ket-qua/co-quan/{published.office.code}/thang-2026-10-01.pdf"


@needs_pango
@pytest.mark.one_database
def test_the_worker_sets_one_readable_page_for_each_agency(app, client, published):
    assert client.get(address(published)).status_code == 404
    papers.set_papers()
    answer = client.get(address(published))
    assert answer.mimetype == "application/pdf"
    read = PdfReader(io.BytesIO(answer.data))
    words = read.pages[0].extract_text()
    assert len(read.pages) == 1
    assert published.office.name in words
    assert "Tháng 10 năm 2026" in words
    for figure in ("158", "103", "65%"):
        assert figure in words
    assert "/Lang" in read.trailer["/Root"], "a reader aloud knows the language"
    page = client.get(f"/ket-qua/co-quan/{published.office.code}?ky=thang&ngay=2026-10-01").text
    assert f'href="{address(published)}"' in page


def test_it_is_set_once_and_stays_as_it_was_published(app, client, published, setter):
    papers.set_papers()
    first = len(setter)
    assert first == len(json.loads(october().body)["agencies"]["rows"]) > 0
    kept = client.get(address(published)).data
    papers.set_papers()
    assert len(setter) == first
    assert client.get(address(published)).data == kept


def test_an_edition_has_pages_of_those_agencies_alone_that_read_otherwise(
    app, client, published, setter
):
    papers.set_papers()
    setter.clear()
    before, changed = october(), json.loads(october().body)
    for row in changed[PLURAL["agency"]]["rows"]:
        if row["code"] == published.office.code:
            row["figures"]["fixed"] += 1
    again = Scorecard(
        kind="thang", first=before.first, edition=2, is_whole=True, at=clock.now(),
        body=json.dumps(changed), signature="x",
    )  # fmt: skip
    db.session.add(again)
    db.session.commit()
    old = client.get(address(published)).data
    papers.set_papers()
    assert len(setter) == 1
    assert published.office.name in setter[0]
    assert db.session.query(AgencyPaper).filter_by(scorecard_id=again.id).count() == 1
    assert client.get(address(published)).data != old


def test_what_was_set_before_a_failure_is_not_set_again(app, published, setter, monkeypatch):
    monkeypatch.setattr(papers, "AT_ONCE", 1)
    whole, calls = typesetting.pdfs, []

    def fails_once(some, css):
        calls.append(1)
        if len(calls) == 2:
            raise NotSet("memory")
        return whole(some, css)

    monkeypatch.setattr(typesetting, "pdfs", fails_once)
    with pytest.raises(NotSet):
        papers.set_papers()
    db.session.rollback()
    assert db.session.query(AgencyPaper).count() == 1
    assert october().papers_at is None
    papers.set_papers()
    assert october().papers_at is not None
    assert len(setter) == db.session.query(AgencyPaper).count()


def test_without_pango_nothing_is_set_and_the_operator_reads_why(
    app, client, published, monkeypatch
):
    monkeypatch.setattr(typesetting, "missing", lambda: ("pango-1.0",))
    papers.set_papers()
    assert db.session.query(AgencyPaper).count() == 0
    page = client.get(f"/ket-qua/co-quan/{published.office.code}?ky=thang&ngay=2026-10-01")
    assert page.status_code == 200
    assert ".pdf" not in page.text
    with app.test_request_context():
        said = next(each for each in state.parts(clock.now()) if "PDF" in str(each.name))
    assert "pango-1.0" in said.words
    assert "apt-get install" in said.words


@needs_pango
@pytest.mark.one_database
def test_the_process_fetches_nothing_and_may_not_use_more_than_it_is_given(
    app, tmp_path, monkeypatch
):
    secret = tmp_path / "secret.txt"
    secret.write_text("a secret")
    link = f'<link rel="attachment" href="file://{secret}">'
    page = f'<html lang="vi"><title>a</title>{link}<p>Chữ Việt</p>'
    read = PdfReader(io.BytesIO(typesetting.pdfs([page], "")[0]))
    assert "Chữ Việt" in read.pages[0].extract_text()
    assert not read.attachments
    monkeypatch.setitem(typesetting.LIMITS, "memory_mb", 40)
    with pytest.raises(NotSet):
        typesetting.pdfs([page], "")


@needs_pango
@pytest.mark.one_database
def test_a_process_cut_short_leaves_the_fonts_of_others_alone(app, tmp_path, monkeypatch):
    """What fontconfig found it keeps for every program of the account."""
    page = "<p style='font-family: DejaVu Sans, sans-serif'>Chữ Việt</p>"
    monkeypatch.setenv("FONTCONFIG_FILE", fonts_kept_in(tmp_path / "as it should be"))
    expected = font_of(page)
    monkeypatch.setenv("FONTCONFIG_FILE", fonts_kept_in(tmp_path / "cut short"))
    with monkeypatch.context() as limits, pytest.raises(NotSet):
        limits.setitem(typesetting.LIMITS, "memory_mb", 40)
        typesetting.pdfs([page], "")
    assert font_of(page) == expected


def fonts_kept_in(folder: Path) -> str:
    """The system's fonts, with a list of them in a folder of its own."""
    folder.mkdir()
    file = folder / "fonts.conf"
    kept = f"<dir>/usr/share/fonts</dir><cachedir>{folder}</cachedir>"
    file.write_text(f"<fontconfig>{kept}</fontconfig>")
    return str(file)


def font_of(page: str) -> str:
    (read,) = PdfReader(io.BytesIO(typesetting.pdfs([page], "")[0])).pages
    assert "Chữ Việt" in read.extract_text()
    (font,) = read["/Resources"]["/Font"].values()
    return str(font["/BaseFont"]).partition("+")[2]
