"""Entries that a confirmed business keeps: proposed, looked at by the office, checked, given up."""

from datetime import timedelta
from itertools import product

import pytest
from sqlalchemy import select

from app.core import clock
from app.core.db import db
from app.core.errors import InvalidTransition, StaleVersion
from app.directory import jobs, keeping
from app.directory.models import DirectoryEntry
from app.directory.owners import models, proposing
from app.directory.owners.models import LIFE, DirectoryProposal
from app.notifications.models import Notification
from tests.factories import directory as make
from tests.factories.accounts import make_user
from tests.factories.market import make_shop

TO = {"send": "waiting", "accept": "accepted", "refuse": "refused", "withdraw": "withdrawn"}


@pytest.fixture
def seller(app):
    return make_user("Người Bán Thử")


@pytest.fixture
def shop(office, seller):
    return make_shop(seller, commune=office.place, name="Hợp tác xã Mẫu")


@pytest.fixture
def keeper(office):
    return make.keeper(office)


def said(**more):
    return {"ten": "Nhà sàn Mẫu", "dien_thoai": "0900 000 210", "gio": "24/7", **more}


def the_proposal():
    db.session.expire_all()
    return db.session.scalars(select(DirectoryProposal)).one()


def told(user):
    rows = select(Notification).where(Notification.user_id == user.id).order_by(Notification.id)
    return [each.kind for each in db.session.scalars(rows)]


@pytest.mark.parametrize(("status", "verb"), [*product(DirectoryProposal.statuses, TO)])
def test_every_verb_from_every_status(status, verb):
    row = DirectoryProposal(status=status, version=1)
    if verb == "send" or status == "waiting":
        LIFE.move(row, verb)
        assert (row.status, row.version) == (TO[verb], 2)
    else:
        with pytest.raises(InvalidTransition):
            LIFE.move(row, verb)


def test_a_new_entry_stands_there_once_the_office_said_yes(login_as, client, shop, seller, keeper):
    make.kind()
    db.session.commit()
    own = login_as(seller)
    assert "/danh-ba/cua-toi" in own.get(f"/cho-so/ban/{shop.slug}").text
    assert "Homestay" in own.get("/danh-ba/cua-toi").text
    url = f"/danh-ba/cua-toi/moi/{shop.code}/homestay"
    assert "Hợp tác xã Mẫu" in own.get(url).text
    assert own.post(url, data=said(gio="lúc nào cũng được")).status_code == 422
    assert own.post(url, data=said(**{"f-price": "120.000 ₫"})).status_code == 303
    assert db.session.scalar(select(DirectoryEntry.id)) is None
    assert "Nhà sàn Mẫu" in own.get("/danh-ba/cua-toi").text
    desk = login_as(keeper)
    assert "Nhà sàn Mẫu" in desk.get("/can-bo/danh-ba/de-nghi").text
    found = the_proposal()
    page = desk.get(f"/can-bo/danh-ba/de-nghi/{found.code}").text
    assert "120.000 ₫" in page and "Hợp tác xã Mẫu" in page
    yes = {"version": found.version}
    assert desk.post(f"/can-bo/danh-ba/de-nghi/{found.code}/duyet", data=yes).status_code == 303
    entry = db.session.scalars(select(DirectoryEntry)).one()
    assert (entry.business_code, entry.values) == (shop.code, {"price": "120.000 ₫"})
    assert told(keeper) == ["directory-proposal"] and told(seller) == ["directory-decided"]
    page = client.get(f"/danh-ba/{entry.code}").text
    assert "Hợp tác xã Mẫu" in page and f"/cho-so/{shop.slug}" in page
    assert f"/danh-ba/{entry.code}" in client.get(f"/cho-so/{shop.slug}").text


def test_the_old_words_stand_until_the_office_looked(
    login_as, client, office, shop, seller, keeper
):
    entry = make.of_business(shop, office, phones="0900 000 211")
    db.session.commit()
    own, url = login_as(seller), f"/danh-ba/{entry.code}/cua-toi"
    form = said(ten=entry.name, version=entry.version)
    assert own.post(url, data=form).status_code == 303
    assert "0900 000 211" in client.get(f"/danh-ba/{entry.code}").text
    assert "0900 000 210" in own.get(url).text, "what waits is what one goes on with"
    first = the_proposal().version
    own.post(url, data={**form, "dien_thoai": "0900 000 212"})
    desk, found = login_as(keeper), the_proposal()
    at = f"/can-bo/danh-ba/de-nghi/{found.code}"
    page = desk.get(at).text
    assert "0900 000 211" in page and "<b>0900 000 212</b>" in page
    late = desk.post(f"{at}/duyet", data={"version": first})
    assert late.status_code == 409, "other words came meanwhile"
    assert desk.post(f"{at}/tu-choi", data={"version": found.version}).status_code == 422
    assert desk.post(f"{at}/duyet", data={"version": found.version}).status_code == 303
    page = client.get(f"/danh-ba/{entry.code}").text
    assert "0900 000 212" in page and "0900 000 211" not in page
    again = desk.post(f"{at}/tu-choi", data={"version": found.version + 1, "vi_sao": "Muộn"})
    assert again.status_code == 409, "the first of two answers counts"


