"""Nowhere does one scroll through a long list: in a large province every page of the URL map."""

import re
from typing import Any

import pytest
from flask import Flask, request, url_for

from app.core import naming
from app.core.db import db
from tests.architecture.matrix_table import LINES
from tests.architecture.test_matrix import WITHOUT_A_VIEW, _is_among, line_of
from tests.client import Apart
from tests.factories import service_requests as make
from tests.factories.accounts import make_agency, make_official
from tests.factories.places import make_commune, make_village
from tests.posts.walk import Walk

MOST = 30
MANY = 45
SELECT = re.compile(r"<select\b.*?</select>", re.DOTALL)
ROLES = ("administrator", "operator", "lead", "handler", "clerk", "seller", "sender", "guest")
"""Whoever of them may open a page looks at it, two of them at most; then whoever else may."""


def enlarge() -> None:
    """Communes, villages, agencies, services, officials, reasons: more than one scrolls through."""
    agency, urgency = make_agency("Phòng Đông Người"), make.urgency_class()
    for number in range(MANY):
        make_village(make_commune(f"Xã Số {number}"), f"Thôn Số {number}")
        make_agency(f"Phòng Số {number}")
        make.service(f"viec-so-{number}", f"Việc số {number}", urgency_class=urgency)
        make_official("handle", "lead", agency=agency, name=f"Cán Bộ Số {number}")
    db.session.commit()


def cookie(walk: Walk, role: str) -> str:
    token = walk.known["tokens"].get(role)
    kept = {"_user_id": token, "_fresh": True} if token else {}
    serializer: Any = walk.app.session_interface.get_signing_serializer(walk.app)  # type: ignore[attr-defined]
    return f"{walk.app.config['SESSION_COOKIE_NAME']}={serializer.dumps(kept)}"


def pages(app: Flask, walk: Walk) -> list[tuple[str, str]]:
    found = []
    things = walk.known["things"]
    roles = (*ROLES, *sorted(set(walk.known["tokens"]) - set(ROLES)))
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint in WITHOUT_A_VIEW:
            continue
        lines = LINES.get(line_of(app, rule), {})
        known = [thing for thing in lines if rule.arguments <= set(things[thing])]
        readers = [
            (role, thing)
            for role in roles
            for thing in known
            if _is_among(lines[thing].acts, role, role != "guest")
        ]
        with app.test_request_context("/"):
            for role, thing in readers[:2]:
                names = {name: things[thing][name] for name in rule.arguments}
                found.append((role, url_for(rule.endpoint, **names)))
    return found


@pytest.mark.details
@pytest.mark.timeout(600)
@pytest.mark.one_database
def test_no_select_has_more_than_thirty_options(app: Flask, walk: Walk) -> None:
    walk.afresh(enlarge)
    long, looked = {}, 0
    for role, url in pages(app, walk):
        answer = Apart(app, use_cookies=False).get(url, headers={"Cookie": cookie(walk, role)})
        looked += answer.status_code == 200 and answer.mimetype == "text/html"
        for select in SELECT.findall(answer.text if answer.mimetype == "text/html" else ""):
            if select.count("<option") > MOST:
                name = re.search(r'name="([^"]*)"', select)
                long[f"{url} {name[1] if name else ''}"] = select.count("<option")
    assert looked > 100
    assert long == {}


@pytest.mark.parametrize(
    ("typed", "code"),
    [("Phường Yên Bái (24001)", "24001"), ("Điện (sinh hoạt) (dien)", "dien"), ("24001", "24001"),
     ("  xa-a ", "xa-a"), ("", ""), ("Không ngoặc", "Không ngoặc")],
)  # fmt: skip
def test_a_name_that_was_chosen_is_read_as_its_code(typed: str, code: str) -> None:
    assert naming.code_of(typed) == code


def test_only_fields_that_say_so_are_read_as_codes(app: Any) -> None:
    data = {"chon_ten": "noi", "noi": "Xã A (1)", "loi": "Đèn (ngõ 2)"}
    with app.test_request_context("/", method="POST", data=data, query_string=data):
        naming._to_codes()
        for source in (request.form, request.args):
            assert dict(source) == {"noi": "1", "loi": "Đèn (ngõ 2)"}


def test_a_form_takes_the_names_that_were_chosen(login_as: Any, offices: Any) -> None:
    make.service("den-duong", "Đèn (đường)")
    names = {"service": "Đèn (đường) (den-duong)", "agency": f"Phòng ({offices.office.code})"}
    data = {"chon_ten": ["service", "agency"], **names}
    administrator = login_as(offices.administrator)
    assert administrator.post("/can-bo/quan-tri/phan-luong", data=data).status_code == 303
    assert administrator.post("/can-bo/quan-tri/phan-luong", data=names).status_code == 422


@pytest.mark.parametrize(
    ("typed", "code"),
    [("phuong yen bai", "1"), ("mau a", "2"), ("xã", "xã"), ("3", "3"), ("Xã Mậu (3)", "3"),
     ("Xã Mậu", "3"), ("Không có", "Không có"), ("", "")],
)  # fmt: skip
def test_a_name_typed_without_choosing_is_understood_where_it_is_only_one(
    monkeypatch: Any, typed: str, code: str
) -> None:
    places = [("1", "Phường Yên Bái"), ("2", "Xã Mậu A"), ("3", "Xã Mậu")]
    monkeypatch.setitem(naming._lists, "noi", lambda: places)
    assert naming.resolved("noi", typed) == code
    assert naming.resolved("khac", typed) == naming.code_of(typed)


def test_a_rule_is_made_for_an_agency_that_was_only_named(login_as: Any, offices: Any) -> None:
    make.service("den-duong", "Đèn đường")
    data = {"chon_ten": "agency", "service": "den-duong", "agency": offices.office.name.lower()}
    administrator = login_as(offices.administrator)
    assert administrator.post("/can-bo/quan-tri/phan-luong", data=data).status_code == 303


def test_topics_and_villages_are_understood_by_name_and_what_is_none_is_said(
    app: Any, offices: Any
) -> None:
    make.service("den-duong", "Đèn đường")
    commune, other = make_commune("Xã Đông"), make_commune("Xã Tây")
    here, _there = (make_village(each, "Thôn Giữa") for each in (commune, other))
    db.session.commit()
    sent = {"chon_ten": ["service", "village", "commune"], "service": "den duong",
            "village": "thôn giữa", "commune": f"Xã Đông ({commune.code})"}  # fmt: skip
    with app.test_request_context("/", query_string=sent):
        naming._to_codes()
        assert dict(request.args) == {
            "service": "den-duong", "village": here.code, "commune": commune.code
        }  # fmt: skip
        assert naming.unknown("village") == ""
    with app.test_request_context("/", query_string={"chon_ten": "village", "village": "Giữa"}):
        naming._to_codes()
        assert naming.unknown("village") == "Giữa", "in which commune, nobody said"


def test_a_filter_says_what_it_could_not_read(client: Any, app: Any, monkeypatch: Any) -> None:
    for number in range(MANY):
        make.service(f"viec-so-{number}", f"Việc số {number}")
    db.session.commit()
    page = client.get("/phan-anh?chon_ten=service&service=không+có+việc+này").text
    assert 'id="service-unknown"' in page and 'value="không có việc này"' in page
    assert 'aria-describedby="service-unknown"' in page and 'aria-invalid="true"' in page
    assert "service-unknown" not in client.get("/phan-anh?chon_ten=service&service=viec+so+7").text
