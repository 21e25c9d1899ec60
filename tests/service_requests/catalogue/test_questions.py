"""Services' own questions: asked, checked, shown, administered."""

import re

import pytest
from sqlalchemy import select

from app.core.audit import AuditEntry
from app.core.events import person_erased, person_exported
from app.service_requests.answering import accepting
from app.service_requests.filing import answers
from app.service_requests.models import Question, RequestAnswer, ServiceRequest
from app.service_requests.record import OPEN_TO_ALL
from tests.factories import places
from tests.factories import service_requests as make
from tests.factories.accounts import make_user
from tests.service_requests import citizen
from tests.service_requests.offices import make_offices

OUT = (("tat", "Tắt hẳn"), ("chap-chon", "Chập chờn"))
ADMIN = "/can-bo/quan-tri/linh-vuc/street-light/cau-hoi"


@pytest.fixture
def lamp(db):
    return make.service("street-light", "Đèn đường")


@pytest.fixture
def what(lamp):
    return make.question(
        lamp, "Đèn bị sao?", datatype="singlevaluelist", offered=OUT, required=True, is_public=True
    )


@pytest.fixture
def post(lamp):
    return make.question(lamp, "Số cột đèn")


# --- what is an answer

VALUES = {
    # name: (kind, what came in, what is kept; None: refused)
    "words": ("string", ["Cột số 5"], "Cột số 5"),
    "nothing": ("string", [], ""),
    "too many words": ("string", ["x" * 201], None),
    "lines": ("text", ["Một\nhai"], "Một\nhai"),
    "a number": ("number", ["12"], "12"),
    "a number with a comma": ("number", ["12,5"], "12.5"),
    "no number": ("number", ["mười hai"], None),
    "a number without an end": ("number", ["Infinity"], None),
    "a number that would fill the memory": ("number", ["1e-99999999"], None),
    "a moment": ("datetime", ["2026-11-19T09:12"], "2026-11-19T09:12"),
    "no moment": ("datetime", ["hôm qua"], None),
    "one of a list": ("singlevaluelist", ["tat"], "tat"),
    "none of a list": ("singlevaluelist", ["khac"], None),
    "two where one may be": ("singlevaluelist", ["tat", "chap-chon"], None),
    "two of a list": ("multivaluelist", ["chap-chon", "tat"], "tat,chap-chon"),
}


@pytest.mark.one_database
@pytest.mark.parametrize("name", VALUES)
def test_an_answer_is_kept_or_refused(lamp, name):
    kind, given, kept = VALUES[name]
    offered = OUT if kind.endswith("list") else ()
    question = make.question(lamp, datatype=kind, offered=offered)
    if kept is None:
        with pytest.raises(answers.Wrong):
            answers.value_of(question, given)
    else:
        assert answers.value_of(question, given) == kept


SHOWN = {
    "number": ("12.5", "12,5"),
    "datetime": ("2026-11-19T09:12", "09:12, 19/11/2026"),
    "multivaluelist": ("tat,chap-chon", "Tắt hẳn, Chập chờn"),
    "string": ("Cột số 5", "Cột số 5"),
}


@pytest.mark.one_database
@pytest.mark.parametrize("kind", SHOWN)
def test_an_answer_is_shown_as_people_read_it(lamp, kind):
    value, shown = SHOWN[kind]
    question = make.question(lamp, datatype=kind, offered=OUT if kind.endswith("list") else ())
    for each in question.values:
        each.active = False  # no longer offered, still read
    assert shown in answers.shown(question, value)


# --- the story: asked, answered, refused, shown


def filled(visitor, service, **more: str) -> dict[str, str]:
    page = visitor.get(citizen.FORM).text
    asked = page.split('name="asked" value="')[1].split('"')[0]
    return citizen.hidden(page) | {
        "service": service.service_code,
        "place": places.make_commune().code,
        "description": "Đèn ngõ 12 tắt",
        "asked": asked,
        **more,
    }


FOLD = re.compile(r'<details class="card" data-when-service="street-light"( open)?>')


def test_questions_that_need_no_answer_stand_behind_one_line_until_one_is_answered(
    client, db, lamp, post
):
    assert FOLD.search(client.get(citizen.FORM).text)[1] is None
    empty = citizen.send(client, filled(client, lamp, description="", **{post.field: ""}))
    assert FOLD.search(empty.text)[1] is None
    refused = citizen.send(client, filled(client, lamp, description="", **{post.field: "C-17"}))
    assert FOLD.search(refused.text)[1] == " open"


def test_a_question_that_must_be_answered_is_not_folded_away(client, db, lamp, what, post):
    page = client.get(citizen.FORM).text
    assert not FOLD.search(page)
    assert "Số cột đèn" in page


