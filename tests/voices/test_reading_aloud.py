"""What the server reads aloud: to whom, in which words, made once and by the worker."""

import re
from datetime import timedelta

import pytest

from app.core import clock as now_clock
from app.core import outbox as work
from app.core.fork_server import DecoderBusy, Undecodable
from app.media import synthesis
from app.media.models import Speech
from app.media.storage import store
from app.service_requests import life
from app.service_requests.privacy import erasing
from app.voices import jobs, speech
from app.voices.models import SpokenText
from tests.factories import news
from tests.factories import service_requests as make
from tests.factories.accounts import make_agency, make_user
from tests.factories.places import make_commune

SOUND = re.compile(r'<source src="(/nghe/[^"]+)"')
ASK = re.compile(r'<form method="post" action="(/nghe/[^"]+)"')


def listened(client, page: str, outbox) -> str:
    """Ask for the sound of a page, let the worker make it; give the sound's address."""
    client.post(page)
    outbox.drain()
    return SOUND.search(client.get(page).text)[1]


def test_a_warning_is_said_as_it_goes_out(client, said, outbox):
    alert = news.alert(make_commune("Ven Sông"), headline="Lũ 3-5 m", instruction="Lên chỗ cao.")
    outbox.drain()
    assert len(said) == 1
    assert "Nguy hiểm: Lũ ba đến năm mét," in said[0]
    assert "Lên chỗ cao." in said[0]
    page = client.get(f"/canh-bao/{alert.code}").text
    assert f'href="/nghe/canh-bao/{alert.code}"' in page
    heard = client.get(SOUND.search(client.get(f"/nghe/canh-bao/{alert.code}").text)[1])
    assert heard.mimetype == "audio/webm"
    assert heard.headers["Cache-Control"] == "public, max-age=86400, immutable"
    part = client.get(heard.request.path, headers={"Range": "bytes=0-9"})
    assert (part.status_code, len(part.data)) == (206, 10)


def test_other_words_have_another_sound(client, said, outbox):
    alert = news.alert()
    outbox.drain()
    before = SOUND.search(client.get(f"/nghe/canh-bao/{alert.code}").text)[1]
    alert.headline = "Lũ đã rút"
    assert client.get(before).status_code == 404


def test_nothing_is_offered_where_the_server_cannot_speak(client, db, outbox):
    alert = news.alert()
    outbox.drain()
    assert "/nghe/" not in client.get(f"/canh-bao/{alert.code}").text
    assert ASK.search(client.get(f"/nghe/canh-bao/{alert.code}").text) is None
    assert outbox.jobs() == []


def test_a_drill_is_heard_by_officials_alone(client, said, outbox):
    alert = news.alert(is_test=True)
    outbox.drain()
    assert client.get(f"/nghe/canh-bao/{alert.code}").status_code == 404


def test_s24_a_report_is_heard_by_whom_its_page_is_shown_to(login_as, client, said, outbox):
    sender, other = make_user(), make_user()
    report = make.service_request(life.RECEIVED, citizen=sender)
    page = f"/nghe/phan-anh/{report.code}"
    sound = listened(login_as(sender), page, outbox)
    assert "Chờ tiếp nhận" in said[0]
    assert "hai nghìn không trăm hai mươi" in said[0]
    own = login_as(sender).get(sound)
    assert own.status_code == 200
    assert own.headers["Cache-Control"] == "private, no-store"
    # A stranger is told less of it, so these words are none of theirs.
    assert client.get(sound).status_code == 404
    assert login_as(other).get(sound).status_code == 404


def test_the_sender_hears_the_answer(login_as, said, outbox):
    sender = make_user()
    report = make.service_request(life.CLOSED, citizen=sender, agency=make_agency())
    answer = next(step.status_notes for step in report.changes if step.status_notes)
    listened(login_as(sender), f"/nghe/phan-anh/{report.code}", outbox)
    assert answer.rstrip(".") in said[0]


def test_asking_twice_is_saying_once(login_as, said, outbox):
    sender = make_user()
    report = make.service_request(life.RECEIVED, citizen=sender)
    browser, page = login_as(sender), f"/nghe/phan-anh/{report.code}"
    for _ in range(3):
        browser.post(page)
    assert "data-listen" in browser.get(page).text
    outbox.drain()
    browser.post(page)
    outbox.drain()
    assert len(said) == 1


def test_what_was_said_goes_with_the_report(login_as, said, outbox, db):
    sender = make_user()
    report = make.service_request(life.RECEIVED, citizen=sender)
    listened(login_as(sender), f"/nghe/phan-anh/{report.code}", outbox)
    name = db.session.query(Speech).one().name("webm")
    erasing.erase(report, now_clock.now(), sender)
    db.session.commit()
    outbox.drain()
    assert db.session.query(SpokenText).count() == db.session.query(Speech).count() == 0
    assert store().read(name) is None


def test_what_waits_to_be_said_goes_with_the_report(login_as, said, outbox, db):
    sender = make_user()
    report = make.service_request(life.RECEIVED, citizen=sender)
    login_as(sender).post(f"/nghe/phan-anh/{report.code}")
    speech.forget(report.reference)
    db.session.commit()
    outbox.drain()
    assert said == []


@pytest.mark.parametrize("fails", [False, True])
def test_s39_what_was_erased_while_it_was_being_said_is_not_kept(
    login_as, said, outbox, db, monkeypatch, fails
):
    sender = make_user()
    report = make.service_request(life.RECEIVED, citizen=sender)
    login_as(sender).post(f"/nghe/phan-anh/{report.code}")
    say, reference = synthesis.say, report.reference

    def erased_meanwhile(words):
        speech.forget(reference)
        db.session.commit()
        if fails:
            raise Undecodable("too_heavy")
        return say(words)

    monkeypatch.setattr(synthesis, "say", erased_meanwhile)
    outbox.drain()
    assert db.session.query(SpokenText).count() == db.session.query(Speech).count() == 0
    assert outbox.jobs() == []


def test_it_is_kept_for_a_month(said, outbox, db):
    news.alert()
    outbox.drain()
    assert jobs.sweep(now_clock.now() + speech.KEPT - timedelta(hours=1)) == 0
    assert jobs.sweep(now_clock.now() + speech.KEPT + timedelta(hours=1)) == 1
    assert db.session.query(SpokenText).count() == 0


def test_a_machine_with_too_much_to_do_says_it_later(said, outbox, db, monkeypatch):
    def busy(_words):
        raise DecoderBusy

    monkeypatch.setattr(synthesis, "say", busy)
    news.alert()
    db.session.commit()
    outbox.drain()
    (job,) = db.session.query(work.Job).filter_by(queue=speech.QUEUE)
    assert (job.attempts, job.failed_at) == (0, None)
    assert job.run_at > now_clock.now()


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Mã: LC-4H7T-YN3Y", "Mã: e-lờ xê, bốn hát bảy tê, i dài en-nờ ba i dài."),
        ("Trả lời trước 17:00, thứ Sáu 27/11/2026", "Trả lời trước mười bảy giờ, thứ Sáu ngày hai "
         "mươi bảy tháng mười một năm hai nghìn không trăm hai mươi sáu."),
        ("Một.\n\nHai!", "Một.\nHai!"),
        ("", ""),
    ],
)  # fmt: skip
def test_it_is_spelled_out_first(written, spoken):
    assert speech.spoken(written) == spoken


def test_a_long_text_ends_with_a_whole_sentence():
    text = "Bà con chú ý. " * 500
    said = speech.spoken(text)
    assert len(said) <= speech.LONGEST
    assert said.endswith("Bà con chú ý.")
