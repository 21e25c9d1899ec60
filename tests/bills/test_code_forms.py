"""A code tells by its form whose bill it is."""

import pytest

from app.bills import code_forms
from app.core.errors import DomainError
from tests.factories.accounts import make_user
from tests.factories.bills import make_bill, make_biller, make_customer


@pytest.mark.parametrize(
    ("forms", "code", "does"),
    [
        ("NU####", "nu 0001", True),
        ("NU####", "NU.O0O1", True),
        ("NU####", "NU00012", False),
        ("NU####", "NB0001", False),
        ("PA***********, PH***********", "PH10-0BC 456 789", True),
        ("@@12-##", "ko1234", True),
        ("", "NU0001", False),
    ],
)
def test_a_form_fits_codes_as_they_are_compared(forms, code, does):
    assert code_forms.fits(forms, code) is does


@pytest.mark.parametrize("typed", ["####", "NU#", "*****"])
def test_a_form_that_says_nothing_is_refused(typed):
    with pytest.raises(DomainError):
        code_forms.read(typed)


def test_forms_are_kept_in_one_way():
    assert code_forms.read(" nu # # ##,, vs####") == "NU####, VS####"


@pytest.fixture
def visitor(login_as):
    return login_as(make_user())


def test_a_code_alone_finds_its_biller_and_is_looked_up(client):
    make_biller(code_forms="VS####")
    account = make_customer(make_biller(code_forms="NU####"), "NU7001")
    make_bill(account)
    page = client.post("/hoa-don/tra-cuu", data={"code": "nu 7001"}).text
    assert account.biller.name in page
    assert "Chưa trả" in page


def test_a_code_alone_is_followed(visitor):
    account = make_customer(make_biller(code_forms="NU####"), "NU7002")
    answer = visitor.post("/hoa-don/them", data={"code": "NU7002", "biller": ""})
    assert answer.status_code == 303
    assert account.code in visitor.get(answer.location).text


def test_two_billers_with_such_codes_are_asked_about_and_a_choice_decides(visitor):
    make_biller(code_forms="NU####")
    account = make_customer(make_biller(code_forms="NU####"), "NU7003")
    asked = visitor.post("/hoa-don/them", data={"code": "NU7003", "nickname": "Nhà bà"})
    assert asked.status_code == 422
    assert "Nhiều đơn vị" in asked.text
    assert 'value="Nhà bà"' in asked.text
    sent = {"code": "NU7003", "biller": account.biller.code}
    assert visitor.post("/hoa-don/them", data=sent).status_code == 303


def test_a_code_of_no_known_form_asks_for_the_biller(visitor):
    make_biller()
    asked = visitor.post("/hoa-don/them", data={"code": "XY123456"})
    assert asked.status_code == 422
    assert 'id="biller-error"' in asked.text


def test_no_code_is_the_only_thing_missing(visitor):
    asked = visitor.post("/hoa-don/them", data={"code": ""})
    assert asked.status_code == 422
    assert 'id="code-error"' in asked.text
    assert 'id="biller-error"' not in asked.text
