"""A recording as an answer: what may be kept by whom, whole or in ranges."""

import pytest
from werkzeug.exceptions import NotFound, RequestedRangeNotSatisfiable

from app.media.serving import Asked, FileGone, serve
from app.media.storage import store
from tests.factories import media as factories

CONTENT = bytes(range(200))


@pytest.fixture
def recording(db, media_folder):
    made = factories.recording()
    for kind in ("webm", "m4a"):
        store().write(made.name(kind), CONTENT)
    return made


@pytest.mark.parametrize(("kind", "type"), [("webm", "audio/webm"), ("m4a", "audio/mp4")])
def test_it_says_what_it_is(app, recording, kind: str, type: str) -> None:
    with app.test_request_context():
        answer = serve(Asked(recording, kind, public=False))
    assert answer.data == CONTENT
    assert answer.mimetype == type
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Accept-Ranges"] == "bytes"


def test_s32_a_private_recording_is_kept_nowhere(app, recording) -> None:
    with app.test_request_context():
        answer = serve(Asked(recording, "webm", public=False))
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in answer.headers


def test_a_public_recording_may_be_kept_for_a_day(app, recording) -> None:
    with app.test_request_context():
        answer = serve(Asked(recording, "webm", public=True))
        etag = answer.headers["ETag"]
    assert "max-age=86400" in answer.headers["Cache-Control"]
    with app.test_request_context(headers={"If-None-Match": etag}):
        assert serve(Asked(recording, "webm", public=True)).status_code == 304


@pytest.mark.parametrize("public", [True, False])
@pytest.mark.parametrize(
    ("asked", "given", "content"),
    [
        ("bytes=0-1", "bytes 0-1/200", CONTENT[:2]),
        ("bytes=150-", "bytes 150-199/200", CONTENT[150:]),
        ("bytes=-10", "bytes 190-199/200", CONTENT[-10:]),
        ("bytes=100-9999", "bytes 100-199/200", CONTENT[100:]),
    ],
)
def test_an_iphone_gets_the_range_it_asks_for(
    app, recording, asked: str, given: str, content: bytes, public: bool
) -> None:
    with app.test_request_context(headers={"Range": asked}):
        answer = serve(Asked(recording, "m4a", public=public))
        answer.direct_passthrough = False
        assert answer.status_code == 206
        assert answer.headers["Content-Range"] == given
        assert answer.get_data() == content


def test_a_range_beyond_the_end_is_refused(app, recording) -> None:
    beyond = app.test_request_context(headers={"Range": "bytes=900-"})
    with beyond, pytest.raises(RequestedRangeNotSatisfiable):
        serve(Asked(recording, "m4a", public=False))


@pytest.mark.parametrize("kind", ["ogg", "mp3", "", "../webm"])
def test_s22_another_kind_is_not_found(app, recording, kind: str) -> None:
    with app.test_request_context(), pytest.raises(NotFound):
        serve(Asked(recording, kind, public=False))


def test_a_file_that_is_gone_is_told(app, recording) -> None:
    store().delete(recording.name("webm"))
    with app.test_request_context(), pytest.raises(FileGone):
        serve(Asked(recording, "webm", public=False))
