"""Messages and fixed phrases, said in a language of the province, and by whom they are heard."""

import io
import re

import pytest

from app.accounts import permissions as may
from app.accounts.models.agency import COMMITTEE, OFFICE, VILLAGE
from app.core.audit import AuditEntry
from app.media.models import Recording
from app.service_requests import life
from app.service_requests.asked import COME, Wanted
from app.service_requests.clock import asking
from app.voices.models import SpokenMessage
from tests.factories import news
from tests.factories import service_requests as make
from tests.factories.accounts import make_agency, make_official, make_user
from tests.factories.places import make_commune, make_village
from tests.media import sounds

PLAYER = re.compile(r'<source src="(/nghe/[^"]+\.webm)"')


@pytest.fixture
def commune(app, media_folder):
    return make_commune("Vùng Cao")


@pytest.fixture
def head(commune):
    village = make_village(commune, "Nà Thử")
    agency = make_agency("Thôn Nà Thử", kind=VILLAGE, place_id=village.id)
    return make_official(may.HANDLE, agency=agency, name="Trưởng Thôn Thử")


def said(browser, page: str, sound: bytes | None = None):
    content = sounds.recording("webm", 1.5) if sound is None else sound
    sent = {"voice": (io.BytesIO(content), "voice.webm")} if content else {}
    return browser.post(page, data=sent, content_type="multipart/form-data")


def speaking(browser, tongue: str):
    browser.post("/tai-khoan/tuy-chon", data={"tongue": tongue})
    return browser


def test_the_head_of_a_village_says_a_warning_in_tay(login_as, client, head, commune):
    alert = news.alert(commune)
    page = f"/can-bo/tieng-noi/canh-bao/{alert.code}"
    assert page in login_as(head).get(f"/canh-bao/{alert.code}").text
    assert said(login_as(head), f"{page}/tay").status_code == 303
    shown = client.get(f"/canh-bao/{alert.code}").text
    assert "Tiếng Tày, Thôn Nà Thử nói" in shown
    heard = client.get(PLAYER.search(shown)[1])
    assert heard.mimetype == "audio/webm"
    assert heard.headers["Cache-Control"] == "public, max-age=86400, immutable"
    assert page not in shown


def test_what_was_said_of_other_words_is_heard_no_more(login_as, client, head, commune):
    alert = news.alert(commune)
    said(login_as(head), f"/can-bo/tieng-noi/canh-bao/{alert.code}/tay")
    alert.instruction = "Ở yên trong nhà."
    assert PLAYER.search(client.get(f"/canh-bao/{alert.code}").text) is None
    page = login_as(head).get(f"/can-bo/tieng-noi/canh-bao/{alert.code}").text
    assert "Nội dung đã đổi" in page


def test_it_is_said_anew_and_taken_back(login_as, client, head, commune, db):
    alert = news.alert(commune)
    page = f"/can-bo/tieng-noi/canh-bao/{alert.code}/dao"
    said(login_as(head), page)
    said(login_as(head), page)
    assert db.session.query(SpokenMessage).count() == db.session.query(Recording).count() == 1
    login_as(head).post(f"{page}/bo")
    login_as(head).post(f"{page}/bo")
    assert db.session.query(SpokenMessage).count() == db.session.query(Recording).count() == 0
    verbs = [each.verb for each in db.session.query(AuditEntry).order_by(AuditEntry.id)]
    assert [each for each in verbs if each.startswith("voice.")] == [
        "voice.say", "voice.say", "voice.take_back",
    ]  # fmt: skip


@pytest.mark.parametrize("sound", [b"", b"no sound at all"])
def test_nothing_is_kept_of_what_cannot_be_heard(login_as, head, commune, db, sound):
    alert = news.alert(commune)
    answer = said(login_as(head), f"/can-bo/tieng-noi/canh-bao/{alert.code}/tay", sound)
    assert answer.status_code == 422
    assert db.session.query(SpokenMessage).count() == 0


@pytest.mark.parametrize(
    ("kind", "held", "where", "answers"),
    [
        (VILLAGE, may.HANDLE, "inside", 200),
        (COMMITTEE, may.ISSUE_HELPER_CODE, "itself", 200),
        (COMMITTEE, may.HANDLE, "elsewhere", 403),
        (OFFICE, may.HANDLE, "itself", 403),
        (COMMITTEE, may.INTAKE, "itself", 403),
    ],
)
def test_s24_who_says_a_warning(login_as, commune, kind, held, where, answers):
    places = {"inside": make_village(commune, "Nà Thử"), "itself": commune,
              "elsewhere": make_commune("Ven Sông")}  # fmt: skip
    official = make_official(held, agency=make_agency(kind=kind, place_id=places[where].id))
    alert = news.alert(commune)
    page = login_as(official).get(f"/can-bo/tieng-noi/canh-bao/{alert.code}")
    assert page.status_code == answers


