"""PDFs: what is taken stays byte for byte, what acts is refused, all are served as downloads."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage

from app.core import clock
from app.media import actions, jobs, paper_decoding, staging
from app.media.intake import Refused, TooBusy
from app.media.kinds import PAPER, PHOTO
from app.media.models import Paper
from app.media.paper_decoding import DecoderBusy, Undecodable
from app.media.serving import Asked, serve
from app.media.storage import store
from tests.factories import media
from tests.media.papers import locked, packed_away, pdf, stream, upload
from tests.media.uploads import photos

JS = "<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
ANNOTATION = "/Annots [<< /Type /Annot /Subtype /%s /Rect [0 0 9 9] %s >>]"
GOOD = {
    "plain": pdf(),
    "white space behind the end": pdf() + b"\r\n \0\t\f" * 700,
    "no line end behind the end": pdf().rstrip(),
    "changed at its end": pdf() + b"4 0 obj\nnull\nendobj\n" + pdf()[pdf().index(b"xref\n0") :],
    "opens at a page, as office programs write it": pdf(
        catalog="/OpenAction [3 0 R /XYZ null null 0]"
    ),
    "opens by going to a page": pdf(catalog="/OpenAction << /S /GoTo /D [3 0 R /Fit] >>"),
    "a link to a page of the web": pdf(
        page=ANNOTATION % ("Link", "/A << /S /URI /URI (https://example.vn) >>")
    ),
    "signed": pdf(
        catalog="/AcroForm << /SigFlags 3 /Fields [4 0 R] >>",
        more=(b"<< /FT /Sig /T (ky so) /V << /Type /Sig /Contents <3082> >> >>",),
    ),
    "structure of the same letters": pdf(catalog="/StructTreeRoot << /S /Sect /P 1 0 R >>"),
}
BAD = {
    "nothing of a PDF": (b"GIF89a" + bytes(200), "not_a_paper"),
    "a page of the web": (b"<html><script>alert(1)</script>" + pdf(), "not_a_paper"),
    "cut off": (pdf()[:120], "damaged"),
    "an archive rides behind": (pdf() + b"PK\x03\x04" + b"x" * 200, "behind"),
    "a word stands behind": (pdf() + b"x", "behind"),
    "an end of its own rides behind": (pdf() + b"PK\x03\x04\n%%EOF\n", "behind"),
    "a password": (locked(), "locked"),
    "a script at opening": (pdf(catalog=f"/OpenAction {JS}"), "active"),
    "a script by name": (pdf(catalog=f"/Names << /JavaScript << /Names [{JS}] >> >>"), "active"),
    "a script in an object of its own": (
        pdf(catalog="/OpenAction 4 0 R", more=(JS.encode(),)), "active",
    ),
    "a script under an escaped name": (pdf(catalog="/OpenAction << /S /J#61vaScript >>"), "active"),
    "a script packed away": (packed_away(JS), "active"),
    "a script that no list names": (pdf() [:-6] + JS.encode() + b"\n%%EOF\n", "active"),
    "an act of a page": (pdf(page=f"/AA << /O {JS} >>"), "active"),
    "starts a program": (
        pdf(page=ANNOTATION % ("Link", "/A << /S /Launch /F (cmd.exe) >>")), "active",
    ),
    "sends a form": (pdf(page=ANNOTATION % ("Link", "/A << /S /SubmitForm >>")), "active"),
    "opens another file": (pdf(page=ANNOTATION % ("Link", "/A << /S /GoToR >>")), "active"),
    "a lock nobody knows": (pdf(trailer="/#45ncrypt << /Filter /Standard /V 9 >>"), "locked"),
    "a file inside": (
        pdf(
            catalog="/Names << /EmbeddedFiles << /Names [(a) 4 0 R] >> >>",
            more=(b"<< /EF << /F 5 0 R >> >>", stream(b"MZ", "/Type /EmbeddedFile")),
        ),
        "active",
    ),
    "a film": (pdf(page=ANNOTATION % ("Screen", "")), "active"),
    "a form of the XFA kind": (pdf(catalog="/AcroForm << /XFA (x) >>"), "active"),
}  # fmt: skip


@pytest.mark.one_database
@pytest.mark.parametrize("name", GOOD)
def test_what_offices_issue_is_taken(name):
    assert paper_decoding.pages(GOOD[name]) == 1


@pytest.mark.one_database
@pytest.mark.parametrize("name", BAD)
def test_s20_what_acts_is_locked_or_is_no_pdf_is_refused(name):
    content, reason = BAD[name]
    with pytest.raises(Undecodable) as refused:
        paper_decoding.pages(content)
    assert refused.value.reason == reason


@pytest.mark.one_database
def test_it_stays_as_it_was_signed_byte_for_byte(db, app: Flask):
    signed = GOOD["signed"]
    prepared = actions.prepare({PAPER: [FileStorage(upload(signed)[0], "a.pdf")]})
    (kept,) = actions.stage(PAPER, prepared, "a-token-of-a-form", clock.now())
    assert store().read(kept.name("pdf")) == signed
    assert (kept.pages, kept.byte_size) == (1, len(signed))


@pytest.mark.one_database
def test_too_large_or_empty_is_said_and_no_file_is_left(db, app: Flask):
    for content, reason in (
        (b"%PDF-1.7" + bytes(PAPER.max_bytes), "too_many_bytes"),
        (b"", "empty"),
    ):
        sent = FileStorage(upload(content or b"")[0] if content else None, "a.pdf")
        prepared = actions.prepare({PAPER: [sent]})
        with pytest.raises(Refused) as refused:
            actions.stage(PAPER, prepared, "a-token-of-a-form", clock.now())
        assert refused.value.refusals[0].reason == reason
        assert prepared.copies == []


@pytest.mark.one_database
def test_s22_it_is_a_download_under_a_name_of_ours(db, app: Flask):
    paper = media.paper(with_file=True)
    with app.test_request_context():
        answer = serve(Asked(paper, "pdf", public=False, name='Số 12/UBND-KT "x"\r\nSet-Cookie: a'))
    assert answer.mimetype == "application/pdf"
    said = answer.headers["Content-Disposition"]
    assert said == "attachment; filename=so-12-ubnd-kt-x-set-cookie-a.pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer.cache_control.no_store


@pytest.mark.one_database
def test_what_no_form_came_for_is_swept(db, app: Flask):
    waiting, kept = media.paper(token="a-token-of-a-form", with_file=True), media.paper()
    name = waiting.name("pdf")
    swept = jobs.sweep(clock.now() + timedelta(hours=25))
    assert (swept.papers, kept.pages) == (1, 1)
    assert actions.staged(PAPER, "a-token-of-a-form") == []
    assert name


def waits(content: bytes, token: str) -> Paper:
    prepared = actions.prepare({PAPER: [FileStorage(upload(content)[0], "a.pdf")]})
    (paper,) = actions.stage(PAPER, prepared, token, clock.now())
    return paper


def test_a_new_one_takes_the_place_of_the_one_that_waited(db, outbox, media_folder: Path):
    waits(GOOD["plain"], "a-token-of-a-form")
    again = waits(GOOD["signed"], "a-token-of-a-form")
    assert waits(GOOD["signed"], "a-token-of-a-form") == again
    assert actions.staged(PAPER, "a-token-of-a-form") == [again]
    outbox.drain()
    assert [path.name for path in media_folder.rglob("*.pdf")] == [f"{again.file_key}-paper.pdf"]


def test_those_of_unfinished_forms_are_bounded_for_each_sender(db, media_folder, monkeypatch):
    monkeypatch.setattr(staging, "MOST_OF_ONE", 2)
    for number in range(4):
        waits(GOOD["plain"], f"a-token-of-form-{number}")
    assert db.session.scalar(select(func.count()).select_from(Paper)) == 2
    assert actions.staged(PAPER, "a-token-of-form-0") == []


def test_a_refused_one_leaves_the_photos_of_its_form_waiting(db, media_folder):
    bad = FileStorage(upload(b"no PDF")[0], "a.pdf")
    prepared = actions.prepare({PHOTO: photos(2), PAPER: [bad]})
    with pytest.raises(Refused) as refused:
        actions.stage_all((PAPER, PHOTO), prepared, "a-token-of-a-form", clock.now())
    assert refused.value.field == "paper"
    assert len(actions.staged(PHOTO, "a-token-of-a-form")) == 2


def test_where_too_many_are_looked_through_no_file_is_left(db, media_folder: Path, monkeypatch):
    def busy(content: bytes) -> int:
        raise DecoderBusy

    monkeypatch.setattr(paper_decoding, "pages", busy)
    with pytest.raises(TooBusy) as problem:
        actions.prepare({PHOTO: photos(1), PAPER: [FileStorage(upload(pdf())[0], "a.pdf")]})
    assert (problem.value.status, problem.value.field) == (503, "paper")
    assert [path for path in media_folder.rglob("*") if path.is_file()] == []


@pytest.mark.one_database
def test_every_reason_has_a_sentence_for_the_person():
    assert set(PAPER.sentences) == {*paper_decoding.REASONS, "empty", "too_many_bytes"}
