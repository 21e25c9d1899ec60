"""What editors do: write, have reviewed, schedule, correct, withdraw; and who may."""

import io
import re
from datetime import timedelta

import pytest

from app.accounts import permissions as may
from app.core import clock as now_clock
from app.core.errors import InvalidTransition
from app.news.models import Article, ArticleTyping
from app.news.models import article_life as life
from app.notifications.models import Notification
from tests.factories import news
from tests.factories.accounts import make_agency, make_official, make_user
from tests.factories.places import make_commune, make_former
from tests.media.pictures import jpeg

BOTH = (may.WRITE_NEWS, may.PUBLISH_NEWS)


@pytest.fixture
def agency(app):
    return make_agency("UBND xã Thử")


@pytest.fixture
def writer(agency):
    return make_official(may.WRITE_NEWS, agency=agency, name="Người Viết Thử")


@pytest.fixture
def publisher(agency):
    return make_official(may.PUBLISH_NEWS, agency=agency, name="Người Duyệt Thử")


def form_of(article, **changes):
    words = ("title", "summary", "body", "section", "source_name", "source_url")
    return {
        **{name: getattr(article, name) for name in words},
        "version": article.version,
    } | changes


def test_the_whole_life_from_a_blank_page_to_a_correction(
    client, login_as, agency, writer, publisher
):
    at_desk, reviewing = login_as(writer), login_as(publisher)
    begun = at_desk.post("/can-bo/tin", data={"agency": agency.code})
    made = Article.query.one()
    assert begun.location == f"/can-bo/tin/{made.code}"
    form = form_of(made, title="Đèo Thử cấm xe tải", body="Từ 18:00.", section="giao-thong")
    at_desk.post(f"/can-bo/tin/{made.code}", data=form)
    at_desk.post(f"/can-bo/tin/{made.code}/gui-duyet")
    assert [n.kind for n in Notification.query.filter_by(user_id=publisher.id)] == [
        "news_to_review"
    ]
    reviewing.post(f"/can-bo/tin/{made.code}/dang")
    assert "Đèo Thử cấm xe tải" in client.get("/tin-tuc").text
    form = form_of(made, body="Từ 20:00.", note="Giờ cấm là 20:00.", version=made.version)
    at_desk.post(f"/can-bo/tin/{made.code}", data=form)
    assert "Từ 18:00." in client.get(f"/tin-tuc/{made.code}").text
    accept(reviewing, made)
    page = client.get(f"/tin-tuc/{made.code}").text
    assert "Từ 20:00." in page
    assert "Giờ cấm là 20:00." in page


def accept(visitor, article):
    page = visitor.get(f"/can-bo/tin/{article.code}").text
    seen = re.search(r'name="seen" value="(\w+)"', page)
    data = {"seen": seen.group(1) if seen else ""}
    return visitor.post(f"/can-bo/tin/{article.code}/dinh-chinh", data=data)


def propose(visitor, article, **changes):
    form = form_of(article, note="Giờ cấm là 20:00.", **{"body": "Từ 20:00.", **changes})
    return visitor.post(f"/can-bo/tin/{article.code}", data=form)


def test_s47_nobody_corrects_alone(client, login_as, agency, writer, publisher):
    made = news.article(agency=agency, author=writer, body="Từ 18:00.")
    second = make_official(may.PUBLISH_NEWS, agency=agency, name="Người Duyệt Hai")
    author, other = login_as(publisher), login_as(second)
    assert propose(author, made).status_code in (302, 303)
    assert Notification.query.filter_by(user_id=second.id).one().kind == "news_correction"
    assert accept(author, made).status_code == 422
    assert "Từ 18:00." in client.get(f"/tin-tuc/{made.code}").text
    assert accept(login_as(writer), made).status_code == 403
    page = other.get(f"/can-bo/tin/{made.code}").text
    assert "Từ 20:00." in page and "Giờ cấm là 20:00." in page
    assert accept(other, made).status_code in (302, 303)
    page = client.get(f"/tin-tuc/{made.code}").text
    assert "Từ 20:00." in page and "Giờ cấm là 20:00." in page
    assert ArticleTyping.query.count() == 0
    assert accept(other, made).status_code == 409


