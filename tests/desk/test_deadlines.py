"""The calendar of deadlines: a week as a page, and by a secret link that can be ended."""

from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import select

from app.accounts import erasing
from app.core import clock as moment
from app.core import icalendar
from app.core.audit import AuditEntry
from app.service_requests.desk import due
from app.service_requests.models import CalendarLink
from app.service_requests.record import COMPLAINT
from app.service_requests.routing import sealing
from tests.desk.test_inbox import codes_in
from tests.factories import service_requests as make

PAGE = "/can-bo/lich-han"


def due_in(report, days: int):
    """Let the report be due that many days from now."""
    report.answer_by = report.promise.answer_by = moment.now() + timedelta(days=days)
    return report


def make_link(visitor, **values) -> str:
    """Make a link; gives its path."""
    page = visitor.post(f"{PAGE}/duong-dan", data=values).text
    return "/lich-han/" + page.split("/lich-han/")[1].split('"')[0]


def unfolded(answer) -> list[str]:
    return answer.text.replace("\r\n ", "").split("\r\n")


def test_a_week_shows_what_is_due_on_which_day_and_nothing_else(login_as, offices):
    now = due_in(make.service_request("accepted", agency=offices.office), 0)
    later = due_in(make.service_request("accepted", agency=offices.office), 7)
    due_in(make.service_request("accepted", agency=offices.neighbour), 0)
    due_in(make.service_request("closed", agency=offices.office), 0)
    visitor = login_as(offices.handler)
    page = visitor.get(PAGE).text
    assert codes_in(page) == [now.code]
    assert page.count('class="day') == 7
    week = (moment.now() + timedelta(days=7)).date().isoformat()
    assert codes_in(visitor.get(f"{PAGE}?tuan={week}").text) == [later.code]
    assert visitor.get(f"{PAGE}?tuan=9999-12-31").status_code == 200


def test_ones_own_deadlines_are_those_of_what_one_was_given(login_as, offices):
    mine = due_in(make.service_request("accepted", agency=offices.office), 0)
    due_in(make.service_request("accepted", agency=offices.office), 0)
    mine.assignee = offices.handler
    assert codes_in(login_as(offices.handler).get(f"{PAGE}?cua_toi=1").text) == [mine.code]


def test_a_day_with_more_than_fits_leads_to_the_list_of_it(login_as, offices):
    for _ in range(14):
        due_in(make.service_request("accepted", agency=offices.office), 0)
    visitor = login_as(offices.handler)
    page = visitor.get(PAGE).text
    assert "Còn 2 phản ánh nữa" in page
    link = page.split("Còn 2 phản ánh")[0].rsplit('href="', 1)[1].split('"')[0]
    assert len(codes_in(visitor.get(link.replace("&amp;", "&")).text)) == 14


def test_a_full_day_leaves_the_days_after_it_their_rows(login_as, offices, monkeypatch):
    monkeypatch.setattr(due, "A_DAY", 2)
    monday = moment.local(moment.now()).date() + timedelta(days=7)
    monday -= timedelta(days=monday.weekday())
    noon = datetime.combine(monday, time(12), moment.VIETNAM)
    for days, number in ((0, 5), (1, 1), (6, 3)):
        for _ in range(number):
            report = make.service_request("accepted", agency=offices.office)
            report.answer_by = report.promise.answer_by = noon + timedelta(days=days)
    page = login_as(offices.handler).get(f"{PAGE}?tuan={monday}").text
    shown = [len(codes_in(day)) for day in page.split('<section class="day')[1:]]
    assert shown == [2, 1, 0, 0, 0, 0, 2]
    assert "Còn 3 phản ánh nữa" in page
    assert "Còn 1 phản ánh nữa" in page


def test_the_link_gives_a_calendar_to_whoever_has_it_until_it_is_ended(
    client, db, login_as, offices
):
    report = due_in(make.service_request("accepted", agency=offices.office), 2)
    private = make.service(private_by_default=True, name="An ninh")
    hidden = due_in(make.service_request("accepted", agency=offices.office, service=private), 3)
    visitor = login_as(offices.handler)
    address = make_link(visitor)
    answer = client.get(address)
    lines = unfolded(answer)
    assert answer.headers["Content-Type"] == icalendar.TYPE
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines.count("BEGIN:VEVENT") == 2
    assert f"UID:{report.code}@deadlines" in lines
    assert f"DTSTART:{report.due_at:%Y%m%dT%H%M%SZ}" in lines
    summaries = [line for line in lines if line.startswith("SUMMARY")]
    assert report.place.name in summaries[0]
    assert summaries[1].endswith(hidden.code)  # nothing more of what is private
    assert report.description not in answer.text
    again = make_link(visitor)
    assert client.get(address).status_code == 404
    assert client.get(again).status_code == 200
    visitor.post(f"{PAGE}/duong-dan/ket-thuc")
    assert client.get(again).status_code == 404
    acts = db.session.scalars(
        select(AuditEntry.verb).where(AuditEntry.verb.like("calendar%")).order_by(AuditEntry.id)
    )
    assert [*acts] == ["calendar_link.make", "calendar_link.end",
                       "calendar_link.make", "calendar_link.end"]  # fmt: skip


def test_the_link_of_who_is_disabled_or_works_on_nothing_opens_nothing(
    client, db, login_as, offices
):
    address = make_link(login_as(offices.handler))
    offices.handler.disable(moment.now())
    assert client.get(address).status_code == 404
    offices.handler.enable()
    (told,) = erasing.export(offices.handler, moment.now())["calendar_links"]
    assert told["created_at"]
    assert client.get(address).status_code == 200
    offices.handler.rights.clear()
    assert client.get(address).status_code == 404
    assert db.session.scalars(select(CalendarLink.token_hash)).one() not in address


def test_what_is_sealed_is_in_no_calendar(client, login_as, offices):
    report = due_in(make.service_request("accepted", agency=offices.office), 0)
    report.assignee = offices.handler
    links = {each: make_link(login_as(each), cua_toi="1" if each is offices.handler else "")
             for each in (offices.handler, offices.lead, offices.operator)}  # fmt: skip
    assert all(report.code in client.get(each).text for each in links.values())
    sealing.seal(report, make.official_actor(offices.office), moment.now(), COMPLAINT)
    for person, link in links.items():
        assert report.code not in client.get(link).text
        assert report.code not in login_as(person).get(PAGE).text


@pytest.mark.one_database
def test_long_lines_are_folded_between_letters_and_signs_are_escaped():
    line = "SUMMARY:" + "Đường, " * 20
    pieces = icalendar.folded(line).split("\r\n")
    assert all(len(piece.encode()) <= 75 for piece in pieces)
    assert "".join([pieces[0], *(piece[1:] for piece in pieces[1:])]) == line
    event = icalendar.Event("1", moment.now(), "a;b,c\nd\\", "", "http://x")
    assert "SUMMARY:a\\;b\\,c\\nd\\\\\r\n" in icalendar.written("x", [event], moment.now())
