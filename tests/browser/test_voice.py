"""Speaking on a phone: held or tapped, played back, taken back, sent; and where it cannot be."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from app.core import clock
from app.core.db import db
from app.media.models import Recording
from app.service_requests.answering import replying
from app.service_requests.models import RequestRecording, ServiceRequest
from app.surveys import making
from app.surveys.models import CONSULTATION
from app.surveys.named import SurveyAttachment
from tests import clocks
from tests.browser.devices import ANYWHERE, PHONE
from tests.factories import media, places, surveys
from tests.factories import service_requests as make
from tests.factories.accounts import make_agency, make_user
from tests.media import sounds
from tests.service_requests.offices import make_offices

pytestmark = pytest.mark.details

SAID = """() => Promise.all(new FormData(document.querySelector('form[data-report]'))
  .getAll('voice').filter((file) => file.size)
  .map((file) => ({ name: file.name, type: file.type, size: file.size })))"""
NOT_ALLOWED = """navigator.mediaDevices.getUserMedia =
  () => Promise.reject(new DOMException('no', 'NotAllowedError'));"""
NO_RECORDER = "delete window.MediaRecorder;"
BUSY = NOT_ALLOWED.replace("NotAllowedError", "NotReadableError")
BREAKS = """window.MediaRecorder = class extends EventTarget {
  static isTypeSupported() { return true; }
  constructor() { super(); throw new DOMException('no', 'NotSupportedError'); }
};"""
HEARS_NOTHING = """window.MediaRecorder = class extends EventTarget {
  static isTypeSupported() { return true; }
  constructor(stream) { super(); Object.assign(this, { stream, state: 'inactive', mimeType: '' }); }
  start() { this.state = 'recording'; }
  stop() { this.state = 'inactive'; this.dispatchEvent(new Event('stop')); }
};"""
MICROPHONES_ON = """() => window.given.filter((track) => track.readyState === 'live').length"""
REMEMBERS_MICROPHONES = """window.given = [];
const give = MediaDevices.prototype.getUserMedia;
MediaDevices.prototype.getUserMedia = async function (...asked) {
  const stream = await give.apply(this, asked);
  window.given.push(...stream.getTracks());
  return stream;
};"""
LONG_ENOUGH = """() => new Promise((done) => {
  const bar = document.querySelector('[data-voice] progress');
  const look = () => (bar.value >= 1 ? done(true) : setTimeout(look, 50));
  look();
})"""
BAR_RUNS = """(bar) => new Promise((done) => {
  const look = () => (bar.value >= 1 ? done(true) : setTimeout(look, 50));
  look();
})"""
KEPT_TWO = """async () => {
  const drafts = await window.phone.table('drafts', (table) => table.getAll());
  const chosen = (draft) => draft.fields.some(([name]) => name === 'q-2');
  return drafts.some((draft) => draft.files.length === 2 && chosen(draft));
}"""


@pytest.fixture
def province(app, settle) -> None:
    """One service and one commune."""
    make.service("lamp", "Đèn đường", icon="lamp")
    places.enclose(places.make_commune("Bình Tây", code="90001"), 21.7, 104.87)
    settle()


@pytest.fixture
def open_report(browser, live_server, complaints, province) -> Iterator[Callable[..., Page]]:
    """`open_report(script="…", **options)`: the real form, in a browser with a microphone."""
    contexts = []

    def make_page(script: str = "", **options: Any) -> Page:
        asked = {**PHONE, **ANYWHERE, "base_url": live_server, "service_workers": "block"}
        context = browser.new_context(**{**asked, **options})
        context.add_init_script(clocks.script())
        context.set_default_timeout(10_000)
        context.grant_permissions(["geolocation", "microphone"])
        complaints.listen(context)
        contexts.append(context)
        page = context.new_page()
        if script:
            page.add_init_script(script)
        page.goto("/phan-anh/moi")
        return page

    yield make_page
    for context in contexts:
        context.close()


def button(page: Page) -> Locator:
    return page.locator("[data-voice-speak]")


def status(page: Page) -> Locator:
    return page.locator("[data-voice-status]")


def hold(page: Page) -> None:
    """Press and speak until a second is over."""
    button(page).scroll_into_view_if_needed()
    button(page).hover()
    page.mouse.down()
    expect(status(page)).to_have_text("Mời bạn nói. Thả tay, hoặc chạm lần nữa, để dừng.")
    page.evaluate(LONG_ENOUGH)


def recorded(page: Page) -> dict[str, Any]:
    """The one recording that the form carries."""
    expect(page.locator("[data-voice] audio")).to_be_visible()
    (file,) = page.evaluate(SAID)
    return file


def fill_in(page: Page) -> None:
    page.check("[name=service][value=lamp]", force=True)
    page.fill("[data-where-query]", "binh tay")
    page.check("[name=place][value='90001']")


def stored() -> list[RequestRecording]:
    db.session.rollback()
    return list(db.session.query(RequestRecording))


def test_held_it_records_until_it_is_let_go(open_report):
    page = open_report()
    hold(page)
    page.mouse.up()
    file = recorded(page)
    assert file["type"] == "audio/webm"
    assert 1_000 < file["size"] < 20_000
    expect(status(page)).to_have_text(re.compile(r"Đã ghi [12] giây\. Bạn nghe lại rồi gửi\."))
    expect(button(page)).to_have_text("Giữ để nói")


def test_the_second_time_the_first_touch_records_already(open_report):
    page = open_report()
    for _ in range(2):
        hold(page)
        page.mouse.up()
        recorded(page)
    assert len(page.evaluate(SAID)) == 1


def test_tapped_it_records_until_the_next_tap(open_report):
    page = open_report()
    button(page).tap()
    page.evaluate("() => new Promise((ready) => setTimeout(ready, 100))")
    expect(page.locator("[data-voice] progress")).to_be_visible()
    page.evaluate(LONG_ENOUGH)
    button(page).tap()
    recorded(page)


def test_keys_start_and_stop_it(open_report):
    page = open_report()
    for _ in range(2):
        button(page).focus()
        page.keyboard.press("Enter")
        expect(page.locator("[data-voice] progress")).to_be_visible()
        page.evaluate(LONG_ENOUGH)
        page.keyboard.press("Space")
        recorded(page)


def test_a_moment_is_not_kept(open_report):
    page = open_report()
    button(page).tap()
    expect(page.locator("[data-voice] progress")).to_be_visible()
    button(page).tap()
    expect(status(page)).to_have_text("Ngắn quá. Hãy giữ nút trong lúc nói.")
    assert page.evaluate(SAID) == []


def test_it_stops_by_itself_when_the_time_is_over(open_report):
    page = open_report()
    page.evaluate("() => { document.querySelector('[data-voice]').dataset.max = 2; }")
    button(page).tap()
    expect(status(page)).to_have_text("Đã ghi 2 giây. Bạn nghe lại rồi gửi.")
    recorded(page)


def test_what_was_said_is_played_back_and_can_be_taken_back(open_report):
    page = open_report()
    hold(page)
    page.mouse.up()
    recorded(page)
    audio = page.locator("[data-voice] audio")
    assert audio.evaluate("(it) => it.play().then(() => !it.error)")
    page.get_by_role("button", name="Bỏ", exact=True).click()
    expect(audio).to_have_count(0)
    expect(status(page)).to_have_text("Đã bỏ")
    assert page.evaluate(SAID) == []


def test_nothing_is_loaded_for_speaking_before_the_first_press(open_report):
    page = open_report()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    page.wait_for_load_state("load")
    assert not [url for url in asked if "voice" in url]
    button(page).tap()
    expect(page.locator("[data-voice] progress")).to_be_visible()
    assert len([url for url in asked if "/voice." in url]) == 1


def test_a_report_of_voice_alone_arrives_and_is_heard_by_its_sender(open_report):
    page = open_report()
    fill_in(page)
    hold(page)
    page.mouse.up()
    recorded(page)
    page.locator("[data-send]").tap()
    page.wait_for_url("**/bien-nhan")
    (link,) = stored()
    assert link.role == "report"
    assert 1 <= link.recording.seconds <= 3
    page.goto(f"/phan-anh/{db.session.get(ServiceRequest, link.service_request_id).code}")
    audio = page.locator("audio")
    expect(audio).to_be_visible()
    assert audio.evaluate("(it) => it.play().then(() => it.duration)") == pytest.approx(2, abs=1)


def test_sent_while_speaking_what_was_said_so_far_goes_along(open_report):
    page = open_report()
    fill_in(page)
    button(page).tap()
    expect(page.locator("[data-voice] progress")).to_be_visible()
    page.evaluate(LONG_ENOUGH)
    page.locator("[data-send]").tap()
    page.wait_for_url("**/bien-nhan")
    assert len(stored()) == 1


def test_a_microphone_that_is_refused_is_said_and_words_go_on(open_report):
    page = open_report(NOT_ALLOWED)
    fill_in(page)
    button(page).tap()
    expect(status(page)).to_contain_text("Trang này chưa được phép thu tiếng.")
    page.fill("[name=description]", "Đèn tắt")
    page.locator("[data-send]").tap()
    page.wait_for_url("**/bien-nhan")
    assert stored() == []


FAILURES = [
    pytest.param(NOT_ALLOWED, "Trang này chưa được phép thu tiếng.", id="not allowed"),
    pytest.param(BUSY, "Micrô đang bận", id="in a call"),
    pytest.param(REMEMBERS_MICROPHONES + BREAKS, "không ghi âm ở đây được", id="breaks"),
]


@pytest.mark.parametrize(("script", "sentence"), FAILURES)
def test_a_microphone_that_fails_is_said_let_go_and_nothing_written_is_lost(
    open_report, script, sentence
):
    page = open_report(script)
    page.fill("[name=description]", "Đèn tắt")
    button(page).tap()
    expect(status(page)).to_contain_text(sentence)
    expect(page.locator("[name=description]")).to_have_value("Đèn tắt")
    expect(page.locator("[data-voice] summary")).to_be_visible()
    assert "given" not in script or page.evaluate(MICROPHONES_ON) == 0


def test_a_recorder_that_hears_nothing_is_said_and_the_words_go_on(open_report):
    page = open_report(HEARS_NOTHING)
    fill_in(page)
    hold(page)
    page.mouse.up()
    expect(status(page)).to_have_text("Chưa ghi được gì. Hãy bấm nói lại, hoặc viết.")
    assert page.evaluate(SAID) == []
    page.fill("[name=description]", "Đèn tắt")
    page.locator("[data-send]").tap()
    page.wait_for_url("**/bien-nhan")
    assert stored() == []


@pytest.mark.parametrize("who", ["sender", "official"])
def test_a_recording_that_is_gone_is_told_beside_the_words(
    open_report, sign_in, settle, complaints, who
):
    complaints.expected.append("404")
    offices = make_offices()
    person = make_user()
    report = make.service_request("accepted", agency=offices.office, citizen=person)
    recording = media.recording()
    db.session.add(
        RequestRecording(
            service_request_id=report.id,
            status_change_id=report.changes[0].id,
            recording=recording,
            role=RequestRecording.REPORT,
        )
    )
    page = open_report()
    sign_in(page, person if who == "sender" else offices.handler)
    code = report.code
    settle()
    page.goto(f"/phan-anh/{code}" if who == "sender" else f"/can-bo/phan-anh/{code}")
    told = page.locator("[data-unplayed]")
    expect(told).to_be_hidden()
    page.locator("audio").evaluate("(it) => { it.play().catch(() => 0); }")
    expect(told).to_be_visible()
    expect(told).to_contain_text("Chưa mở được bản ghi âm này")


@pytest.mark.parametrize("script", [NO_RECORDER, NOT_ALLOWED])
def test_where_nothing_can_be_recorded_a_file_is_taken(open_report, script):
    page = open_report(script)
    fill_in(page)
    button(page).tap()
    page.locator("[data-voice] summary").tap()
    page.set_input_files("[name=voice]", recording_file())
    page.locator("[data-send]").tap()
    page.wait_for_url("**/bien-nhan")
    (link,) = stored()
    assert link.recording.seconds == 2


def recording_file() -> dict[str, Any]:
    return {"name": "Ghi âm.m4a", "mimeType": "audio/mp4", "buffer": sounds.recording("m4a", 2)}


def test_without_a_script_a_file_is_taken(open_report):
    page = open_report(java_script_enabled=False)
    expect(button(page)).to_be_hidden()
    page.check("[name=service][value=lamp]", force=True)
    page.fill("[name=tim]", "binh tay")
    page.locator("[name=tim-xa]").tap()
    page.check("[name=place][value='90001']")
    page.locator("[data-voice] summary").tap()
    page.set_input_files("[name=voice]", recording_file())
    page.locator("[data-send]").tap()
    page.wait_for_url("**/bien-nhan")
    assert len(stored()) == 1


def test_a_script_that_does_not_come_is_said(open_report, complaints):
    complaints.expected.append("ERR_FAILED")
    page = open_report()
    page.route("**/voice.*.js", lambda route: route.abort())
    button(page).tap()
    expect(status(page)).to_contain_text("không ghi âm ở đây được")


def test_what_was_said_before_comes_back_with_the_draft(open_report):
    page = open_report()
    page.evaluate("""() => document.querySelector('form[data-report]').dispatchEvent(
      new CustomEvent('restore', { detail: { name: 'voice',
        file: new File([new Uint8Array(900)], 'voice.webm', { type: 'audio/webm' }) } }))""")
    assert recorded(page) == {"name": "voice.webm", "type": "audio/webm", "size": 900}


def test_a_recording_that_the_server_refuses_is_said_and_words_stay(open_report, complaints):
    complaints.expected.append("422")
    page = open_report()
    fill_in(page)
    page.fill("[name=description]", "Đèn tắt")
    page.evaluate("""() => document.querySelector('form[data-report]').dispatchEvent(
      new CustomEvent('restore', { detail: { name: 'voice',
        file: new File(['no sound'], 'voice.webm', { type: 'audio/webm' }) } }))""")
    expect(page.locator("[data-voice] audio")).to_be_visible()
    page.locator("[data-send]").tap()
    expect(page.locator("#voice-error")).to_be_visible()
    expect(page.locator("[name=description]")).to_have_value("Đèn tắt")
    db.session.rollback()
    assert db.session.query(Recording).count() == 0


def test_an_official_answers_by_voice_beside_the_words(open_report, sign_in, settle):
    offices = make_offices()
    report = make.service_request("accepted", agency=offices.office)
    page = open_report()
    sign_in(page, offices.handler)
    code = report.code
    settle()
    page.goto(f"/can-bo/phan-anh/{code}/tra-loi")
    page.fill("[name=text]", "Mai thợ đến sửa đèn.")
    hold(page)
    page.mouse.up()
    recorded(page)
    page.locator("#act [data-send]").tap()
    expect(page.locator(".line audio")).to_be_visible()
    (link,) = stored()
    assert (link.role, link.change.verb) == ("reply", "reply")
    page.goto(f"/phan-anh/{code}")
    assert page.locator(".line audio").evaluate("(it) => it.play().then(() => it.duration)") > 1


def test_speaking_meets_axe(open_report, axe):
    page = open_report()
    hold(page)
    page.mouse.up()
    recorded(page)
    assert axe(page) == []


VOICES = """window.spoken = [];
Object.defineProperty(window, 'speechSynthesis', { value: {
  getVoices: () => [%s], cancel() {}, addEventListener() {},
  speak(said) { window.spoken.push(said.text); setTimeout(() => said.onend()); },
} });
window.SpeechSynthesisUtterance = function (text) { this.text = text; };"""


@pytest.mark.parametrize(
    ("voice", "offered"), [("{ lang: 'vi-VN' }", True), ("{ lang: 'en-US' }", False)]
)
def test_an_answer_is_read_aloud_where_there_is_a_vietnamese_voice(
    phone, sign_in, settle, app, voice, offered
):
    sender = make_user()
    report = make.service_request("accepted", citizen=sender)
    replying.reply(report, make.official_actor(make_agency()), clock.now(), "Mai thợ đến sửa đèn.")
    sign_in(phone, sender)
    settle()
    phone.add_init_script(VOICES % voice)
    phone.goto(f"/phan-anh/{report.code}")
    listen = phone.get_by_role("button", name="Đọc cho tôi nghe")
    if not offered:
        expect(listen).to_have_count(0)
        return
    listen.tap()
    expect(listen).to_be_visible()
    assert phone.evaluate("() => window.spoken") == ["Mai thợ đến sửa đèn."]


def test_each_part_of_a_consultation_has_its_own_voice(open_report, sign_in, settle):
    parts = tuple(
        making.Asked("part", f"Điều {at}. Thu gom rác", words="Mỗi hộ để rác trước nhà từ 17 giờ.")
        for at in (1, 2)
    )
    asked = surveys.opened(*surveys.editors(), questions=parts, kind=CONSULTATION, is_named=True)
    person, address = make_user(), f"/khao-sat/{asked.code}"
    page = open_report()
    sign_in(page, person)
    settle()
    page.goto(address)
    boxes = [page.locator(f"[data-field=q-{at}-voice]") for at in (1, 2)]
    for box in boxes:
        box.locator("[data-voice-speak]").tap()
        expect(box.locator("progress")).to_be_visible()
        box.locator("progress").evaluate(BAR_RUNS)
    expect(boxes[0].locator("audio")).to_be_visible()  # the second one ended the first
    boxes[1].locator("[data-voice-speak]").tap()
    expect(boxes[1].locator("audio")).to_be_visible()
    for at in (1, 2):
        page.check(f"[name=q-{at}][value='1']", force=True)
    page.wait_for_function(KEPT_TWO)
    page.goto(address)
    for box in boxes:
        expect(box.locator("audio")).to_be_visible()
    page.locator("[data-send]").tap()
    expect(page.get_by_text("Bạn đã trả lời")).to_be_visible()
    db.session.rollback()
    links = db.session.query(SurveyAttachment)
    assert sorted(link.question.position for link in links) == [1, 2]