def test_s47_what_is_typed_after_it_was_read_does_not_go_out(login_as, agency, writer, publisher):
    made = news.article(agency=agency, author=writer)
    author, other = login_as(writer), login_as(publisher)
    propose(author, made)
    page = other.get(f"/can-bo/tin/{made.code}").text
    seen = re.search(r'name="seen" value="(\w+)"', page).group(1)
    typed = form_of(made, body="Khác hẳn.", note="Giờ cấm là 20:00.")
    author.post(f"/can-bo/tin/{made.code}/nhap", data=typed)
    answer = other.post(f"/can-bo/tin/{made.code}/dinh-chinh", data={"seen": seen})
    assert answer.status_code == 409
    assert made.body != "Khác hẳn."


def test_a_correction_is_dropped_or_taken_back(login_as, agency, writer, publisher):
    made = news.article(agency=agency, author=writer)
    author, other = login_as(writer), login_as(publisher)
    propose(author, made)
    assert propose(other, made).status_code == 409
    other.post(f"/can-bo/tin/{made.code}/bo-dinh-chinh")
    kinds = [row.kind for row in Notification.query.filter_by(user_id=writer.id)]
    assert kinds[-1] == "news_correction_dropped"
    assert accept(other, made).status_code == 409
    assert "Từ 20:00." in author.get(f"/can-bo/tin/{made.code}").text, "the words are kept"
    assert propose(author, made).status_code in (302, 303)
    author.post(f"/can-bo/tin/{made.code}/bo-nhap")
    assert accept(other, made).status_code == 409


def test_s47_who_changed_it_in_review_does_not_publish_it(login_as, agency, writer, publisher):
    made = news.article(life.IN_REVIEW, agency=agency, author=writer)
    second = make_official(may.PUBLISH_NEWS, agency=agency, name="Người Duyệt Hai")
    reviewing = login_as(publisher)
    reviewing.post(f"/can-bo/tin/{made.code}", data=form_of(made, body="Viết lại cả."))
    assert reviewing.post(f"/can-bo/tin/{made.code}/dang").status_code == 422
    login_as(second).post(f"/can-bo/tin/{made.code}/dang")
    assert made.status == life.PUBLISHED


def test_s47_what_is_changed_after_its_time_was_set_waits_again(
    login_as, outbox, clock, agency, writer, publisher
):
    made = news.article(life.SCHEDULED, agency=agency, author=writer)
    login_as(writer).post(f"/can-bo/tin/{made.code}", data=form_of(made, body="Khác hẳn."))
    assert (made.status, made.scheduled_for) == (life.IN_REVIEW, None)
    assert Notification.query.filter_by(user_id=publisher.id).one().kind == "news_to_review"
    clock.shift(timedelta(days=1))
    outbox.drain()
    assert made.status == life.IN_REVIEW


def test_s47_a_picture_in_published_news_is_shown_to_a_second_person(
    login_as, agency, writer, publisher
):
    made = news.article(agency=agency, author=writer)
    link = news.picture(made)
    second = make_official(may.PUBLISH_NEWS, agency=agency, name="Người Duyệt Hai")
    address = f"/can-bo/tin/{made.code}/anh/{link.photo.code}"
    login_as(publisher).post(address, data={"caption": "Khác", "description": "Khác"})
    assert Notification.query.filter_by(user_id=second.id).one().kind == "news_pictures"


