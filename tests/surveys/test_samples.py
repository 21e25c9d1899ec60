"""A survey of a sample: drawn by lot, done at the door, told with its margin."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.core import clock as core_clock
from app.core.db import db
from app.core.errors import DomainError
from app.surveys import criteria, doors, drawing, making, margins
from app.surveys.models import PLACES, SurveyPlace
from app.surveys.sampled import SurveyDrawn
from tests.factories import community, villages
from tests.factories import surveys as make
from tests.factories.accounts import make_user
from tests.service_requests import citizen

pytestmark = pytest.mark.one_database
QUESTION = (making.Asked("one", "Nhà có dùng mạng không?", options=("Có", "Không")),)


@pytest.fixture
def village(app):
    return villages.place(name="Khe Thử")


def sampled(places, size=12, by="household", questions=QUESTION):
    """Give an open survey of a sample of those places."""
    writer, editor = make.editors()
    made = make.survey(writer, questions=questions, by=by, audience=PLACES)
    made.places = [SurveyPlace(place=each) for each in places]
    db.session.flush()
    drawing.choose_size(made, size, make.actor(writer), made.created_at)
    making.publish(made, make.actor(editor), made.created_at)
    db.session.flush()
    return made


def numbers(survey, *places):
    return [each.number for each in doors.drawn_of(survey, *places)]


def helped(desk, survey, number, **more):
    return desk.post(
        f"/can-bo/ghi-giup-khao-sat/{survey.code}", data={"so_ho": str(number), **more}
    )


def test_an_editor_says_how_many_and_the_draw_is_made_when_it_opens(login_as, village):
    for number in range(1, 31):
        villages.household(village, number)
    writer, editor = make.editors()
    made = make.survey(writer, questions=QUESTION, by="household", audience=PLACES)
    made.places = [SurveyPlace(place=village)]
    db.session.commit()
    page, desk = f"/can-bo/khao-sat/{made.code}/mau", login_as(writer)
    assert "30 hộ" in desk.get(page).text
    refused = desk.post(page, data={"so_mau": "3"})
    assert (refused.status_code, "Hỏi ít nhất 10" in refused.text) == (422, True)
    assert desk.post(page, data={"so_mau": "nhiều"}).status_code == 422
    assert desk.post(page, data={"so_mau": "12"}).status_code == 303
    opened = login_as(editor).post(
        f"/can-bo/khao-sat/{made.code}/mo", data={"version": made.version}
    )
    assert opened.status_code == 303
    db.session.expire_all()
    assert (made.asked, len(numbers(made))) == (12, 12)
    shown = citizen.words(desk.get(page))
    assert made.sample.seed in shown
    assert "cho ra đúng mẫu này" in shown
    assert desk.post(page, data={"so_mau": "20"}).status_code in {409, 422}
    villages.household(village, 31)
    db.session.commit()
    assert "Danh sách đã thay đổi" in citizen.words(desk.get(page))


def test_the_same_seed_and_list_give_the_same_sample_in_whatever_order(village):
    for number in range(1, 41):
        villages.household(village, number)
    survey = sampled([village], 15)
    assert drawing.draw_again(survey) == (True, True)
    found = drawing.listed(survey)
    parts, seed = {village.id: 15}, survey.sample.seed
    first = drawing.first_of(found, parts, seed)
    Random(3).shuffle(found)
    assert drawing.first_of(found, parts, seed) == first
    assert set(first[village.id]) == {each.code for each in doors.drawn_of(survey)}
    assert drawing.first_of(found, parts, "khác") != first


@given(st.dictionaries(st.integers(1, 200), st.integers(1, 300), min_size=1, max_size=20),
       st.integers(10, 500))  # fmt: skip
def test_a_sample_is_shared_out_whole_and_no_village_has_more_than_it_holds(sizes, wanted):
    least = sum(min(2, each) for each in sizes.values())
    if least > wanted:
        with pytest.raises(DomainError):
            drawing.allot(sizes, wanted)
        return
    parts = drawing.allot(sizes, wanted)
    assert sum(parts.values()) == min(wanted, sum(sizes.values()))
    assert all(min(2, sizes[each]) <= parts[each] <= sizes[each] for each in sizes)


def test_at_the_door_only_those_drawn_are_asked_and_who_is_not_met_is_told_apart(
    login_as, village, clock
):
    for number in range(1, 31):
        villages.household(village, number, f"Lò Văn Số {number}")
    survey, desk = sampled([village], 12), login_as(villages.head(village))
    page = f"/can-bo/ghi-giup-khao-sat/{survey.code}"
    shown, drawn = desk.get(page), numbers(survey)
    assert shown.headers["X-Keep"] == "1"
    assert [each for each in range(1, 31) if f"Lò Văn Số {each}<" in shown.text
            or f"Lò Văn Số {each} " in shown.text] == drawn  # fmt: skip
    other = next(each for each in range(1, 31) if each not in drawn)
    refused = helped(desk, survey, other, **{"q-1": "0"})
    assert (refused.status_code, "không được rút thăm" in refused.text) == (422, True)
    for at, number in enumerate(drawn[:8]):
        assert helped(desk, survey, number, **{"q-1": "0" if at < 3 else "1"}).status_code == 303
    for outcome, number in zip(("away", "away", "refused"), drawn[7:10], strict=True):
        assert helped(desk, survey, number, ket_qua=outcome).status_code == 303
    assert "Đã trả lời" in desk.get(page).text
    make.over(survey, clock)
    found = survey.results["sample"]
    assert [found[each] for each in ("listed", "drawn", "answered", "away", "refused", "unasked")] \
        == [30, 12, 8, 1, 1, 2]  # fmt: skip
    assert db.session.scalars(select(SurveyDrawn)).all() == []
    assert drawing.draw_again(survey) == (True, True)


def test_what_comes_out_stands_with_the_margin_that_was_worked_out(login_as, village, clock):
    for number in range(1, 206):
        villages.household(village, number)
    survey, desk = sampled([village], 40), login_as(villages.head(village))
    for at, number in enumerate(numbers(survey)):
        helped(desk, survey, number, **{"q-1": "0" if at < 30 else "1"})
    make.over(survey, clock)
    question = str(survey.questions[0].id)
    assert survey.results["sample"]["questions"][question] == [[61, 75, 86], [14, 25, 39]]
    by_hand = margins.estimate([margins.Stratum(205, 40, 30)]).whole
    writer = survey.author_id
    editor = db.session.get_one(type(make_user()), writer)
    shown = citizen.words(login_as(editor).get(f"/can-bo/khao-sat/{survey.code}"))
    assert by_hand == (61, 75, 86)
    assert "75% ± 14 (61–86%)" in shown
    assert login_as(editor).get(f"/can-bo/khao-sat/{survey.code}/ket-qua.xlsx").status_code == 200
    assert criteria.of_place(village) == []  # counted, not published yet
    making.publish_results(survey, "Đã rõ.", make.actor(editor), core_clock.now())
    told = criteria.of_place(village)
    assert [each[2:] for each in told] == [(75, 61, 86, 40), (25, 14, 39, 40)]
    assert told[0].said == f"{survey.title}: Nhà có dùng mạng không? – Có"
    survey.places.append(SurveyPlace(place=villages.place(name="Khe Bên")))
    assert criteria.of_place(village) == []  # of two villages it says nothing about one


def test_of_two_villages_each_head_sees_their_own_and_each_village_weighs_by_size(
    login_as, village, clock
):
    far = villages.place(name="Xa Thử")
    for number in range(1, 31):
        villages.household(village, number, "Gần Thử")
        if number < 11:
            villages.household(far, number, "Xa Lắm Thử")
    survey = sampled([village, far], 20)
    assert (len(numbers(survey, village)), len(numbers(survey, far))) == (15, 5)
    heads = {each.id: login_as(villages.head(each)) for each in (village, far)}
    page = heads[far.id].get(f"/can-bo/ghi-giup-khao-sat/{survey.code}").text
    assert ("Xa Lắm Thử" in page, "Gần Thử" in page) == (True, False)
    for place, yes in ((village, 10), (far, 0)):
        for at, number in enumerate(numbers(survey, place)):
            helped(heads[place.id], survey, number, **{"q-1": "0" if at < yes else "1"})
    make.over(survey, clock)
    found = survey.results["sample"]["questions"][str(survey.questions[0].id)]
    strata = [margins.Stratum(30, 15, 10), margins.Stratum(10, 5, 0)]
    assert found[0] == list(margins.estimate(strata).whole)
    assert found[0][1] == 50


def test_a_household_that_was_not_drawn_is_told_so_and_nobody_else_is_told(login_as, village):
    homes = [villages.household(village, number) for number in range(1, 31)]
    survey = sampled([village], 12)
    drawn = set(numbers(survey))
    lucky, other = (
        next(each for each in homes if (each.number in drawn) is wanted) for wanted in (True, False)
    )
    inside, outside = make_user(), make_user()
    villages.belongs(inside, lucky)
    villages.belongs(outside, other)
    from app.surveys import audience

    assert audience.is_asked(survey, inside, survey.created_at)
    assert not audience.is_asked(survey, outside, survey.created_at)
    page = f"/khao-sat/{survey.code}"
    assert login_as(inside).post(page, data={"q-1": "0"}).status_code == 303
    refused = login_as(outside).post(page, data={"q-1": "0"})
    assert (refused.status_code, "rút thăm" in refused.text) == (422, True)


def test_people_of_a_teams_list_are_drawn_and_asked_at_the_door(login_as, village, clock):
    team = community.team(village)
    area = community.area(team)
    for number in range(30):
        community.person(team, area, f"Người Thử {number}")
    survey, desk = sampled([village], 12, by="person"), login_as(villages.head(village))
    drawn = numbers(survey)
    assert helped(desk, survey, drawn[0], **{"q-1": "0"}).status_code == 303
    assert login_as(make_user()).post(
        f"/khao-sat/{survey.code}", data={"q-1": "0"}
    ).status_code == 422  # fmt: skip
    make.over(survey, clock)
    assert survey.results["sample"]["answered"] == 1


def test_a_consultation_has_no_sample_and_lists_that_are_empty_give_none(login_as, village):
    writer, _editor = make.editors()
    made = make.survey(writer, questions=QUESTION, kind="consultation")
    page = f"/can-bo/khao-sat/{made.code}/mau"
    assert login_as(writer).post(page, data={"so_mau": "40"}).status_code == 422
    with pytest.raises(DomainError):
        sampled([village], 12)