def test_what_is_refused_says_why_and_may_be_sent_again(login_as, office, shop, seller, keeper):
    entry = make.of_business(shop, office)
    found = make.proposal(shop, entry)
    db.session.commit()
    desk, why = login_as(keeper), {"version": found.version, "vi_sao": "Tên chưa đúng giấy phép"}
    desk.post(f"/can-bo/danh-ba/de-nghi/{found.code}/tu-choi", data=why)
    own = login_as(seller)
    assert "Tên chưa đúng giấy phép" in own.get("/danh-ba/cua-toi").text
    form = said(ten="Tên đúng", version=entry.version)
    own.post(f"/danh-ba/{entry.code}/cua-toi", data=form)
    found = the_proposal()
    assert (found.status, found.why, found.title) == ("waiting", "", "Tên đúng")
    assert own.post(f"/danh-ba/cua-toi/{found.code}/rut").status_code == 303
    assert the_proposal().status == "withdrawn"
    same = keeping_form(entry)
    assert own.post(f"/danh-ba/{entry.code}/cua-toi", data=same).status_code == 422


def keeping_form(entry):
    return {"ten": entry.name, "version": entry.version}


def test_an_entry_is_claimed_and_let_go(login_as, client, office, shop, seller, keeper):
    entry = make.entry(office, "Nhà sàn Cũ", "homestay")
    post = make.entry(office, "Công an Mẫu", "police")
    db.session.commit()
    assert f"/danh-ba/{entry.code}/nhan" in client.get(f"/danh-ba/{entry.code}").text
    assert "/nhan" not in client.get(f"/danh-ba/{post.code}").text
    own = login_as(seller)
    assert own.post(f"/danh-ba/{post.code}/nhan", data={"co_so": shop.code}).status_code == 403
    assert own.post(f"/danh-ba/{entry.code}/nhan", data={"co_so": ""}).status_code == 422
    assert own.post(f"/danh-ba/{entry.code}/nhan", data={"co_so": "?"}).status_code == 404
    assert own.post(f"/danh-ba/{entry.code}/nhan", data={"co_so": shop.code}).status_code == 303
    assert own.get(f"/danh-ba/{entry.code}/cua-toi").status_code == 403
    desk, found = login_as(keeper), the_proposal()
    desk.post(f"/can-bo/danh-ba/de-nghi/{found.code}/duyet", data={"version": found.version})
    assert login_as(seller).get(f"/danh-ba/{entry.code}/cua-toi").status_code == 200
    desk = login_as(keeper)
    assert "Hợp tác xã Mẫu" in desk.get(f"/can-bo/danh-ba/{entry.code}").text
    desk.post(f"/can-bo/danh-ba/{entry.code}/bo-chu")
    assert login_as(seller).get(f"/danh-ba/{entry.code}/cua-toi").status_code == 403


def test_its_owner_is_reminded_and_checks_it_but_clears_no_fault(
    login_as, client, office, shop, seller, keeper
):
    entry = make.of_business(shop, office)
    db.session.commit()
    client.post(f"/danh-ba/{entry.code}/bao-sai", data={"sai": "phone"})
    assert told(seller) == ["directory-own-fault"] and told(keeper) == ["directory-fault"]
    later = clock.now() + timedelta(days=entry.kind.check_days)
    assert jobs.remind(later) == 1
    assert told(seller)[-1] == "directory-own-check" and "directory-check" not in told(keeper)
    db.session.commit()
    own = login_as(seller)
    assert own.post(f"/danh-ba/{entry.code}/cua-toi/dung").status_code == 303
    db.session.expire_all()
    assert entry.checked_by_owner and len(entry.faults) == 1
    page = client.get(f"/danh-ba/{entry.code}").text
    assert f"{shop.name}" in page.split("icon-check")[-1] or shop.name in page
    keeping.check(entry, make.Actor("official", None, office.id), clock.now())
    assert not entry.checked_by_owner and entry.faults == []


def test_a_shop_confirmed_no_longer_keeps_nothing(login_as, office, shop, seller, keeper):
    entry = make.of_business(shop, office)
    found = make.proposal(shop, entry)
    shop.do("unconfirm", clock.now())
    db.session.commit()
    own = login_as(seller)
    assert own.get("/danh-ba/cua-toi").status_code == 403
    assert own.get(f"/danh-ba/{entry.code}/cua-toi").status_code == 403
    later = clock.now() + timedelta(days=entry.kind.check_days)
    jobs.remind(later)
    assert told(keeper)[-1] == "directory-check", "its office is reminded again"
    db.session.commit()
    desk = login_as(keeper)
    at = f"/can-bo/danh-ba/de-nghi/{found.code}"
    answer = desk.post(f"{at}/duyet", data={"version": found.version})
    assert answer.status_code == 422 and "xác nhận" in answer.text


def test_nobody_decides_for_their_own_business(login_as, office, keeper):
    shop = make_shop(keeper, commune=office.place)
    entry = make.of_business(shop, office)
    found = make.proposal(shop, entry)
    db.session.commit()
    desk = login_as(keeper)
    at = f"/can-bo/danh-ba/de-nghi/{found.code}"
    assert desk.get(at).status_code == 403
    assert desk.post(f"{at}/duyet", data={"version": found.version}).status_code == 403


def test_what_was_said_is_kept_whole(office, shop):
    before = keeping.Said("Nhà sàn", commune=office.place, phones="115", hours="24/7",
                          values={"price": "1"}, point=(21.7, 104.9))  # fmt: skip
    assert proposing.as_said(proposing.as_kept(before), None) == before
    assert set(models.WHAT) == {"new", "claim", "change"}


def test_a_decision_is_made_on_what_was_on_the_screen(office, shop):
    found = make.proposal(shop, make.of_business(shop, office))
    with pytest.raises(StaleVersion):
        proposing.accept(found, 0, make.Actor("official", None, office.id), clock.now())
