"""Plans: published, replaced, taken back; found; painted for phones; commented on."""

import pytest
from sqlalchemy import select

from app.accounts import permissions as may
from app.core import clock as core_clock
from app.core.db import db
from app.core.errors import DomainError
from app.core.lifecycle import InvalidTransition
from app.media import page_decoding
from app.media.models import Attachment
from app.media.storage import store
from app.notifications.models import Notification
from app.planning import consulting, keeping
from app.planning.consulting import Period
from app.planning.keeping import Said
from app.planning.models import LIFE, STATUSES, Plan, PlanVersion
from app.surveys import making
from app.surveys.models import Survey
from tests.factories import planning as make
from tests.factories.accounts import make_agency, make_official, viewer_of
from tests.factories.directory import office as make_office
from tests.factories.media import paper
from tests.factories.places import make_commune
from tests.media.uploads import upload
from tests.service_requests import citizen

pytestmark = pytest.mark.one_database


@pytest.fixture
def office(app):
    return make_office(make_commune("Xã Mậu A Thử"))


def send(visitor, url, content=None, **said):
    data = citizen.MultiDict(said)
    if content is not None:
        data.add("paper", upload(content, "qh.pdf"))
    return visitor.post(url, **citizen.multipart(data))


def only(model=PlanVersion):
    return db.session.scalars(select(model)).one()


