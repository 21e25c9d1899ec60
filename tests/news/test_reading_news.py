"""What everybody reads: lists, one article, its document for others, feeds."""

from datetime import timedelta

import pytest

from app.core import clock
from app.news.models import article_life as life
from app.news.views.articles import HERE
from tests.factories import news
from tests.factories.places import make_commune, make_former, make_village


def test_it_lists_published_articles_alone(client):
    for status in life.STATUSES:
        news.article(status, title=f"Bài {status}")
    page = client.get("/tin-tuc").text
    assert "Bài published" in page
    assert [each for each in life.STATUSES if f"Bài {each}" in page] == ["published"]


def test_it_narrows_by_section(client):
    news.article(title="Đèo cấm xe tải", section="giao-thong")
    news.article(title="Tiêm phòng", section="y-te")
    page = client.get("/tin-tuc?chuyen-muc=giao-thong").text
    assert "Đèo cấm xe tải" in page
    assert "Tiêm phòng" not in page


def test_where_i_live_shows_my_commune_its_villages_and_what_it_was(client, app):
    home = make_commune("Nhà Thử")
    village, former = make_village(home), make_former("Tên Cũ", home)
    for place, title in ((home, "Xã mình"), (village, "Thôn mình"), (former, "Xã cũ")):
        news.article(title=title, places=(place,))
    news.article(title="Xã khác", places=(make_commune("Xa Thử"),))
    client.set_cookie("chon", f"vi.normal.{home.id}.")
    page = client.get(f"/tin-tuc?noi={HERE}").text
    assert all(title in page for title in ("Xã mình", "Thôn mình", "Xã cũ"))
    assert "Xã khác" not in page


def test_where_i_live_asks_who_never_said(client):
    assert "/tai-khoan" in client.get(f"/tin-tuc?noi={HERE}").text


@pytest.mark.parametrize("typed", ["tiem phong", "TIÊM PHÒNG", "tiêm phòng", "phong tiem"])
def test_search_finds_title_and_body_without_accents_and_marks_the_words(client, typed):
    news.article(title="Lịch tiêm phòng", body="Nội dung.")
    news.article(title="Việc khác", body="Cuối bài có nhắc tới đợt tiêm phòng dại cho chó.")
    news.article(title="Không liên quan", body="Hội làng.")
    page = client.get("/tin-tuc", query_string={"q": typed}).text
    assert "<mark>tiêm</mark> <mark>phòng</mark>" in page
    assert "Việc khác" in page
    assert "Không liên quan" not in page


def test_search_finds_with_d_stroke(client):
    news.article(title="Đường Điện Biên sửa chữa")
    assert "<mark>Đường</mark>" in client.get("/tin-tuc?q=duong dien bien").text


def test_older_ones_follow_by_key(client):
    for hours in range(20):
        news.article(title=f"Tin số {hours:02}", at=clock.now() - timedelta(hours=hours))
    first = client.get("/tin-tuc").text
    assert "Tin số 14" in first
    assert "Tin số 15" not in first
    older = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    second = client.get(older).text
    assert "Tin số 15" in second
    assert "Tin số 14" not in second


def test_what_an_address_says_besides_is_not_taken_along(client):
    for number in range(16):
        news.article(title=f"Tin số {number:02}")
    page = client.get("/tin-tuc?q=tin&endpoint=x&_scheme=ftp&_anchor=y")
    assert page.status_code == 200
    assert 'href="/tin-tuc?q=tin&amp;truoc=' in page.text


def test_an_article_is_a_clean_document(client):
    made = news.article(title="Lịch <b>tiêm</b>", section="y-te")
    page = client.get(f"/tin-tuc/{made.code}").text
    assert '<meta property="og:title" content="Lịch &lt;b&gt;tiêm' in page
    assert f'<link rel="canonical" href="http://localhost/tin-tuc/{made.code}">' in page
    assert f"http://localhost/tin-tuc/{made.code}/xem-truoc.png" in page
    assert '"@type": "NewsArticle"' in page
    assert "<strong>trạm y tế</strong>" in page


def test_the_preview_picture_is_drawn_here(client):
    made = news.article(title="Nguy cơ sạt lở ở các xã vùng cao, bà con chủ động sơ tán " * 3)
    answer = client.get(f"/tin-tuc/{made.code}/xem-truoc.png")
    assert answer.mimetype == "image/png"
    assert answer.data.startswith(b"\x89PNG")
    assert len(answer.data) < 60_000


@pytest.mark.parametrize("status", [life.DRAFT, life.IN_REVIEW, life.SCHEDULED])
def test_what_is_not_published_is_not_there(client, status):
    made = news.article(status)
    for path in ("", "/xem-truoc.png"):
        assert client.get(f"/tin-tuc/{made.code}{path}").status_code == 404


def test_a_withdrawn_address_keeps_saying_so(client):
    made = news.article(life.WITHDRAWN, title="Bí mật", body="Nội dung đã rút")
    answer = client.get(f"/tin-tuc/{made.code}")
    assert answer.status_code == 410
    assert "Lịch đã thay đổi." in answer.text
    assert "Nội dung đã rút" not in answer.text
    assert "Bí mật" not in answer.text


def test_a_picture_shows_with_caption_and_description(client, media_folder):
    made = news.article()
    link = news.picture(made)
    page = client.get(f"/tin-tuc/{made.code}").text
    assert 'alt="Hàng ghế chờ trước trạm y tế"' in page
    assert "<figcaption" in page
    assert f"/tin-tuc/{made.code}/anh/{link.photo.code}-medium.webp" in page


def test_related_ones_of_the_same_place_come_first(client):
    home = make_commune("Nhà Thử")
    shown = news.article(title="Bài này", places=(home,))
    news.article(title="Cùng mục")
    news.article(title="Cùng nơi", section="giao-thong", places=(home,))
    page = client.get(f"/tin-tuc/{shown.code}").text
    assert page.index("Cùng nơi") < page.index("Cùng mục")


def test_the_front_page_search_finds_news(client):
    news.article(title="Lịch tiêm phòng")
    assert "Lịch tiêm phòng" in client.get("/tim?q=lich tiem").text
