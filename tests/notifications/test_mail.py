"""Mail to officials: chosen, confirmed, sent to a real server, ended with one tap."""

import re
import ssl
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from types import SimpleNamespace

import pytest
import trustme
from sqlalchemy import select

from app.accounts import erasing, permissions
from app.core import clock as moment
from app.core import outbox as work
from app.core.config import ConfigurationError
from app.notifications.mail import sending, smtp
from app.notifications.mail.models import MailAddress
from app.service_requests.clock import jobs
from app.service_requests.record import COMPLAINT
from app.service_requests.routing import sealing
from tests.factories import service_requests as make
from tests.factories.accounts import make_official
from tests.sinks import mail_sink

# What is late is mailed in working hours only, whatever day `CLOCK` names.
pytestmark = [pytest.mark.loopback, pytest.mark.one_database, pytest.mark.own_day]
ADDRESS = "can.bo@coquan.invalid"
PAGE = "/can-bo/thu"


@pytest.fixture
def mailbox(app, monkeypatch):
    """A mail server to which the app's mails go."""
    with mail_sink.running() as (found, url):
        config = replace(app.config["SETTINGS"], smtp_url=url, mail_from="bao@tinh.invalid")
        monkeypatch.setitem(app.config, "SETTINGS", config)
        yield found


def address_of(user, **values):
    """An address that was confirmed."""
    found = MailAddress(user=user, morning=True, late=True)
    found.change(ADDRESS, moment.now())
    found.confirmed_at = moment.now()
    for name, value in values.items():
        setattr(found, name, value)
    make.db.session.add(found)
    make.db.session.flush()
    return found


def late_one(official, **given):
    report = make.service_request("accepted", agency=official.rights[0].agency, **given)
    report.assignee = official
    report.answer_by = report.promise.answer_by = moment.now() - timedelta(hours=1)
    make.db.session.flush()
    return report


def path_in(message):
    return re.search(r"https?://[^/\s]+(/thu/\S+)", message.get_content())[1]


def test_an_address_is_chosen_confirmed_and_left_from_a_mail(
    login_as, client, offices, mailbox, outbox
):
    visitor = login_as(offices.handler)
    visitor.post(PAGE, data={"address": ADDRESS, "morning": "1"})
    outbox.drain()
    (asked,) = mailbox.messages
    assert asked["To"] == ADDRESS and "List-Unsubscribe" not in asked
    kept = make.db.session.scalars(select(MailAddress)).one()
    assert not kept.wants("morning")
    page = client.get(path_in(asked)).text
    assert f"{path_in(asked)}/xac-nhan" in page
    client.post(f"{path_in(asked)}/xac-nhan")
    make.db.session.expire_all()
    assert kept.wants("morning") and not kept.wants("late")
    # as a mail program does it: no cookie, no token of a form
    assert client.post(path_in(asked), data={"List-Unsubscribe": "One-Click"}).status_code == 200
    make.db.session.expire_all()
    assert not kept.wants("morning")


def test_looking_at_the_link_changes_nothing(client, offices, mailbox):
    found = address_of(offices.handler, confirmed_at=None)
    make.db.session.commit()
    assert client.get(f"/thu/{found.token}").status_code == 200
    make.db.session.expire_all()
    assert found.confirmed_at is None and found.morning
    assert client.get("/thu/khong-co").status_code == 404
    one_click = {"List-Unsubscribe": "One-Click"}
    assert client.post("/thu/khong-co", data=one_click).status_code == 404
    assert client.post(f"/thu/{found.token}").status_code == 400 and found.morning


def test_a_new_address_is_confirmed_anew_and_old_links_end(login_as, client, offices, mailbox):
    found = address_of(offices.handler)
    make.db.session.commit()
    before = found.token
    login_as(offices.handler).post(PAGE, data={"address": "moi@coquan.invalid", "late": "1"})
    make.db.session.expire_all()
    assert found.confirmed_at is None and found.address == "moi@coquan.invalid"
    assert client.get(f"/thu/{before}").status_code == 404