def test_a_service_asks_its_questions_and_the_answers_are_read_with_the_report(
    db, login_as, app, lamp, what, post
):
    offices, sender = make_offices(), make_user()
    make.routing_rule(offices.office)
    visitor = login_as(sender)
    assert "Đèn bị sao?" in visitor.get(citizen.FORM).text
    fields = filled(visitor, lamp, **{post.field: "C-17"})
    refused = citizen.send(visitor, fields, citizen.photo())
    assert refused.status_code == 422
    assert f'href="#{what.field}"' in refused.text
    assert 'value="C-17"' in refused.text
    code = citizen.code_of(citizen.send(visitor, fields | {what.field: "tat"}))

    report = db.session.scalars(select(ServiceRequest)).unique().one()
    assert report.code == code
    own = visitor.get(f"/phan-anh/{code}").text
    desk = login_as(offices.handler).get(f"/can-bo/phan-anh/{code}").text
    for page in (own, desk):
        assert "Tắt hẳn" in page
        assert "C-17" in page
    stranger = app.test_client()
    assert "Tắt hẳn" not in stranger.get(f"/phan-anh/{code}").text
    accepting.accept(
        report, make.official_actor(), report.requested_datetime, publicity=OPEN_TO_ALL
    )
    public = stranger.get(f"/phan-anh/{code}?moi").text
    assert "Tắt hẳn" in public
    assert "C-17" not in public, "this answer is not the public's"
    sections = dict(answer for _, answer in person_exported.send(sender) if answer)
    exported = sections["service_requests"][0]["answers"]
    assert exported == {"Đèn bị sao?": "Tắt hẳn", "Số cột đèn": "C-17"}
    person_erased.send(sender, now=report.requested_datetime)
    assert db.session.scalars(select(RequestAnswer)).all() == []


def test_answers_to_another_services_questions_are_left_out(db, client, lamp, what):
    road = make.service("road", "Đường sá")
    citizen.code_of(citizen.send(client, filled(client, road, **{what.field: "tat"})))
    assert db.session.scalars(select(RequestAnswer)).all() == []


def test_a_form_kept_on_a_phone_may_be_older_than_a_question(db, client, lamp, post):
    fields = filled(client, lamp, **{post.field: "C-17"})
    make.question(lamp, "Màu đèn?", required=True)
    post.active = False
    data = citizen.multipart(citizen.MultiDict(fields))
    answer = client.post(citizen.FORM, headers={"Accept": "application/json"}, **data)
    assert answer.status_code == 201
    assert db.session.scalars(select(RequestAnswer)).one().value == "C-17"


# --- administration


@pytest.fixture
def admin(login_as, lamp):
    return login_as(make_offices().administrator)


def typed(**values: str) -> dict[str, str]:
    return {
        "code": "tinh-trang",
        "datatype": "singlevaluelist",
        "name": "Đèn bị sao?",
        "name_en": "What is wrong?",
        "values": "tat = Tắt hẳn | Out\nChập chờn | Flickers",
        "position": "10",
        "required": "y",
        "active": "y",
        **values,
    }


def test_a_question_is_made_changed_and_retired_and_each_is_audited(db, admin, lamp):
    assert admin.post(f"{ADMIN}/moi", data=typed()).location == ADMIN
    question = db.session.scalars(select(Question)).unique().one()
    assert [(each.key, each.name, each.name_en) for each in question.values] == [
        ("tat", "Tắt hẳn", "Out"),
        ("chap-chon", "Chập chờn", "Flickers"),
    ]
    url = f"{ADMIN}/tinh-trang"
    page = admin.get(url).text
    assert "tat = Tắt hẳn | Out" in page
    change = typed(values="tat = Tắt | Out", active="")
    change.pop("active")
    assert admin.post(url, data=change).location == ADMIN
    db.session.refresh(question)
    assert not question.active
    assert [each.key for each in question.offered] == ["tat"]
    assert len(question.values) == 2, "a value that was answered with stays"
    verbs = [row.verb for row in db.session.scalars(select(AuditEntry))]
    assert verbs == ["question.create", "question.change"]
    assert "Không hỏi nữa" in admin.get(ADMIN).text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("code", "Số Cột"),
        ("values", "tat = Tắt"),
        ("values", "tat = Tắt\ntat = Nghiêng"),
        ("position", "đầu"),
        ("datatype", "colour"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(db, admin, field, value):
    answer = admin.post(f"{ADMIN}/moi", data=typed(**{field: value}))
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert db.session.scalars(select(Question)).all() == []


@pytest.mark.one_database
def test_a_code_is_taken_once_in_a_service(admin):
    admin.post(f"{ADMIN}/moi", data=typed())
    assert admin.post(f"{ADMIN}/moi", data=typed()).status_code == 422


@pytest.mark.one_database
def test_s24_only_an_administrator_of_the_whole_writes_questions(login_as, lamp):
    for role in ("handler", "lead", "operator"):
        visitor = login_as(getattr(make_offices(), role))
        assert visitor.get(ADMIN).status_code == 403
        assert visitor.post(f"{ADMIN}/moi", data=typed()).status_code == 403
