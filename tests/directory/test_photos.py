"""Photos of an entry: added with words, shown to all while it is there, removed with its files."""

import io

from sqlalchemy import select

from app.core import clock
from app.core.db import db
from app.directory import keeping
from app.directory.models import DirectoryPhoto
from app.media.models import Photo
from tests.factories import directory as make
from tests.media.pictures import jpeg


def send(desk, entry, shows="Cổng trạm nhìn từ đường", content=None):
    sent = {"photos": (io.BytesIO(content or jpeg()), "a.jpg"), "mo_ta": shows}
    return desk.post(f"/can-bo/danh-ba/{entry.code}/anh", data=sent)


def test_a_photo_is_added_with_words_and_removed(desk, office):
    entry = make.entry(office)
    db.session.commit()
    assert send(desk, entry, shows="").status_code == 422
    assert send(desk, entry, content=b"<svg/>").status_code == 422
    assert desk.post(f"/can-bo/danh-ba/{entry.code}/anh", data={"mo_ta": "x"}).status_code == 422
    assert send(desk, entry).status_code == 303
    link = db.session.scalars(select(DirectoryPhoto)).one()
    assert "Cổng trạm nhìn từ đường" in desk.get(f"/can-bo/danh-ba/{entry.code}/anh").text
    assert desk.post(f"/can-bo/danh-ba/{entry.code}/anh/{link.id}/bo").status_code == 303
    assert db.session.scalar(select(Photo.id)) is None


def test_everybody_sees_it_while_the_entry_is_there(client, desk, office):
    entry = make.entry(office)
    link = make.photo_of(entry)
    db.session.commit()
    page, url = client.get(f"/danh-ba/{entry.code}").text, f"/danh-ba/{entry.code}/anh/"
    assert 'alt="Cổng trạm nhìn từ đường"' in page and url in page
    address = f"{url}{link.photo.code}-thumb.webp"
    assert client.get(address).status_code == 200
    keeping.close(entry, make.Actor("official", None, office.id), clock.now())
    db.session.commit()
    assert client.get(address).status_code == 404


def test_there_is_an_end_to_photos(desk, office, monkeypatch):
    monkeypatch.setattr("app.directory.photos.MOST", 1)
    entry = make.entry(office)
    make.photo_of(entry)
    db.session.commit()
    assert send(desk, entry).status_code == 422
