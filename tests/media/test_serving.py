"""How a photo is answered, and how it stands on a page."""

from pathlib import Path

import pytest
from flask import render_template_string
from werkzeug.exceptions import NotFound

from app.media.models import FAILED, QUARANTINED, SIZES
from app.media.serving import Asked, FileGone, serve
from app.media.storage import store
from tests.factories import media as factories

PAGE = """
{%- from "components/photo.html" import photo, wide, thumb -%}
{{ photo(url, item, "Hố ga") }}|{{ wide(url, item, "Hố \\"mất nắp\\"") }}|{{ thumb(url, item) }}
"""


@pytest.fixture(autouse=True)
def _empty_folder(media_folder: Path) -> None:
    """Every test begins without files."""


def url(item, size: str) -> str:
    return f"/anh/{item.code}-{size}.webp"


def shown(app, item) -> str:
    with app.test_request_context("/"):
        return render_template_string(PAGE, url=url, item=item)


@pytest.mark.parametrize("size", SIZES)
def test_it_serves_each_size_as_webp_and_nothing_else(app, db, size: str) -> None:
    photo = factories.photo(with_files=True)
    with app.test_request_context("/"):
        answer = serve(Asked(photo, size, public=True))
    assert answer.status_code == 200
    assert answer.mimetype == "image/webp"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.get_data() == store().read(photo.name(size))


def test_a_public_photo_may_be_kept_for_a_day(app, db) -> None:
    photo = factories.photo(with_files=True)
    with app.test_request_context("/"):
        answer = serve(Asked(photo, "thumb", public=True))
    assert answer.headers["Cache-Control"] == "public, max-age=86400, immutable"


def test_a_photo_the_phone_has_already_is_not_sent_again(app, db) -> None:
    photo = factories.photo(with_files=True)
    with app.test_request_context("/"):
        tag = serve(Asked(photo, "thumb", public=True)).headers["ETag"]
    with app.test_request_context("/", headers={"If-None-Match": tag}):
        assert serve(Asked(photo, "thumb", public=True)).status_code == 304


def test_s22_a_private_photo_is_kept_nowhere(app, db) -> None:
    photo = factories.photo(with_files=True)
    with app.test_request_context("/"):
        answer = serve(Asked(photo, "thumb", public=False))
    assert "no-store" in answer.headers["Cache-Control"]
    assert "public" not in answer.headers["Cache-Control"]
    assert "ETag" not in answer.headers


@pytest.mark.parametrize("state", [QUARANTINED, FAILED])
def test_s21_a_photo_that_is_not_ready_is_not_served(app, db, state: str) -> None:
    photo = factories.photo(state=state, with_files=True)
    store().write(photo.clean_name, b"clean copy")
    for size in [*SIZES, "clean"]:
        with app.test_request_context("/"), pytest.raises(NotFound):
            serve(Asked(photo, size, public=True))


@pytest.mark.parametrize("size", ["clean", "clean.jpg", "", "../thumb", "huge"])
def test_s22_only_the_three_sizes_exist(app, db, size: str) -> None:
    photo = factories.photo(with_files=True)
    store().write(photo.clean_name, b"clean copy")
    with app.test_request_context("/"), pytest.raises(NotFound):
        serve(Asked(photo, size, public=True))


def test_a_file_that_is_gone_is_told(app, db) -> None:
    photo = factories.photo()
    with app.test_request_context("/"), pytest.raises(FileGone):
        serve(Asked(photo, "thumb", public=True))


def test_a_wide_photo_keeps_its_place_and_lets_the_phone_choose(app, db) -> None:
    _, wide, _ = shown(app, factories.photo(size=(1600, 1200))).split("|")
    assert 'width="640" height="480"' in wide
    assert 'loading="lazy" decoding="async"' in wide
    assert "medium.webp 640w" in wide
    assert "large.webp 1280w" in wide
    assert "mất nắp&#34;" in wide


def test_a_small_photo_offers_no_choice_of_sizes(app, db) -> None:
    assert "srcset" not in shown(app, factories.photo(size=(300, 200)))


def test_a_tile_loads_the_small_square_and_opens_the_large_size(app, db) -> None:
    tile, _, thumb = shown(app, factories.photo(size=(1600, 1200))).split("|")
    for part in (tile, thumb):
        assert "thumb.webp" in part
        assert 'width="192" height="192"' in part
        assert "medium.webp" not in part
        assert "srcset" not in part
    assert "large.webp" in tile
    assert 'alt="Hố ga"' in tile


@pytest.mark.parametrize("state", [QUARANTINED, FAILED])
def test_until_it_is_ready_words_stand_in_its_place(app, db, state: str) -> None:
    html = shown(app, factories.photo(state=state))
    assert "<img" not in html
    assert "<a" not in html
    assert "<span" in html