@pytest.mark.parametrize(
    "typed",
    [
        "khong", "a@b", "a b@c.vn", "a@b.vn\r\nBcc: x@y.vn", "a@b.vn,c@d.vn", "nguyễn@b.vn",
        "a..b@c.vn", ".a@b.vn", "a.@b.vn", "=?utf-8?q?x?=@b.vn", f"{'a' * 65}@b.vn",
    ],
)  # fmt: skip
def test_what_is_no_address_is_said_and_kept_as_typed(login_as, offices, mailbox, typed):
    answer = login_as(offices.handler).post(PAGE, data={"address": typed})
    assert answer.status_code == 422 and 'id="address-error"' in answer.text
    assert make.db.session.scalar(select(MailAddress)) is None


def test_an_empty_address_ends_all(login_as, offices, mailbox):
    address_of(offices.handler)
    make.db.session.commit()
    login_as(offices.handler).post(PAGE, data={"address": ""})
    assert make.db.session.scalar(select(MailAddress)) is None


def test_citizens_have_no_such_page(login_as, db):
    from tests.factories.accounts import make_user

    assert login_as(make_user()).get(PAGE).status_code == 403


def test_a_morning_says_figures_and_codes_and_nothing_else(db, offices, mailbox, outbox, clock):
    clock.move_to(moment.now().replace(hour=0, minute=45))  # 07:45 in Viet Nam, a Thursday
    address_of(offices.lead)
    late = late_one(offices.lead, description="Chuyện riêng của ông Thử")
    sealed = late_one(offices.lead)
    sealing.seal(sealed, make.official_actor(offices.office), moment.now(), COMPLAINT)
    jobs.escalate(moment.now())
    outbox.drain()
    (message,) = [each for each in mailbox.messages if "Sáng nay" in each["Subject"]]
    words = message.get_content()
    assert late.code in words and sealed.code not in words
    assert "riêng" not in words and late.service.service_name not in words
    assert message.get_content_type() == "text/plain"
    assert message["Subject"].endswith("Sáng nay: quá hạn 1, đến hạn hôm nay 0")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Unsubscribe"].strip("<>").endswith(path_in(message))
    assert message["Auto-Submitted"] == "auto-generated"


def test_a_morning_comes_once_and_not_where_nothing_waits(db, offices, mailbox, outbox, clock):
    clock.move_to(moment.now().replace(hour=0, minute=45))
    address_of(offices.handler)
    address_of(offices.colleague, token_hash="x" * 64)
    late_one(offices.handler)
    for _ in range(2):
        jobs.escalate(moment.now())
        outbox.drain()
    assert sum("Sáng nay" in each["Subject"] for each in mailbox.messages) == 1


def test_what_becomes_late_is_mailed_once(db, offices, mailbox, outbox):
    address_of(offices.handler, morning=False)
    late = late_one(offices.handler)
    late.watch(moment.now())
    for _ in range(2):
        jobs.escalate(moment.now())
        outbox.drain()
    (message,) = mailbox.messages
    assert late.code in message.get_content() and "quá hạn: 1" in message["Subject"]


def test_nothing_comes_in_quiet_hours(db, offices, mailbox, outbox, clock):
    clock.move_to(moment.now().replace(hour=16))  # 23:00 in Viet Nam
    found = address_of(offices.handler)
    sending.write(found, sending.LATE, moment.now(), {"late": 1}, {"late": ["LC-1"]})
    make.db.session.commit()
    outbox.drain()
    assert mailbox.messages == []
    clock.shift(timedelta(hours=7, minutes=1))
    outbox.drain()
    assert len(mailbox.messages) == 1


@pytest.mark.parametrize("gone", ["unconfirmed", "disabled", "without rights", "unwanted", "old"])
def test_who_may_not_get_it_any_more_gets_nothing(db, offices, mailbox, outbox, clock, gone):
    found = address_of(offices.handler)
    sending.write(found, sending.LATE, moment.now(), {"late": 1})
    if gone == "unconfirmed":
        found.confirmed_at = None
    elif gone == "disabled":
        offices.handler.disable(moment.now())
    elif gone == "without rights":
        offices.handler.rights.clear()
    elif gone == "unwanted":
        found.late = False
    else:
        clock.shift(sending.WORTH + timedelta(minutes=1))
    make.db.session.commit()
    outbox.drain()
    assert mailbox.messages == [] and outbox.jobs() == []


