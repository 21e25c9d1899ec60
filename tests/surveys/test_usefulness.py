"""Three faces at a page's foot: counted once a phone, page and month; told of five at least."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.accounts import sending
from app.accounts.models import LimitSetting
from app.core import clock as core_clock
from app.core.db import db
from app.core.few import is_safe
from app.service_requests.figures.periods import WHOLE_MONTH, Period
from app.surveys.usefulness import giving, index
from app.surveys.usefulness.models import PageOpinion, PageOpinionGiven
from app.surveys.usefulness.pages import BY_ENDPOINT, COOKIE, PAGES
from tests.accounts.test_erasure import everything
from tests.factories.accounts import make_official, make_user
from tests.service_requests import citizen

URL = "/co-ich/danh-ba"
NOVEMBER = Period.around(WHOLE_MONTH, date(2026, 11, 1))


def counted():
    rows = db.session.scalars(select(PageOpinion).order_by(PageOpinion.page, PageOpinion.face))
    return [(row.page, row.face, row.count) for row in rows]


def opinions(page, month=None, **faces):
    first = month or core_clock.local(core_clock.now()).date().replace(day=1)
    for face, count in faces.items():
        db.session.add(PageOpinion(month=first, page=page, face=face, count=count))
    db.session.commit()


def test_every_page_that_asks_is_a_page_of_the_app(app):
    rules = {rule.endpoint: rule for rule in app.url_map.iter_rules()}
    assert set(BY_ENDPOINT) <= set(rules)
    assert all("GET" in rules[each].methods for each in BY_ENDPOINT)


def test_a_stranger_is_given_no_cookie_by_the_page_and_answers_with_one_more_tap(client, app):
    page = client.get("/danh-ba")
    assert "Set-Cookie" not in page.headers
    assert "csrf_token" not in page.text
    assert f'method="get" action="{URL}"' in page.text
    asked = client.get(f"{URL}?mat=fair", headers={"Referer": "http://localhost/danh-ba?q=phong"})
    assert 'value="/danh-ba?q=phong"' in asked.text
    answer = client.post(URL, data={"mat": "fair", "ve": "/danh-ba?q=phong"})
    assert answer.location == "/danh-ba?q=phong"
    back = client.get("/danh-ba")
    assert "Cảm ơn bạn" in citizen.words(back)
    assert URL not in back.text
    assert counted() == [("danh-ba", "fair", 1)]


def test_the_cookie_that_remembers_it_is_named_where_people_read_of_cookies(client):
    assert f"<code>{COOKIE}</code>" in client.get("/quyen-rieng-tu").text


def test_a_page_kept_for_strangers_is_the_same_with_the_faces(app, kept):
    first, second = (app.test_client().get("/danh-ba").text for _each in range(2))
    assert first == second
    assert URL in first


def test_who_is_signed_in_answers_with_one_tap_once_a_month(login_as, clock):
    visitor = login_as(make_user())
    page = visitor.get("/danh-ba")
    assert f'method="post" action="{URL}"' in page.text
    for face in ("satisfied", "dissatisfied", "dissatisfied"):
        assert visitor.post(URL, data={"mat": face}).status_code == 303
    assert counted() == [("danh-ba", "satisfied", 1)]
    assert URL not in visitor.get("/danh-ba").text
    assert "/co-ich/cho-so" in visitor.get("/cho-so").text
    clock.move_to(core_clock.now() + timedelta(days=32))
    visitor.post(URL, data={"mat": "dissatisfied"})
    assert sum(row.count for row in db.session.scalars(select(PageOpinion))) == 2


@pytest.mark.parametrize("sent", [{}, {"mat": "angry"}])
def test_no_face_is_asked_for_again(client, sent):
    answer = client.post(URL, data=sent)
    assert answer.status_code == 422
    assert "Chọn một trong ba khuôn mặt" in citizen.words(answer)
    assert counted() == []


def test_an_unknown_page_and_an_address_elsewhere_lead_nowhere(client):
    assert client.get("/co-ich/khac").status_code == 404
    assert client.post(URL, data={"mat": "fair", "ve": "//evil.example"}).location == "/"


def test_a_page_that_was_kept_longer_than_its_token_hands_the_face_back(client, csrf):
    answer = client.post(URL, data={"mat": "fair"})
    assert answer.status_code == 400
    assert 'name="mat" value="fair"' in answer.text
    assert counted() == []


def test_a_flood_from_one_browser_is_stopped(client):
    db.session.add(LimitSetting(name=sending.OPINIONS.browser.name, most=2))
    db.session.commit()
    statuses = [
        client.post(f"/co-ich/{each.name}", data={"mat": "fair"}).status_code for each in PAGES[:3]
    ]
    assert statuses == [303, 303, 429]
    assert len(counted()) == 2


def test_nothing_ties_an_answer_to_a_phone_and_who_answered_is_forgotten(login_as, clock):
    person = make_user()
    visitor = login_as(person)
    for page in ("danh-ba", "cho-so"):
        visitor.post(f"/co-ich/{page}", data={"mat": "fair"})
    rows = db.session.scalars(select(PageOpinionGiven.who)).all()
    assert len(set(rows)) == 2
    whole = everything(db)
    assert not any(f"{person.id}|{each}" in whole for each in rows)
    clock.move_to(core_clock.now() + timedelta(days=32))
    giving.forget_given()
    assert db.session.scalars(select(PageOpinionGiven)).all() == []
    assert len(counted()) == 2


def test_the_index_counts_an_acceptable_answer_half():
    assert index.index_of({"satisfied": 5}) == 100
    assert index.index_of({"dissatisfied": 5}) == 0
    assert index.index_of({"satisfied": 3, "fair": 2, "dissatisfied": 1}) == 67  # 4 of 6
    assert index.index_of({"fair": 1, "dissatisfied": 3}) == 13  # 12.5


FACES = st.fixed_dictionaries({}, optional={face: st.integers(1, 6) for face in giving.FACES})


@given(st.dictionaries(st.sampled_from("abcdef"), FACES.filter(bool), max_size=6))
def test_no_page_of_few_is_told_nor_found_by_subtracting(by_page):
    told = index.month(NOVEMBER, by_page)
    answers = {page: sum(faces.values()) for page, faces in by_page.items()}
    for page, figure in told.pages.items():
        assert (figure.answers, figure.index) == (answers[page], index.index_of(by_page[page]))
    left = sum(answers.values()) - sum(each.answers for each in told.pages.values())
    shown = told.rest.answers if told.rest else 0
    assert is_safe([*(each.answers for each in told.pages.values()), shown])
    if told.whole:
        assert told.whole.answers == sum(answers.values())
        assert shown == left


def test_the_operator_reads_the_index_over_time(login_as, app):
    operator = login_as(make_official("administer"))
    assert "Chưa có số liệu" in citizen.words(operator.get("/can-bo/quan-tri/trang-co-ich"))
    month = core_clock.local(core_clock.now()).date().replace(day=1)
    before = Period.around(WHOLE_MONTH, month).before.first
    opinions("danh-ba", satisfied=6, fair=2)
    opinions("cho-so", dissatisfied=3)
    opinions("hoa-don", satisfied=1, fair=4)
    opinions("danh-ba", before, dissatisfied=5)
    page = citizen.words(operator.get("/can-bo/quan-tri/trang-co-ich"))
    assert "Danh bạ: danh sách 88 8 câu trả lời 0 5 câu trả lời" in page
    assert "Chợ số –" in page
    assert "Tất cả các trang 63 16 câu trả lời" in page
    one = operator.get("/can-bo/quan-tri/trang-co-ich?trang=danh-ba")
    assert "chỉ số 88, từ 8 câu trả lời" in one.text
    earlier = operator.get(f"/can-bo/quan-tri/trang-co-ich?thang={before.isoformat()}")
    assert "Danh bạ: danh sách 0 5 câu trả lời –" in citizen.words(earlier)
    assert login_as(make_user()).get("/can-bo/quan-tri/trang-co-ich").status_code == 403
