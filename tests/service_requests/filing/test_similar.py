"""Likely duplicates: the rule, and what a citizen is shown of others' reports."""

import re

import pytest

from app.service_requests import life
from app.service_requests.answering import accepting
from app.service_requests.catalogue.models import Reason
from app.service_requests.filing import similarity
from app.service_requests.models import ServiceRequest
from app.service_requests.record import COMPLAINT, EDITED, HIDDEN
from app.service_requests.routing import sealing
from tests.factories import places
from tests.factories import service_requests as make
from tests.service_requests import citizen

HERE = {"lat": 21.7200, "long": 104.9000}
NEAR = {"lat": 21.7203, "long": 104.9000}  # 33 m to the north
FAR = {"lat": 21.7300, "long": 104.9000}

# --- the rule

SCORES = {
    # name: (metres, most, one text, the other, whether it is proposed)
    "the same spot, no words": (5, 100, "", "", True),
    "the same spot, other words": (10, 100, "bóng cháy", "cột nghiêng", True),
    "near, words in common": (80, 100, "đèn ngõ 12 không sáng", "DEN NGO 12 khong sang", True),
    "near, other words": (80, 100, "bóng cháy", "dây võng xuống", False),
    "near, only little words in common": (80, 100, "đèn bị hỏng", "cây bị gãy", False),
    "near, one without words": (99, 100, "đèn tắt", "", True),
    "too far": (101, 100, "đèn tắt", "đèn tắt", False),
    "a service that never has any": (0, 0, "đèn tắt", "đèn tắt", False),
    "the same village, alike": (None, 100, "mất nước từ sáng", "mat nuoc tu sang", True),
    "the same village, hardly alike": (None, 100, "mất nước từ sáng", "nước đục", False),
    "the same village, no words": (None, 100, "", "", False),
}


@pytest.mark.parametrize("name", SCORES)
def test_the_rule_of_likeness(name):
    apart, most, one, other, likely = SCORES[name]
    like = similarity.likeness(similarity.telling_words(one), similarity.telling_words(other))
    assert (similarity.score(apart, most, like) > 0) is likely


@pytest.mark.one_database
def test_the_nearer_and_the_more_alike_comes_first():
    assert similarity.score(10, 100, 0.5) > similarity.score(60, 100, 0.5)
    assert similarity.score(30, 100, 0.9) > similarity.score(30, 100, 0.3)


# --- what is shown


@pytest.fixture
def lamp(db):
    return make.service("street-light", "Đèn đường", near_metres=100, near_days=30)


@pytest.fixture
def commune(db):
    return places.make_commune(lat=HERE["lat"], long=HERE["long"])


def look(visitor, service, **where) -> dict:
    where = {"service": service.service_code, **HERE, **where}
    return visitor.get("/phan-anh/da-co", query_string=where).get_json()


def test_whoever_writes_sees_what_was_reported_near_by(client, lamp, commune):
    there = make.service_request("accepted", service=lamp, place=commune, **NEAR)
    make.service_request("accepted", service=lamp, place=commune, **FAR)
    make.service_request("accepted", place=commune, **NEAR)  # of another service
    found = look(client, lamp)
    assert found["count"] == 1
    assert there.code in found["html"]
    assert "33\u00a0m" in found["html"]


def hidden(report: ServiceRequest) -> None:
    """Accept it without making its words public."""
    actor = make.official_actor(report.agency)
    reason = make.reason(Reason.NOT_PUBLIC)
    accepting.publish(report, actor, report.requested_datetime, publicity=HIDDEN, reason=reason)


NEVER_SHOWN = {
    "not accepted yet": lambda lamp, where: make.service_request(service=lamp, **where),
    "closed": lambda lamp, where: make.service_request("closed", service=lamp, **where),
    "not public": lambda lamp, where: hidden(
        make.service_request("accepted", service=lamp, **where)
    ),
    "sealed": lambda lamp, where: sealing.seal(
        make.service_request("accepted", service=lamp, **where),
        make.official_actor(),
        make.clock.now(),
        COMPLAINT,
    ),
    "old": lambda lamp, where: setattr(
        make.service_request("accepted", service=lamp, **where),
        "requested_datetime",
        make.clock.now() - make.timedelta(days=31),
    ),
}


@pytest.mark.parametrize("name", NEVER_SHOWN)
def test_nothing_is_told_of_what_is_not_everybodys(client, lamp, commune, name):
    NEVER_SHOWN[name](lamp, {"place": commune, **NEAR})
    assert look(client, lamp) == {"count": 0, "html": look(client, lamp)["html"]}
    assert "LC-" not in look(client, lamp)["html"]


def test_of_an_edited_report_only_the_edited_words_are_compared_and_shown(client, lamp, commune):
    report = make.service_request("accepted", service=lamp, place=commune, **NEAR)
    actor = make.official_actor()
    accepting.publish(
        report, actor, make.clock.now(), publicity=EDITED, public_description="Bản sửa"
    )
    html = look(client, lamp)["html"]
    assert "Bản sửa" in html
    assert report.description not in html


# --- without a script: one step before sending, and never in the way


def test_without_a_script_the_form_asks_once_and_then_sends(client, lamp, commune, db):
    there = make.service_request("accepted", service=lamp, place=commune, **NEAR)
    fields = citizen.opened(client) | {
        "service": lamp.service_code,
        "place": commune.code,
        "description": "Đèn ngõ 12 không sáng",
        **{name: str(value) for name, value in HERE.items()},
        "accuracy": "10",
    }
    asked = citizen.send(client, fields, citizen.photo())
    assert asked.status_code == 200
    assert there.code in asked.text
    assert re.search(r'formaction="/phan-anh/[^"]+/theo-doi"', asked.text)
    assert db.session.query(ServiceRequest).count() == 1
    sent = citizen.send(client, fields, similar="1")
    assert citizen.code_of(sent) != there.code
    made = db.session.query(ServiceRequest).filter_by(code=citizen.code_of(sent)).one()
    assert made.status == life.RECEIVED
    assert len(make_photos(db, made)) == 1, "the photo waited under the form's key"


def make_photos(db, report) -> list:
    return db.session.query(make.RequestPhoto).filter_by(service_request_id=report.id).all()


def test_the_phones_queue_is_never_asked_back(client, lamp, commune):
    make.service_request("accepted", service=lamp, place=commune, **NEAR)
    fields = citizen.opened(client) | {
        "service": lamp.service_code,
        "place": commune.code,
        "description": "Đèn ngõ 12 không sáng",
        **{name: str(value) for name, value in HERE.items()},
    }
    data = citizen.multipart(citizen.MultiDict(fields))
    answer = client.post(citizen.FORM, headers={"Accept": "application/json"}, **data)
    assert answer.status_code == 201
