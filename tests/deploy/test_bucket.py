"""Photos in a real S3-compatible store (OpenStack Swift): kept, shown, swept; and a store gone."""

import io
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import obstore
import pytest
from PIL import Image

from app.core import health
from app.media import jobs
from app.media.bucket import Access, Bucket
from app.media.models import SIZES, Photo
from app.media.storage import store
from app.media.stores import StorageAway, StorageFull
from tests.deploy.swift import BUCKET, KEY, PROXY, REGION, SECRET, Swift, swift
from tests.factories import places
from tests.factories import service_requests as make
from tests.service_requests import citizen

SHOWN = re.compile(r'src="([^"]+\.webp)"')
EVER, NEVER = datetime(2200, 1, 1, tzinfo=UTC), datetime(2000, 1, 1, tzinfo=UTC)
FORM = {"service": "street-light", "place": "90001", "description": "Đèn tắt"}

pytestmark = [
    pytest.mark.details,
    pytest.mark.loopback,
    pytest.mark.one_database,
    pytest.mark.slow,
    pytest.mark.skipif(PROXY is None, reason="Swift is not here: see tests/deploy/swift.py"),
]


@pytest.fixture(scope="module")
def server() -> Iterator[Swift]:
    """The store."""
    with swift() as running:
        yield running


@pytest.fixture
def bucket(server) -> Bucket:
    """A part of the bucket, empty."""
    whole = server.whole()
    for some in obstore.list(whole):
        for each in some:
            obstore.delete(whole, each["path"])
    return Bucket(BUCKET, "of/all", Access(server.endpoint, REGION, KEY, SECRET))


@pytest.fixture
def site(app, client, bucket, monkeypatch):
    """A visitor of a site whose photos lie there."""
    monkeypatch.setitem(app.extensions, "media_store", bucket)
    make.service("street-light", "Đèn đường")
    places.make_commune("Bình Thử", code="90001")
    return client


def names(bucket: Bucket) -> set[str]:
    return set(bucket.names(EVER))


def test_what_was_written_is_read_replaced_and_gone(bucket, server):
    bucket.write("ab/cd/one", b"before")
    bucket.write("ab/cd/one", b"after")  # a store that refuses what is there is not asked for
    assert bucket.read("ab/cd/one") == b"after"
    assert bucket.read("ab/cd/other") is None
    assert names(bucket) == {"ab/cd/one"}
    assert set(bucket.names(NEVER)) == set()
    paths = [each["path"] for some in obstore.list(server.whole()) for each in some]
    assert paths == ["of/all/ab/cd/one"]
    bucket.try_out()
    bucket.delete("ab/cd/one")
    bucket.delete("ab/cd/one")
    assert names(bucket) == set()


def test_several_threads_write_and_read_at_once(bucket):
    def there_and_back(number: int) -> bool:
        content = bytes([number]) * 300_000
        bucket.write(f"ab/cd/{number}", content)
        return bucket.read(f"ab/cd/{number}") == content

    with ThreadPoolExecutor(6) as pool:
        assert all(pool.map(there_and_back, range(24)))
    assert len(names(bucket)) == 24


def test_a_photo_is_kept_made_smaller_shown_and_what_no_row_names_is_swept(
    site, db, outbox, bucket
):
    code = citizen.code_of(citizen.send(site, FORM | citizen.opened(site), citizen.photo()))
    outbox.drain()
    photo = db.session.query(Photo).one()
    assert names(bucket) == {photo.name(size) for size in SIZES}
    page = site.get(f"/phan-anh/{code}").text
    (address,) = SHOWN.findall(page)[:1]
    shown = site.get(address)
    assert Image.open(io.BytesIO(shown.get_data())).format == "WEBP"

    store().write("ab/cd/abcd-thumb.webp", b"no row")
    assert jobs._delete_orphans(EVER) == 1
    assert names(bucket) == {photo.name(size) for size in SIZES}


def test_f03_a_store_that_is_gone_is_told_and_the_report_sent_again(site, server, bucket):
    form = FORM | citizen.opened(site)
    bucket.write("ab/cd/one", b"content")
    server.stop()
    refused = citizen.send(site, form, citizen.photo())
    assert refused.status_code == 503
    assert "Đèn tắt" in refused.text
    assert health.parts()["storage"] == "not writable"
    with pytest.raises(StorageFull):
        bucket.write("ab/cd/two", b"content")
    with pytest.raises(StorageAway):
        bucket.read("ab/cd/one")

    server.start()
    assert bucket.read("ab/cd/one") == b"content"
    assert citizen.code_of(citizen.send(site, form, citizen.photo()))
    assert health.parts()["storage"] == "ok"


def test_a_wrong_key_is_a_store_that_takes_nothing(server):
    wrong = Bucket(BUCKET, "", Access(server.endpoint, REGION, KEY, "wrong"))
    with pytest.raises(StorageFull):
        wrong.try_out()