def test_it_is_published_at_its_time_and_not_before(
    client, login_as, outbox, clock, agency, publisher
):
    made = news.article(life.IN_REVIEW, agency=agency)
    at = now_clock.local(now_clock.now() + timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M")
    login_as(publisher).post(f"/can-bo/tin/{made.code}/hen-gio", data={"at": at})
    outbox.drain()
    assert client.get(f"/tin-tuc/{made.code}").status_code == 404
    clock.shift(timedelta(hours=3, minutes=1))
    outbox.drain()
    assert client.get(f"/tin-tuc/{made.code}").status_code == 200


def test_a_moved_schedule_publishes_once_at_the_later_time(
    login_as, outbox, clock, agency, publisher
):
    made = news.article(life.SCHEDULED, agency=agency)
    later = now_clock.local(now_clock.now() + timedelta(hours=5)).strftime("%Y-%m-%dT%H:%M")
    login_as(publisher).post(f"/can-bo/tin/{made.code}/hen-gio", data={"at": later})
    clock.shift(timedelta(hours=3))
    outbox.drain()
    assert made.status == life.SCHEDULED
    clock.shift(timedelta(hours=3))
    outbox.drain()
    assert made.status == life.PUBLISHED


@pytest.mark.one_database
def test_it_refuses_a_time_in_the_past(login_as, agency, publisher):
    made = news.article(life.IN_REVIEW, agency=agency)
    answer = login_as(publisher).post(
        f"/can-bo/tin/{made.code}/hen-gio", data={"at": "2026-11-18T08:00"}
    )
    assert answer.status_code == 422
    assert made.status == life.IN_REVIEW


@pytest.mark.one_database
@pytest.mark.parametrize("typed", ["", "mai", "2026-13-45T99:99", "2026-11-20"])
def test_it_refuses_what_is_no_time(login_as, agency, publisher, typed):
    made = news.article(life.IN_REVIEW, agency=agency)
    answer = login_as(publisher).post(f"/can-bo/tin/{made.code}/hen-gio", data={"at": typed})
    assert answer.status_code in (422, 302, 303)


def test_a_reviewer_sends_it_back_with_a_word(login_as, agency, writer, publisher):
    made = news.article(life.IN_REVIEW, agency=agency, author=writer)
    page = login_as(publisher)
    assert page.post(f"/can-bo/tin/{made.code}/tra-lai", data={"note": ""}).status_code == 422
    page.post(f"/can-bo/tin/{made.code}/tra-lai", data={"note": "Thiếu giờ."})
    assert made.status == life.DRAFT
    assert "Thiếu giờ." in login_as(writer).get(f"/can-bo/tin/{made.code}").text
    assert Notification.query.filter_by(user_id=writer.id).one().kind == "news_sent_back"


def test_a_correction_needs_a_note_that_readers_see(login_as, agency, publisher):
    made = news.article(agency=agency)
    answer = login_as(publisher).post(f"/can-bo/tin/{made.code}", data=form_of(made, body="Khác."))
    assert answer.status_code == 422
    assert "Khác." in answer.text


def test_a_stale_form_is_told_and_keeps_what_was_typed(login_as, agency, writer):
    made = news.article(life.DRAFT, agency=agency)
    page, stale = login_as(writer), form_of(made, body="Bản của tôi")
    page.post(f"/can-bo/tin/{made.code}", data=form_of(made, body="Bản khác"))
    answer = page.post(f"/can-bo/tin/{made.code}", data=stale)
    assert answer.status_code == 409
    assert "Bản của tôi" in answer.text
    assert made.body == "Bản khác"


@pytest.mark.own_day
def test_typing_is_kept_and_comes_back(login_as, agency, writer):
    made = news.article(life.DRAFT, agency=agency, body="Cũ")
    page = login_as(writer)
    form = form_of(made, title="", body="Đang gõ dở")
    assert page.post(f"/can-bo/tin/{made.code}/nhap", data=form).json == {"saved": "09:12"}
    assert "Đang gõ dở" in page.get(f"/can-bo/tin/{made.code}").text
    assert made.body == "Cũ"
    page.post(f"/can-bo/tin/{made.code}/bo-nhap")
    assert "Đang gõ dở" not in page.get(f"/can-bo/tin/{made.code}").text
    assert ArticleTyping.query.count() == 0


def test_a_place_is_found_by_its_old_name_and_kept(login_as, agency, writer):
    new = make_commune("Mới Thử")
    make_former("Cũ Kỹ", new)
    made = news.article(life.DRAFT, agency=agency)
    page = login_as(writer)
    found = page.post(
        f"/can-bo/tin/{made.code}", data=form_of(made, tim="cu ky", **{"tim-xa": "1"})
    )
    assert f'value="{new.code}"' in found.text
    page.post(f"/can-bo/tin/{made.code}", data=form_of(made, place=new.code))
    assert [row.place.name for row in made.places] == ["Mới Thử"]


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("title", "x" * 201),
        ("summary", "x" * 501),
        ("body", "x" * 40_001),
        ("section", "khong-co"),
        ("source_url", "javascript:alert(1)"),
        ("source_url", "https://a b"),
    ],
)
def test_it_refuses_what_does_not_fit_and_keeps_it(login_as, agency, writer, field, typed):
    made = news.article(life.DRAFT, agency=agency)
    answer = login_as(writer).post(
        f"/can-bo/tin/{made.code}",
        data=form_of(made, **{field: typed, "body": "Giữ lại"} | {field: typed}),
    )
    assert answer.status_code == 422


