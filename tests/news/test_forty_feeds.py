"""Feeds in the date forms and with the faults of real ones: each item once, on its right day."""

import unicodedata
from datetime import UTC, timedelta

import pytest

from app.news.actions import correcting, importing
from app.news.feed_reading import dates, encoding
from app.news.feed_reading.entries import read
from app.news.models import Article, FeedEntry
from app.news.models import article_life as life
from app.notifications.models import Notification
from tests.clocks import USUAL as NOW
from tests.factories import news
from tests.factories.accounts import make_agency, make_official
from tests.news.feed_writer import DATES, FAULTS, FEED, FEEDS, NO_BREAK, SITE, Feed

pytestmark = pytest.mark.own_day


def got(feed: Feed):
    return read(feed.content(), feed.header, FEED)


def test_there_are_forty():
    assert len(FEEDS) == len(DATES) + len(FAULTS) >= 40


@pytest.mark.parametrize("name", FEEDS)
def test_every_item_is_given_once_with_its_right_day(app, db, name):
    feed = FEEDS[name]
    source = news.feed(is_direct=True)
    for _ in range(2):
        importing.take(source, got(feed), NOW)
        importing.take(source, got(Feed(**{**vars(feed), "numbers": (2, 3)})), NOW)
    db.session.commit()
    made = db.session.scalars(db.select(Article).order_by(Article.published_at)).all()
    assert [each.published_at for each in made] == [day.astimezone(UTC) for day in feed.days()]
    assert [each.status for each in made] == [life.PUBLISHED] * 3
    assert all(each.source_url.startswith(f"{SITE}/") for each in made)
    assert FeedEntry.query.count() == 3


@pytest.mark.parametrize("name", FAULTS)
def test_the_words_are_right(name):
    feed = FAULTS[name]
    for n, entry in zip(feed.numbers, got(feed), strict=True):
        meant = feed.title.format(n=n).replace(NO_BREAK, " ")
        for mark, plain in (("<b>", ""), ("</b>", ""), ("&amp;", "&")):
            meant = meant.replace(mark, plain)
        assert entry.title == meant
        assert entry.summary == "Lịch cắt điện"


def test_sessions_that_change_with_every_answer_repeat_nothing(app, db):
    source = news.feed()
    for visit in range(3):
        feed = FAULTS["sessions in links and guids"]
        other = {"guid": feed.guid + f"{visit}", "link": feed.link + f"{visit}"}
        importing.take(source, got(Feed(**{**vars(feed), **other})), NOW)
    assert Article.query.count() == 3


def test_guids_made_at_random_repeat_nothing(app, db):
    source = news.feed()
    for visit in range(3):
        importing.take(source, got(Feed(guid=f"{visit}a9c7e1b-" + "{n}")), NOW)
    assert Article.query.count() == 3


def test_one_item_at_a_time_under_an_empty_guid_loses_nothing(app, db):
    source = news.feed()
    for n in (1, 2, 3):
        importing.take(source, got(Feed(guid="0", numbers=(n,))), NOW)
    assert Article.query.count() == 3


def test_notices_on_one_page_are_told_apart_by_their_guids(app, db):
    source = news.feed()
    for n in (1, 2, 3):
        importing.take(
            source, got(Feed(link=f"{SITE}/thong-bao", title="Thông báo", numbers=(n,))), NOW
        )
    assert Article.query.count() == 3


# --- what was known before there were three ways of knowing


def test_what_was_taken_by_its_guid_alone_is_not_taken_again(app, db):
    source = news.feed()
    for entry in got(Feed()):
        db.session.add(FeedEntry(source_id=source.id, key=entry.earlier_key, seen_at=NOW))
    db.session.commit()
    for _ in range(2):
        assert importing.take(source, got(Feed()), NOW) == 0
    assert FeedEntry.query.count() == 3


# --- days that are absent or cannot be


@pytest.mark.parametrize(
    "date",
    [None, "", "hôm qua", "31/02/2026 07:30", "20-11-26 07:30", "01/01/0001 00:00:00",
     "Thu, 01 Jan 1970 00:00:00 GMT", "20/11/2062 07:30", "0000-00-00 00:00:00"],
)  # fmt: skip
def test_an_unknown_day_is_never_new(app, db, date):
    """At the first fetch it is noted, later a person decides: it is never news by itself."""
    source = news.feed(is_direct=True, fetched_at=None)
    assert importing.take(source, got(Feed(date=date, numbers=(1, 2))), NOW) == 0
    source.fetched_at = NOW
    assert importing.take(source, got(Feed(date=date)), NOW) == 1
    (made,) = Article.query.all()
    assert (made.status, made.published_at) == (life.IN_REVIEW, None)


def test_an_old_day_is_noted_and_not_taken(app, db):
    later = NOW + timedelta(days=60)
    assert importing.take(news.feed(), got(Feed()), later) == 0


def test_a_day_ahead_of_the_clock_is_today_at_most():
    near = NOW + timedelta(hours=5)
    assert dates.believed(near, NOW) == NOW
    assert dates.believed(NOW + timedelta(days=2), NOW) is None
    assert dates.believed(None, NOW) is None