def test_a_server_that_says_later_is_asked_again_and_a_refused_mailbox_is_told(
    login_as, offices, mailbox, outbox, clock
):
    found = address_of(offices.handler)
    sending.write(found, sending.LATE, moment.now(), {"late": 1})
    make.db.session.commit()
    mailbox.answer = "451 try later"
    outbox.drain(failing=True)
    (job,) = outbox.jobs()
    assert job.attempts == 1 and job.failed_at is None
    mailbox.answer = "550 no such user"
    clock.shift(timedelta(minutes=2))
    outbox.drain(failing=True)
    (job,) = outbox.jobs()
    assert job.failed_at is not None and "550" in job.last_error and ADDRESS not in job.last_error
    make.db.session.expire_all()
    assert found.refused_at is not None
    assert "banner late" in login_as(offices.handler).get(PAGE).text
    mailbox.answer = "250 OK"
    make.db.session.delete(job)
    sending.write(found, sending.LATE, moment.now(), {"late": 1})
    make.db.session.commit()
    outbox.drain()
    make.db.session.expire_all()
    assert found.refused_at is None


def test_a_server_that_is_away_leaves_the_mail_waiting(app, db, offices, outbox, monkeypatch):
    config = replace(app.config["SETTINGS"], smtp_url="smtp://127.0.0.1:9", mail_from="a@b.vn")
    monkeypatch.setitem(app.config, "SETTINGS", config)
    sending.write(address_of(offices.handler), sending.LATE, moment.now(), {"late": 1})
    make.db.session.commit()
    outbox.drain(failing=True)
    (job,) = outbox.jobs()
    assert 0 < job.attempts < work.MAX_ATTEMPTS and job.failed_at is None


def test_nothing_is_said_to_a_distant_server_before_the_line_is_encrypted(
    mailbox, monkeypatch, app
):
    monkeypatch.setattr(smtp.Server, "must_encrypt", True)
    message = EmailMessage()
    message["To"], message["From"] = ADDRESS, "bao@tinh.invalid"
    with pytest.raises(smtp.NotSent):
        smtp.Server.read(app.config["SETTINGS"].smtp_url).send(message)
    assert mailbox.calls == 0


def test_a_line_is_encrypted_where_the_server_can(monkeypatch):
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    monkeypatch.setattr(smtp.Server, "must_encrypt", True)
    monkeypatch.setattr(smtp.ssl, "create_default_context", lambda: trusting)
    message = EmailMessage()
    message["To"], message["From"] = ADDRESS, "bao@tinh.invalid"
    message.set_content("Chữ Việt")
    with mail_sink.running(context) as (mailbox, url):
        smtp.Server.read(url).send(message)
    assert mailbox.messages[0].get_content().strip() == "Chữ Việt"


def test_an_erased_officials_address_is_gone(db, offices):
    user = make_official(permissions.HANDLE, agency=offices.office)
    address_of(user)
    user.rights.clear()
    make.db.session.flush()
    erasing.erase(user, moment.now())
    assert make.db.session.scalar(select(MailAddress)) is None


def test_neither_address_nor_secret_stands_plain_in_the_database(db, offices, outbox):
    found = address_of(offices.handler)
    sending.write(found, sending.LATE, moment.now(), {"late": 1})
    make.db.session.commit()
    row = db.session.execute(select(MailAddress.__table__)).mappings().one()
    kept = repr(dict(row)) + repr([job.payload for job in outbox.jobs()])
    assert ADDRESS not in kept and found.token not in kept


@pytest.mark.parametrize(
    ("url", "sender"),
    [("http://x", "a@b.vn"), ("smtp://", "a@b.vn"), ("smtp://x", ""), ("smtp://x", "khong")],
)
def test_a_mail_server_that_cannot_work_starts_nothing(url, sender):
    with pytest.raises(ConfigurationError):
        sending.check(SimpleNamespace(smtp_url=url, mail_from=sender))