def test_a_picture_needs_a_description_and_gets_it(login_as, agency, writer, media_folder):
    made = news.article(life.DRAFT, agency=agency)
    page, url = login_as(writer), f"/can-bo/tin/{made.code}/anh"
    bare = {"photos": (io.BytesIO(jpeg()), "a.jpg")}
    assert page.post(url, data=bare).status_code == 422
    words = {"description": "Cầu treo", "caption": "Ảnh: xã"}
    page.post(url, data={"photos": (io.BytesIO(jpeg()), "a.jpg"), **words})
    (link,) = made.photos
    assert (link.description, link.caption) == ("Cầu treo", "Ảnh: xã")
    page.post(f"{url}/{link.photo.code}", data={"remove": "1"})
    assert made.photos == []


@pytest.mark.one_database
def test_a_huge_picture_is_refused_with_a_sentence(login_as, agency, writer, media_folder):
    made = news.article(life.DRAFT, agency=agency)
    head = '--x\r\nContent-Disposition: form-data; name="{}"{}\r\n\r\n'
    photo = head.format("photos", '; filename="a.jpg"').encode() + b"\xff\xd8" + bytes(60 << 20)
    body = head.format("description", "") + "Lớn\r\n"
    answer = login_as(writer).post(
        f"/can-bo/tin/{made.code}/anh",
        data=body.encode() + photo + b"\r\n--x--\r\n",
        content_type="multipart/form-data; boundary=x",
    )
    assert answer.status_code == 422
    assert "20\u00a0MB" in answer.text


@pytest.mark.one_database
def test_s47_nobody_publishes_what_they_wrote_or_sent_to_review(login_as, agency, publisher):
    both = make_official(*BOTH, agency=agency)
    desk = login_as(both)
    desk.post("/can-bo/tin", data={"agency": agency.code})
    made = Article.query.one()
    desk.post(f"/can-bo/tin/{made.code}", data=form_of(made, title="Họp thôn", body="19:00."))
    desk.post(f"/can-bo/tin/{made.code}/gui-duyet")
    assert desk.post(f"/can-bo/tin/{made.code}/dang").status_code == 422
    later = {"at": "2030-01-01T00:00"}
    assert desk.post(f"/can-bo/tin/{made.code}/hen-gio", data=later).status_code == 422
    assert made.status == life.IN_REVIEW
    login_as(publisher).post(f"/can-bo/tin/{made.code}/dang")
    assert made.is_public