# --- corrections


def test_an_edited_title_is_offered_as_a_correction(app, db, clock, login_as):
    agency = make_agency()
    editor = make_official(importing.publishing.PUBLISH_NEWS, agency=agency)
    source = news.feed(agency=agency, is_direct=True)
    importing.take(source, got(Feed(numbers=(1,))), NOW)
    db.session.commit()
    clock.shift(timedelta(hours=1))
    edited = got(Feed(numbers=(1,), title="Đính chính thông báo số {n}"))
    for _ in range(2):
        assert importing.take(source, edited, NOW + timedelta(hours=1)) == 0
    db.session.commit()
    (made,) = Article.query.all()
    assert made.title == "Thông báo số 1 của xã"
    told = Notification.query.filter_by(kind="news_source_changed").all()
    assert [each.user_id for each in told] == [editor.id]

    desk, address = login_as(editor), f"/can-bo/tin/{made.code}"
    page = desk.get(address).text
    assert "Đính chính thông báo số 1" in page and "ban-sua" in page
    form = desk.get(address, query_string={"ban-sua": 1}).text
    assert 'value="Đính chính thông báo số 1"' in form
    clock.shift(timedelta(minutes=1))
    sent = {"version": made.version, "title": "Đính chính thông báo số 1", "section": made.section,
            "body": made.body, "note": "Theo nguồn tin."}  # fmt: skip
    assert desk.post(address, data=sent).status_code == 303
    assert "ban-sua" not in desk.get(address).text
    assert made.title == "Thông báo số 1 của xã", "nobody corrects alone"
    waits = correcting.waiting(made)
    second = make_official(importing.publishing.PUBLISH_NEWS, agency=agency, name="Người Hai")
    login_as(second).post(f"{address}/dinh-chinh", data={"seen": waits.fingerprint})
    assert made.title == "Đính chính thông báo số 1"


def test_of_a_newspaper_only_the_title_is_offered(app, db):
    source = news.feed(kind="newspaper", is_direct=True)
    importing.take(source, got(Feed(numbers=(1,))), NOW)
    importing.take(source, got(Feed(numbers=(1,), title="Tên mới {n}")), NOW)
    (row,) = FeedEntry.query.all()
    assert (row.offered_title, row.offered_body) == ("Tên mới 1", "")


# --- links and texts


def test_links_in_the_words_count_from_the_feeds_address():
    about = '<a href="/van-ban/12">Công văn 12</a> và <a href="../bieu-mau">biểu mẫu</a>'
    (entry, *_) = got(Feed(link="bai-{n}.html", about=about))
    assert entry.url == f"{SITE}/rss/bai-1.html"
    assert entry.body == f"[Công văn 12]({SITE}/van-ban/12) và [biểu mẫu]({SITE}/bieu-mau)"


def test_a_summary_cut_within_a_letter_stays_vietnamese():
    content = (
        Feed().content().replace("Lịch cắt điện".encode(), "Lịch cắt điệ".encode() + b"\xe1\xbb")
    )
    assert encoding.decoded(content).count("\ufffd") == 3
    assert "Lịch cắt điệ" in read(content)[0].summary


def in_windows_1258(text: str) -> bytes:
    """Windows' own for Vietnamese writes most tones as marks of their own, behind the letter."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    found = ""
    for char in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", char)
        tone = next((mark for mark in parts if mark in tones), "")
        found += unicodedata.normalize("NFC", parts.replace(tone, "")) + tone if tone else char
    return found.encode("cp1258")


def test_what_is_truly_windows_1258_is_read():
    text = "<?xml version='1.0' encoding='windows-1258'?><rss version='2.0'><channel><item>"
    text += f"<title>Xe buýt đường Âu Cơ</title><link>{SITE}/a</link></item></channel></rss>"
    for declared in ("windows-1258", "utf-8"):
        content = in_windows_1258(text.replace("windows-1258", declared))
        assert read(content)[0].title == "Xe buýt đường Âu Cơ"


def test_a_character_that_xml_forbids_spoils_nothing():
    content = Feed().content().replace(b"<title>", b"<title>\x0b\x02")
    assert len(read(content)) == 3


@pytest.mark.parametrize("space", [NO_BREAK, "&#160;", "&#xA0;", "&amp;nbsp;"])
def test_capital_a_with_a_tilde_stays_what_it_is(space):
    content = Feed().content().replace("Thông báo số".encode(), f"XÃ{space}BAN".encode())
    title = read(content.replace(" của xã".encode(), b""))[0].title
    assert title == "XÃ BAN 1"


def test_stars_stay_in_titles_summaries_and_bodies():
    content = Feed().content().replace("Lịch cắt điện".encode(), "Bấm *101# hoặc *102#".encode())
    (first, *_) = read(content)
    assert first.summary == "Bấm *101# hoặc *102#"
    assert first.body == r"Bấm \*101# hoặc \*102#"
