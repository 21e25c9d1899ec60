"""Helper's codes, and a number changed at a counter."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts import changing_phone, limits, permissions, queries
from app.accounts.jobs import carry_out_changed_numbers
from app.core.audit import AuditEntry
from app.notifications.models import Notification
from tests.factories.accounts import make_agency, make_official, make_phone, make_user, sign_in


@pytest.fixture
def helper(app):
    """An official at a counter, signed in."""
    visitor = app.test_client()
    sign_in(visitor, make_official(permissions.ISSUE_HELPER_CODE, permissions.CHANGE_PHONE))
    return visitor


def code_from(answer) -> str:
    page = answer.get_data(as_text=True)
    return page.split('class="code">')[1].split("<")[0].replace(" ", "")


def vouch(helper, phone) -> str:
    return code_from(helper.post("/can-bo/ma-ho-tro", data={"phone": phone}))


def test_a_helpers_code_is_taken_instead_of_the_texted_one(client, helper, ask, give):
    phone = make_user().phone
    ask(phone)
    assert give(vouch(helper, phone)).location == "/"
    assert "chưa xác nhận số điện thoại" in client.get("/tai-khoan").get_data(as_text=True)


def test_a_helpers_code_lets_a_new_person_sign_up(client, helper, ask, give):
    phone = make_phone()
    ask(phone)
    assert give(vouch(helper, phone)).location == "/tai-khoan/moi"
    client.post("/tai-khoan/moi", data={"aged_14": "1", "agreed": "1"})
    assert queries.user_by_phone(phone) is not None


def test_a_helpers_code_fits_only_its_phone(helper, ask, give):
    code = vouch(helper, make_phone())
    ask(make_user().phone)
    assert give(code).status_code == 422


@pytest.mark.both_databases
def test_s10_a_helpers_code_works_once_and_for_ten_minutes(app, helper, ask, give, clock):
    phone = make_user().phone
    code = vouch(helper, phone)
    give(code, ask(phone, app.test_client()))
    assert give(code, ask(phone, app.test_client())).status_code == 422
    code = vouch(helper, phone)
    clock.shift(timedelta(minutes=10))
    assert give(code, ask(phone, app.test_client())).status_code == 422


def test_the_person_is_told_by_a_text_message(client, helper, ask, give, texted):
    phone = make_user().phone
    ask(phone)
    give(vouch(helper, phone))
    assert len(texted(phone)) == 2


def test_no_helpers_code_opens_an_officials_account(app, helper, ask, give, db):
    official = make_official(permissions.HANDLE)
    answer = helper.post("/can-bo/ma-ho-tro", data={"phone": official.phone})
    assert answer.status_code == 422
    citizen = make_user()
    phone = citizen.phone
    code = vouch(helper, phone)
    citizen.password_hash = "now an official"
    db.session.commit()
    visitor = ask(phone, app.test_client())
    assert give(code, visitor).status_code == 422
    assert visitor.get("/tai-khoan/ten").status_code == 303


def test_each_helpers_code_is_logged_without_the_phone(helper, db):
    phone = make_phone()
    vouch(helper, phone)
    (entry,) = db.session.scalars(
        select(AuditEntry).where(AuditEntry.verb == "helper_code.issue")
    ).all()
    assert entry.actor.startswith("user:")
    assert phone[-9:] not in repr((entry.subject, entry.after))


def test_helpers_codes_are_capped_by_phone_and_by_official(helper):
    phone = make_phone()
    for _ in range(limits.HELPER_CODES_PER_PHONE.most):
        vouch(helper, phone)
    assert helper.post("/can-bo/ma-ho-tro", data={"phone": phone}).status_code == 429
    for _ in range(limits.HELPER_CODES_PER_OFFICIAL.most):
        last = helper.post("/can-bo/ma-ho-tro", data={"phone": make_phone()})
    assert last.status_code == 429


# --- at the counter


def at_counter(helper, old, new, reason="new_number"):
    data = {"phone": old, "new_phone": new, "reason": reason}
    return helper.post("/can-bo/doi-so", data=data)


LINK = re.compile(r"/tai-khoan/doi-so/[\w-]+")
WAITS = timedelta(hours=48)


def asked(helper, give, code_for, user, new, reason="new_number"):
    """A change asked for at the counter, with the code that the person read out."""
    assert at_counter(helper, user.phone, new, reason).location == "/tai-khoan/ma"
    assert give(code_for(new), helper).location == "/can-bo/doi-so"


def test_a_number_asked_for_at_a_counter_counts_after_two_days(
    client, helper, give, code_for, texted, clock
):
    user, new = make_user(), make_phone()
    old = user.phone
    sign_in(client, user)
    asked(helper, give, code_for, user, new)
    assert queries.user_by_phone(new) is None
    assert LINK.search(texted(old)[-1])
    clock.shift(WAITS - timedelta(minutes=1))
    carry_out_changed_numbers()
    assert queries.user_by_phone(old).id == user.id
    clock.shift(timedelta(minutes=1))
    carry_out_changed_numbers()
    assert queries.user_by_phone(new).id == user.id
    assert len(texted(old)) == 2
    assert client.get("/tai-khoan/ten").status_code == 200


def test_the_old_number_stops_it_with_one_tap_from_the_text_message(
    app, helper, give, code_for, texted, clock, db
):
    user, new = make_user(), make_phone()
    old = user.phone
    asked(helper, give, code_for, user, new)
    link, stranger = LINK.search(texted(old)[-1]).group(), app.test_client()
    assert stranger.get(link).status_code == 200
    assert new[-9:] not in stranger.get(link).text.replace(" ", "")
    assert stranger.post(link).status_code == 200
    assert stranger.post(link).status_code == 200, "a second tap"
    assert stranger.get(link[:-3] + "abc").status_code == 404
    clock.shift(WAITS)
    carry_out_changed_numbers()
    assert queries.user_by_phone(old).id == user.id
    kinds = db.session.scalars(select(Notification.kind).order_by(Notification.id)).all()
    assert kinds == ["phone_change_asked", "phone_change_objected"]


@pytest.mark.both_databases
def test_s47_a_second_official_may_let_it_count_at_once_the_first_may_not(
    app, client, give, code_for
):
    office = make_agency()
    first, second = app.test_client(), app.test_client()
    sign_in(first, make_official(permissions.CHANGE_PHONE, agency=office))
    sign_in(second, make_official(permissions.CHANGE_PHONE, agency=office))
    user, new = make_user(), make_phone()
    sign_in(client, user)
    asked(first, give, code_for, user, new, "lost")
    change = changing_phone.open_of(user)
    assert first.post(f"/can-bo/doi-so/{change.id}/dong-y").status_code == 422
    elsewhere = app.test_client()
    sign_in(elsewhere, make_official(permissions.CHANGE_PHONE))
    assert elsewhere.post(f"/can-bo/doi-so/{change.id}/dong-y").status_code == 404
    assert client.get("/tai-khoan/ten").status_code == 200
    assert second.post(f"/can-bo/doi-so/{change.id}/dong-y").status_code == 303
    assert queries.user_by_phone(new).id == user.id
    assert client.get("/tai-khoan/ten").status_code == 303, "after a loss all sessions end"
    assert second.post(f"/can-bo/doi-so/{change.id}/dong-y").status_code == 409


def test_one_change_waits_at_a_time_and_a_number_taken_meanwhile_is_not_given(
    helper, give, code_for, clock
):
    user, new = make_user(), make_phone()
    asked(helper, give, code_for, user, new)
    other = make_phone()
    at_counter(helper, user.phone, other)
    assert give(code_for(other), helper).status_code == 409
    make_user(phone=new)
    clock.shift(WAITS)
    carry_out_changed_numbers()
    assert queries.user_by_phone(new).id != user.id
    assert changing_phone.open_of(user) is None


def test_without_the_code_nothing_changes(helper, give):
    user, new = make_user(), make_phone()
    at_counter(helper, user.phone, new)
    give("000000", helper)
    assert queries.user_by_phone(new) is None


def test_who_lost_the_right_meanwhile_cannot_finish(app, give, code_for, db):
    official = make_official(permissions.CHANGE_PHONE)
    visitor, user, new = app.test_client(), make_user(), make_phone()
    sign_in(visitor, official)
    at_counter(visitor, user.phone, new)
    official.rights.clear()
    db.session.commit()
    assert give(code_for(new), visitor).status_code == 403
    assert queries.user_by_phone(new) is None


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("0900 000 999", "0900 000 998", "lost"),
        ("abc", "0900 000 998", "lost"),
        ("known", "abc", "lost"),
        ("known", "0900 000 998", "because"),
        ("official", "0900 000 998", "lost"),
    ],
)
def test_it_says_what_is_wrong_at_the_counter(helper, old, new, reason):
    known = {"known": make_user().phone, "official": make_official().phone}
    assert at_counter(helper, known.get(old, old), new, reason).status_code == 422