VERBS = {
    "edit": {"prepared"},
    "propose": {"prepared"},
    "publish": {"prepared"},
    "replace": {"in_force", "proposed"},
    "restore": {"replaced"},
    "withdraw": {"prepared", "proposed", "in_force", "replaced"},
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("status", STATUSES)
def test_each_verb_leads_from_its_states_alone(verb, status):
    version = PlanVersion(status=status)
    if status in VERBS[verb]:
        LIFE.require(version, verb)
    else:
        with pytest.raises(InvalidTransition):
            LIFE.require(version, verb)


def test_an_office_sends_a_plan_looks_at_it_and_publishes_it(
    login_as, client, office, outbox, media_folder
):
    desk, url = login_as(make.keeper(office)), f"/can-bo/quy-hoach/moi/{office.code}"
    db.session.commit()
    said = {"ten": "Khu dân cư Đồng Tâm", "loai": "zone", "so": make.NUMBER, "ngay": "2026-03-02",
            "chu_giai": "ODT: đất ở tại đô thị\nNét đỏ"}  # fmt: skip
    refused = send(desk, url, b"<svg/>", **said)
    assert refused.status_code == 422 and "không phải là tệp PDF" in citizen.words(refused)
    assert "Khu dân cư Đồng Tâm" in refused.text and not db.session.scalars(select(Plan)).all()
    assert "Chọn tệp PDF" in citizen.words(send(desk, url, **said))
    answer = send(desk, url, make.pdf(make.A4, make.A1), **said)
    plan = only(Plan)
    assert answer.location == f"/can-bo/quy-hoach/{plan.code}"
    assert client.get(f"/quy-hoach/{plan.code}").status_code == 404
    assert plan.title not in client.get("/quy-hoach").text
    outbox.drain()
    assert [(each.page, each.part) for each in only().pictures] == [
        (0, 0), (1, 0), (1, 1), (1, 2), (1, 3), (1, 4)]  # fmt: skip
    assert only().painted_at is not None
    preview = desk.get(f"/can-bo/quy-hoach/{plan.code}/1/xem").text
    assert preview.count("<img") == 6
    thing = only().pictures[0].thing
    seen = f"/can-bo/quy-hoach/{plan.code}/1/tep/{thing.code}-medium"
    assert desk.get(seen).mimetype == "image/webp" and client.get(seen).status_code == 303

    publish = f"/can-bo/quy-hoach/{plan.code}/1/cong-bo"
    assert send(desk, publish, version="0").status_code == 409
    send(desk, publish, version=str(plan.version))
    page = client.get(f"/quy-hoach/{plan.code}")
    for words in (make.NUMBER, "đất ở tại đô thị", "Nét đỏ", office.name, "Xã Mậu A Thử"):
        assert words in page.text
    assert client.get(f"/quy-hoach/{plan.code}/1/van-ban.pdf").mimetype == "application/pdf"
    picture = f"/quy-hoach/{plan.code}/1/trang/{thing.code}-large.webp"
    assert client.get(picture).mimetype == "image/webp"


def test_the_code_on_the_board_leads_to_the_newest_version_and_says_what_it_replaced(
    client, login_as, office
):
    plan = make.published(office)
    db.session.commit()
    board = login_as(make.keeper(office)).get(f"/can-bo/quy-hoach/{plan.code}/bien").text
    address = f"/qh/{plan.code}"
    assert address in board and 'class="qr"' in board
    assert client.get(address).location == f"/quy-hoach/{plan.code}"
    make.replaced(plan)
    db.session.commit()
    newest = citizen.words(client.get(address, follow_redirects=True))
    assert "45/QĐ-UBND" in newest and "Bản này thay 12/QĐ-UBND, 02/03/2026" in newest
    earlier = citizen.words(client.get(f"/quy-hoach/{plan.code}/1"))
    assert "không phải bản mới nhất" in earlier and "45/QĐ-UBND" in earlier
    assert client.get(f"/quy-hoach/{plan.code}/3").status_code == 404


def test_one_taken_back_leaves_its_reason_and_what_held_before_holds_again(
    client, office, outbox, media_folder
):
    plan = make.published(office)
    second, by, now = make.replaced(plan), make.by(office), core_clock.now()
    with pytest.raises(DomainError):
        keeping.withdraw(second, "", by, now)
    keeping.withdraw(second, "Tệp có tên chủ hộ", by, now)
    db.session.commit()
    outbox.drain()
    page = citizen.words(client.get(f"/quy-hoach/{plan.code}"))
    assert "12/QĐ-UBND" in page and "Đang có hiệu lực" in page
    assert "Tệp có tên chủ hộ" in client.get(f"/quy-hoach/{plan.code}/2").text
    assert client.get(f"/quy-hoach/{plan.code}/2/van-ban.pdf").status_code == 404
    assert [each.id for each in db.session.scalars(select(Attachment))] == [
        plan.versions[1].paper_id]  # fmt: skip
    keeping.withdraw(plan.versions[1], "Sai bản", by, now)
    db.session.commit()
    assert plan.title not in client.get("/quy-hoach").text
    assert "Sai bản" in client.get(f"/quy-hoach/{plan.code}/1").text
    assert plan.newest is plan.versions[1]


def test_a_decision_without_number_or_of_a_later_day_does_not_hold(office):
    by, now = make.by(office), core_clock.now()
    for said in ({"number": ""}, {"decided_on": None}, {"decided_on": make.DAY.replace(year=2099)}):
        version = make.prepared(office, **said).versions[0]
        with pytest.raises(DomainError):
            keeping.publish(version, by, now)
    with pytest.raises(DomainError, match="đang được chuẩn bị|being prepared"):
        keeping.add_version(version.plan, Said(), paper(), by, now)


def test_plans_are_found_by_words_without_marks_kind_and_place(client, office):
    there = make_commune("Xã Thượng Bằng La Thử")
    here = make.published(office, "Quy hoạch chi tiết khu Đồng Tâm")
    all_over = make.published(make_agency(), "Quy hoạch sử dụng đất tỉnh", kind="land")
    make.published(make_office(there), "Khu tái định cư")
    db.session.commit()

    def found(**asked):
        page = client.get("/quy-hoach", query_string=asked).text
        return {each.title for each in (here, all_over) if each.title in page}

    assert found(q="dong tam") == {here.title} and found(q="12 qd ubnd") == {
        here.title,
        all_over.title,
    }
    assert found(loai="land") == {all_over.title} and found(loai="xyz") == found()
    assert found(noi=office.place.code) == {here.title, all_over.title}
    assert found(noi=there.code) == {all_over.title}
    assert found(xa="mau a thu") == {here.title, all_over.title} and found(xa="khong co") == set()
    assert f"/quy-hoach/{here.code}" in client.get("/tim?q=dong tam").text


def test_a_draft_opens_a_consultation_that_somebody_else_opens(login_as, client, office):
    keeper, editor = make.keeper(office), make_official(may.PUBLISH_NEWS, agency=office)
    plan = make.prepared(office, number="", decided_on=None)
    db.session.commit()
    url = f"/can-bo/quy-hoach/{plan.code}/1/lay-y-kien"
    desk = login_as(keeper)
    assert send(desk, url).status_code == 422
    assert send(desk, url, den_ngay="2020-01-01").status_code == 422
    send(desk, url, den_ngay="2026-12-20", diem="Mở đường\nKhu chợ")
    survey = only(Survey)
    assert [each.line for each in survey.questions[:2]] == ["Mở đường", "Khu chợ"]
    assert [each.place for each in survey.places] == [office.place]
    told = select(Notification.user_id).where(Notification.kind == "survey-review")
    assert db.session.scalars(told).all() == [editor.id]
    page = citizen.words(client.get(f"/quy-hoach/{plan.code}"))
    assert "Dự thảo" in page and "Góp ý" not in page

    making.publish(survey, viewer_of(editor).actor(office), core_clock.now())
    db.session.commit()
    page = client.get(f"/quy-hoach/{plan.code}")
    desk.post(f"/can-bo/quy-hoach/{plan.code}/1/rut", data={"ly_do": "Sai tỷ lệ"})
    db.session.expire_all()
    assert not only(Survey).is_open(core_clock.now())
    assert f"/khao-sat/{survey.code}" in page.text and "Góp ý cho dự thảo" in citizen.words(page)


def test_a_draft_is_replaced_by_the_decision_and_only_one_is_out(office):
    plan, by, now = (
        make.prepared(office, number="", decided_on=None),
        make.by(office),
        core_clock.now(),
    )
    last = core_clock.local(now).date().replace(month=12, day=20)
    consulting.propose(plan.versions[0], Period(last), by, now)
    assert plan.newest is plan.versions[0] and plan.in_force is None
    second = keeping.add_version(plan, Said(), paper(), by, now)
    with pytest.raises(DomainError):
        consulting.propose(second, Period(last), by, now)
    keeping.change(second, keeping.Head("zone", plan.title, office.place),
                   Said("9/QĐ-UBND", make.DAY), None, by, now)  # fmt: skip
    keeping.publish(second, by, now)
    assert [each.status for each in plan.versions] == ["in_force", "replaced"]
    keeping.withdraw(second, "Nhầm", by, now)
    assert plan.versions[1].status == "replaced"  # a draft never held


def test_another_pdf_takes_the_place_of_the_first_before_anybody_read_it(
    login_as, office, outbox, media_folder
):
    desk, plan = login_as(make.keeper(office)), make.prepared(office)
    db.session.commit()
    first, url = plan.versions[0].paper_id, f"/can-bo/quy-hoach/{plan.code}/1"
    said = {"ten": "Tên mới", "loai": "general", "so": "1/QĐ", "ngay": "2026-01-02"}
    answer = send(desk, url, make.pdf(), **said)
    assert answer.status_code == 303, citizen.words(answer)
    outbox.drain()
    version = only()
    assert version.paper_id != first and db.session.get(Attachment, first) is None
    assert len(version.pictures) == 1 and version.plan.title == "Tên mới"
    keeping.publish(version, make.by(office), core_clock.now())
    db.session.commit()
    assert send(desk, url, **said).status_code == 409


def test_a_page_that_cannot_be_painted_is_left_out_and_the_next_one_made(
    monkeypatch, office, outbox, media_folder
):
    plan, whole = make.prepared(office), page_decoding.paint
    row = plan.versions[0].paper
    row.pages = 3
    store().write(row.name("pdf"), make.pdf(make.A4, make.A4, make.A4))
    db.session.commit()

    def paint(content, page):
        if page == 1:
            raise page_decoding.Undecodable("damaged")
        return whole(content, page)

    monkeypatch.setattr(page_decoding, "paint", paint)
    outbox.drain()
    assert [each.page for each in only().pictures] == [0, 2] and only().painted_at


def test_strangers_keep_nothing(login_as, client, office):
    plan = make.published(office)
    other, citizen_ = make.keeper(make_office()), make_official(may.HANDLE, agency=office)
    db.session.commit()
    for who in (other, citizen_):
        assert login_as(who).get(f"/can-bo/quy-hoach/{plan.code}").status_code in {403, 404}
    assert client.get("/can-bo/quy-hoach").status_code in {302, 303, 403}