@pytest.mark.one_database
def test_s24_who_may_do_what(app, login_as, agency, writer, publisher):
    elsewhere = make_official(*BOTH, agency=make_agency("Nơi khác"))
    made = news.article(life.IN_REVIEW, agency=agency)
    code = made.code
    acts = {
        "": {"data": form_of(made)},
        "/gui-duyet": {},
        "/tra-lai": {"data": {"note": "x"}},
        "/hen-gio": {"data": {"at": "2030-01-01T00:00"}},
        "/dang": {},
        "/rut": {"data": {"note": "x"}},
    }
    closed = {"/tra-lai", "/hen-gio", "/dang", "/rut"}
    for path, sent in acts.items():
        url = f"/can-bo/tin/{code}{path}"
        assert app.test_client().post(url, **sent).status_code in (401, 404), path
        assert login_as(make_user()).post(url, **sent).status_code in (403, 404), path
        assert login_as(elsewhere).post(url, **sent).status_code == 404, path
        if path in closed:
            assert login_as(writer).post(url, **sent).status_code == 403, path


def test_s24_a_writer_cannot_change_what_is_published(login_as, agency, writer):
    made = news.article(agency=agency)
    before = made.body
    assert propose(login_as(writer), made).status_code in (302, 303)
    assert made.body == before


@pytest.mark.one_database
@pytest.mark.parametrize("verb", life.ARTICLE.verbs)
@pytest.mark.parametrize("status", life.STATUSES)
def test_every_verb_against_every_status(app, agency, verb, status):
    made, now = news.article(status, agency=agency), now_clock.now()
    by = news.actor_of(agency)
    calls = {
        "save": lambda: life.ARTICLE.move(made, "save"),
        "revise": lambda: made.revise(by, now),
        "submit": lambda: made.submit(by, now),
        "send_back": lambda: made.send_back("x", by, now),
        "schedule": lambda: made.schedule(now + timedelta(hours=1), by, now),
        "publish": lambda: made.publish(by, now),
        "correct": lambda: made.correct(news.content(), "x", made.version, by, now),
        "propose": lambda: made.propose(news.content(), "x", made.version, by, now),
        "drop_correction": lambda: made.drop_correction(by, now),
        "withdraw": lambda: made.withdraw("x", by, now),
    }
    allowed, target = life.ARTICLE.verbs[verb].from_, life.ARTICLE.verbs[verb].to
    if status in allowed:
        calls[verb]()
        assert made.status == (target or status)
    else:
        with pytest.raises(InvalidTransition):
            calls[verb]()


@pytest.mark.one_database
def test_the_editor_works_without_a_script(login_as, agency, writer):
    made = news.article(life.DRAFT, agency=agency)
    answer = login_as(writer).post(
        f"/can-bo/tin/{made.code}", data=form_of(made, body="**Đậm**", **{"xem-truoc": "1"})
    )
    assert "<strong>Đậm</strong>" in answer.text


@pytest.mark.one_database
@pytest.mark.parametrize("typed", ["²", "-1", "9" * 5_000, "x"])
def test_what_is_no_number_harms_nothing(login_as, agency, publisher, typed):
    article = news.article(agency=agency)
    desk = login_as(publisher)
    pages = (
        f"/can-bo/tin?truoc={typed}",
        f"/can-bo/ban-tin?tin={article.code}&thu-tu-{article.code}={typed}",
    )
    for page in pages:
        assert desk.get(page).status_code == 200
    answer = desk.post(f"/can-bo/tin/{article.code}", data=form_of(article, version=typed))
    assert answer.status_code == 409


@pytest.mark.one_database
def test_the_desk_links_to_what_the_viewer_may_open(login_as, agency, writer):
    officer = make_official(may.ALERT, agency=agency)
    for who, mine, others in (
        (writer, "/can-bo/tin", "/can-bo/canh-bao"),
        (officer, "/can-bo/canh-bao", "/can-bo/tin"),
    ):
        page = login_as(who).get(mine).text
        assert f'href="{mine}"' in page
        assert f'href="{others}"' not in page


def test_the_desk_shows_my_agencys_articles_alone(login_as, agency, writer):
    news.article(life.DRAFT, agency=agency, title="Của mình")
    news.article(life.DRAFT, title="Của nơi khác")
    page = login_as(writer).get("/can-bo/tin?trang-thai=draft").text
    assert "Của mình" in page
    assert "Của nơi khác" not in page