def test_a_language_that_there_is_none_of(login_as, head, commune):
    alert = news.alert(commune)
    page = f"/can-bo/tieng-noi/canh-bao/{alert.code}/klingon"
    assert login_as(head).get(page).status_code == 404


def test_a_phrase_is_heard_by_whom_it_fits_in_their_language(login_as, head, commune):
    agency = make_agency("UBND xã Vùng Cao", kind=COMMITTEE, place_id=commune.id)
    official = make_official(may.HANDLE, agency=agency)
    assert "Đã nhận phản ánh của bạn." in login_as(official).get("/can-bo/tieng-noi").text
    said(login_as(official), "/can-bo/tieng-noi/cau-noi-san/received/hmong")
    sender = make_user()
    report = make.service_request(life.RECEIVED, citizen=sender, place=commune)
    page = f"/phan-anh/{report.code}"
    assert PLAYER.search(login_as(sender).get(page).text) is None
    browser = speaking(login_as(sender), "hmong")
    shown = browser.get(page).text
    assert re.search(r"Tiếng H\W+Mông|Tiếng H&#39;Mông", shown)
    assert browser.get(PLAYER.search(shown)[1]).status_code == 200
    assert PLAYER.search(browser.get(f"{page}/bien-nhan").text)
    assert PLAYER.search(speaking(browser, "viet").get(page).text) is None


def test_who_is_asked_to_come_hears_so_and_taps(login_as, commune):
    agency = make_agency("UBND xã Vùng Cao", kind=COMMITTEE, place_id=commune.id)
    official = make_official(may.HANDLE, agency=agency)
    said(login_as(official), "/can-bo/tieng-noi/cau-noi-san/come/thai")
    sender = make_user()
    report = make.service_request(life.IN_PROGRESS, citizen=sender, place=commune, agency=agency)
    now = report.requested_datetime
    asking.ask(report, make.official_actor(agency), now, "Mời đến lúc 8:00.", Wanted(COME))
    browser = speaking(login_as(sender), "thai")
    shown = browser.get(f"/phan-anh/{report.code}").text
    assert PLAYER.search(shown)
    assert "Tôi sẽ đến" in shown
    tapped = {"answer": "coming", "idempotency_key": "khoa-de-thu-mot-lan-gui"}
    browser.post(f"/phan-anh/{report.code}/bo-sung", data=tapped)
    assert report.status == life.IN_PROGRESS
    assert "Tôi sẽ đến" in browser.get(f"/phan-anh/{report.code}").text


def test_a_flood_says_leave_where_nobody_said_the_warning_itself(login_as, client, commune):
    agency = make_agency("UBND xã Vùng Cao", kind=COMMITTEE, place_id=commune.id)
    official = make_official(may.HANDLE, agency=agency)
    said(login_as(official), "/can-bo/tieng-noi/cau-noi-san/leave/dao")
    alert = news.alert(commune, level=3)
    calm = news.alert(commune, level=2)
    own = client.get(f"/canh-bao/{alert.code}").text
    assert "cau-noi-san/leave" in PLAYER.search(own)[1]
    assert PLAYER.search(client.get(f"/canh-bao/{calm.code}").text) is None
    said(login_as(official), f"/can-bo/tieng-noi/canh-bao/{alert.code}/dao")
    own = client.get(f"/canh-bao/{alert.code}").text
    assert f"canh-bao/{alert.code}" in PLAYER.search(own)[1]


def test_ones_own_language_comes_first_and_in_the_voice_nearest(login_as, client, commune):
    other = make_commune("Ven Sông")
    alert = news.alert(commune, other)
    for place, tongue in ((commune, "tay"), (other, "tay"), (other, "dao")):
        agency = make_agency(f"UBND {place.name}", kind=COMMITTEE, place_id=place.id)
        page = f"/can-bo/tieng-noi/canh-bao/{alert.code}/{tongue}"
        said(login_as(make_official(may.HANDLE, agency=agency)), page)
    browser = speaking(login_as(make_user()), "dao")
    browser.set_cookie("chon", f"vi.normal.{commune.id}..dao")
    shown = re.findall(
        r"Tiếng (\w+), UBND ([\w ]+) nói", browser.get(f"/canh-bao/{alert.code}").text
    )
    assert shown == [("Dao", "Ven Sông"), ("Tày", "Vùng Cao")]


def test_the_language_one_speaks_is_in_no_table(login_as, db):
    user = make_user()
    browser = speaking(login_as(user), "tay")
    assert "vi.normal...tay" in browser.get_cookie("chon").value
    page = browser.get("/tai-khoan/chu-va-tieng").text
    assert re.search(r'value="tay" aria-current="true"', page)
    assert speaking(browser, "viet").get_cookie("chon").value == "vi.normal.."
