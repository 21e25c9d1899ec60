"""Faces and plates covered before a photo becomes public."""

import io

import pytest
from PIL import Image

from app.accounts import erasing
from app.core import clock
from app.core.db import db as the_db
from app.core.errors import DomainError
from app.media.models import Photo
from app.media.storage import store
from app.service_requests.desk import covering
from app.service_requests.models import RequestPhoto, ServiceRequest
from tests.factories import service_requests as make
from tests.factories.accounts import make_user
from tests.factories.media import photo
from tests.service_requests import citizen

WHITE, GREY = (255, 255, 255), (70, 70, 70)


@pytest.fixture
def sender(app):
    return make_user()


@pytest.fixture
def link(db, offices, sender, media_folder) -> RequestPhoto:
    """A white photo, 400 by 200, of a report that waits to be accepted."""
    report = make.received(agency=offices.office, citizen=sender)
    row, content = photo(size=(400, 200)), io.BytesIO()
    Image.new("RGB", (400, 200), WHITE).save(content, "WEBP", lossless=True)
    store().write(row.name("large"), content.getvalue())
    return make.link_photo(report, row, RequestPhoto.REPORT)


def drawn(official, link, boxes):
    url = f"/can-bo/phan-anh/{code_of(link)}/anh/{link.photo.code}/che"
    form = citizen.hidden(official.get(url).text)
    return official.post(url, data=form | {"boxes": boxes})


def code_of(link) -> str:
    return the_db.session.get(ServiceRequest, link.service_request_id).code


def pixel(content: bytes, where: tuple[int, int]) -> tuple[int, int, int]:
    with Image.open(io.BytesIO(content)) as image:
        return image.convert("RGB").getpixel(where)


def near(one, other) -> bool:
    return all(abs(a - b) < 12 for a, b in zip(one, other, strict=True))


def test_the_public_gets_the_covered_copy_in_every_size_and_the_sender_keeps_the_photo(
    db, app, offices, sender, login_as, link, outbox
):
    handler, code, original = login_as(offices.handler), code_of(link), link.photo.code
    assert drawn(handler, link, "0,0,500,1000").status_code == 303
    outbox.drain()
    copy = db.session.query(RequestPhoto).filter_by(covers_id=link.id).one()
    for size in ("thumb", "medium", "large"):
        assert store().read(copy.photo.name(size)) is not None
    large = store().read(copy.photo.name("large"))
    assert near(pixel(large, (50, 100)), GREY)
    assert near(pixel(large, (350, 100)), WHITE)

    page = handler.get(f"/can-bo/phan-anh/{code}").text
    assert f'value="{copy.photo.code}"' in page
    assert f'value="{original}"' not in page, "the original is not offered to the public"
    form = citizen.hidden(page) | {"version": "1", "publicity": "public"}
    ticked = {"public_photo": [copy.photo.code, original]}
    assert handler.post(f"/can-bo/phan-anh/{code}/tiep-nhan", data=form | ticked).status_code == 303

    stranger = app.test_client()
    seen = stranger.get(f"/phan-anh/{code}").text
    assert copy.photo.code in seen
    assert original not in seen
    assert stranger.get(f"/phan-anh/{code}/anh/{original}-large.webp").status_code == 404
    assert stranger.get(f"/phan-anh/{code}/anh/{original}").status_code == 404
    own = login_as(sender).get(f"/phan-anh/{code}").text
    assert original in own
    assert copy.photo.code not in own


def test_covering_again_takes_the_place_of_the_first_copy(db, offices, login_as, link):
    handler = login_as(offices.handler)
    for boxes in ("0,0,100,100", "500,500,100,100"):
        assert drawn(handler, link, boxes).status_code == 303
    assert db.session.query(RequestPhoto).filter_by(covers_id=link.id).count() == 1


def test_both_go_with_their_sender(db, offices, sender, login_as, link):
    drawn(login_as(offices.handler), link, "0,0,100,100")
    erasing.erase(sender, clock.now())
    db.session.flush()
    assert db.session.query(Photo).count() == 0


@pytest.mark.parametrize("boxes", ["", "x", "1,2,3", "0,0,2000,5", "0,0,1,1", ";" * 3])
def test_boxes_that_are_none_give_a_sentence(db, offices, login_as, link, boxes):
    answer = drawn(login_as(offices.handler), link, boxes)
    assert answer.status_code == 422
    assert db.session.query(RequestPhoto).count() == 1
    with pytest.raises(DomainError):
        covering.read(boxes)


def test_who_does_not_work_on_it_draws_nothing(offices, login_as, sender, link):
    url = f"/can-bo/phan-anh/{code_of(link)}/anh/{link.photo.code}/che"
    for who in (sender, offices.neighbour_handler):
        assert login_as(who).get(url).status_code in (403, 404)


def test_a_photo_whose_file_is_gone_or_broken_gives_a_sentence(offices, login_as, link):
    handler = login_as(offices.handler)
    store().write(link.photo.name("large"), b"RIFF broken")
    assert drawn(handler, link, "0,0,100,100").status_code == 422
    store().delete(link.photo.name("large"))
    assert drawn(handler, link, "0,0,100,100").status_code == 422
