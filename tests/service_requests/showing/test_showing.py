"""Before and after: picked by a lead, seen by everybody, gone with what it shows."""

import io

import pytest
from PIL import Image

from app.core.db import db as the_db
from app.media.models import SIZES
from app.media.storage import store
from app.service_requests import life
from app.service_requests.models import RequestPhoto, ShownRepair
from app.service_requests.privacy.erasing import erase
from app.service_requests.record import EDITED, HIDDEN
from tests.clocks import NOW
from tests.factories import service_requests as make
from tests.factories.accounts import make_official
from tests.factories.media import photo
from tests.service_requests import citizen

RED, GREEN = (200, 40, 40), (40, 160, 60)


def pictured(colour):
    """A photo whose sizes are there, of one colour."""
    row = photo(size=(1200, 900))
    for size in SIZES:
        content = io.BytesIO()
        Image.new("RGB", row.dimensions(size), colour).save(content, "WEBP")
        store().write(row.name(size), content.getvalue())
    return row


@pytest.fixture
def report(db, offices, media_folder):
    """A repair of the office, with public photos: red before, green after."""
    made = make.service_request(
        life.CLOSED, agency=offices.office, description="Nắp cống vỡ ở ngõ 12"
    )
    make.link_photo(made, pictured(RED), RequestPhoto.REPORT, public=True)
    after = make.link_photo(made, pictured(GREEN), RequestPhoto.REPLY, public=True)
    after.status_change_id = made.changes[-1].id
    return made


@pytest.fixture
def picked(report):
    the_db.session.add(ShownRepair(service_request_id=report.id, picked_at=NOW))
    the_db.session.commit()
    return report


def page_of(report):
    return f"/truoc-va-sau/{report.code}"


def card_of(client, report):
    answer = client.get(f"{page_of(report)}/the.jpg")
    return Image.open(io.BytesIO(answer.data)) if answer.status_code == 200 else None


def hidden(report):
    report.publicity = HIDDEN


def opened_again(report):
    report.status = life.IN_PROGRESS


def withdrawn(report):
    report.resolution = life.WITHDRAWN


def sealed(report):
    report.sealed_kind = "complaint"
    report.refresh_listed()


def erased(report):
    report.publicity, report.public_description = EDITED, "Nắp cống vỡ"
    erase(report, NOW)


def before_not_public(report):
    _link(report, RequestPhoto.REPORT).is_public = False


def after_not_ready(report):
    _link(report, RequestPhoto.REPLY).photo.state = "quarantined"


def _link(report, role):
    found = the_db.session.query(RequestPhoto).filter_by(service_request_id=report.id, role=role)
    return found.one()


def test_a_lead_picks_and_everybody_sees_both_photos_and_the_picture(
    login_as, app, offices, report
):
    lead, stranger = login_as(offices.lead), app.test_client()
    assert stranger.get(page_of(report)).status_code == 404
    desk = f"/can-bo/phan-anh/{report.code}"
    form = citizen.hidden(lead.get(desk).text)
    for _twice in range(2):
        sent = lead.post(f"{desk}/truoc-va-sau", data=form)
        assert sent.status_code == 303
    assert the_db.session.query(ShownRepair).count() == 1

    listed = stranger.get("/truoc-va-sau").text
    assert "Nắp cống vỡ ở ngõ 12" in listed
    assert f'href="{page_of(report)}"' in listed
    page = stranger.get(page_of(report)).text
    assert f'og:image" content="http://localhost{page_of(report)}/the.jpg"' in page
    answer = stranger.get(f"{page_of(report)}/the.jpg")
    assert answer.mimetype == "image/jpeg"
    assert "max-age=3600" in answer.headers["Cache-Control"]
    again = stranger.get(
        f"{page_of(report)}/the.jpg", headers={"If-None-Match": answer.headers["ETag"]}
    )
    assert again.status_code == 304
    drawn = Image.open(io.BytesIO(answer.data)).convert("RGB")
    assert drawn.size == (1200, 630)
    for where, colour in (((300, 100), RED), ((900, 100), GREEN)):
        assert all(abs(a - b) < 20 for a, b in zip(drawn.getpixel(where), colour, strict=True))

    assert lead.post(f"{desk}/truoc-va-sau/bo", data=form).status_code == 303
    for address in (page_of(report), f"{page_of(report)}/the.jpg"):
        assert app.test_client().get(address).status_code == 404


@pytest.mark.parametrize(
    "gone",
    [hidden, opened_again, withdrawn, sealed, erased, before_not_public, after_not_ready],
)
def test_what_may_not_be_seen_any_more_is_gone_with_its_picture(client, picked, gone):
    assert card_of(client, picked) is not None
    gone(picked)
    the_db.session.commit()
    assert client.get(page_of(picked)).status_code == 404
    assert card_of(client, picked) is None
    assert picked.code not in client.get("/truoc-va-sau").text


def test_of_a_covered_photo_only_the_copy_is_shown(client, picked):
    """The picture that was kept of the original is not given once the photo is covered."""
    original = _link(picked, RequestPhoto.REPORT)
    assert card_of(client, picked).convert("RGB").getpixel((300, 100))[0] > 150
    original.is_public = False
    copy = make.link_photo(picked, pictured((0, 0, 0)), RequestPhoto.REPORT, public=True)
    copy.covers_id = original.id
    the_db.session.commit()
    assert max(card_of(client, picked).convert("RGB").getpixel((300, 100))) < 20
    page = client.get(page_of(picked)).text
    assert copy.photo.code in page
    assert original.photo.code not in page


def test_numbers_of_people_are_masked_on_the_page(client, picked):
    picked.description = "Gọi tôi 0912 345 678"
    the_db.session.commit()
    for address in (page_of(picked), "/truoc-va-sau"):
        assert "0912 345 678" not in client.get(address).text


def test_a_repair_without_public_photos_is_not_picked(login_as, offices, db):
    report = make.service_request(life.CLOSED, agency=offices.office)
    lead = login_as(offices.lead)
    desk = f"/can-bo/phan-anh/{report.code}"
    page = lead.get(desk).text
    assert "truoc-va-sau" not in page
    sent = lead.post(f"{desk}/truoc-va-sau", data=citizen.hidden(page), follow_redirects=True)
    assert "Chỉ đăng được việc đã sửa xong" in sent.text
    assert the_db.session.query(ShownRepair).count() == 0


def test_neither_a_handler_nor_another_agencys_lead_picks(login_as, offices, report):
    other = make_official("lead", agency=offices.neighbour)
    for who, answer in ((offices.handler, 403), (other, 404)):
        browser = login_as(who)
        page = browser.get(f"/can-bo/phan-anh/{report.code}").text
        assert 'id="truoc-va-sau"' not in page
        sent = browser.post(f"/can-bo/phan-anh/{report.code}/truoc-va-sau", data={})
        assert sent.status_code == answer


def test_the_list_goes_on_behind_the_last_one(client, db, offices, media_folder):
    codes = []
    for _number in range(14):
        made = make.service_request(life.CLOSED, agency=offices.office)
        make.link_photo(made, photo(), RequestPhoto.REPORT, public=True)
        make.reply_photo(made).status_change_id = made.changes[-1].id
        the_db.session.add(ShownRepair(service_request_id=made.id, picked_at=NOW))
        codes.append(made.code)
    the_db.session.commit()
    first = client.get("/truoc-va-sau").text
    second = client.get(f"/truoc-va-sau?truoc={codes[2]}").text
    assert [code in first for code in codes] == [False] * 2 + [True] * 12
    assert [code in second for code in codes] == [True] * 2 + [False] * 12
