"""A meeting's minutes: written with photos, approved; the photos to whoever may read them."""

from typing import Any

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts.present import viewer
from app.accounts.viewer import Viewer
from app.core import clock, codes
from app.core.access import PUBLIC, access
from app.core.act import FRESH, acts
from app.core.forms import Files, Form, Line, Read, Words, takes
from app.core.text import whole
from app.media import actions as media
from app.media.kinds import PHOTO
from app.media.serving import Asked, serve
from app.villages.blueprint import villages
from app.villages.notices import minutes, queries
from app.villages.notices.models import VillageNotice
from app.villages.notices.views import acting, may_head_notice, may_post_notice

MOST_WORDS = 6_000


class MinutesForm(Form):
    """What was decided, and the photos of it."""

    words = Words(MOST_WORDS, name="noi_dung")
    photos = Files(name="photos")
    key = Line(100, name="khoa")


@villages.get("/can-bo/thon/tin/<code>/bien-ban")
@access(may_post_notice, load=queries.posted)
def minutes_form(notice: VillageNotice) -> ResponseReturnValue:
    return _page(notice)


@villages.post("/can-bo/thon/tin/<code>/bien-ban")
@access(may_post_notice, load=queries.posted)
@acts(
    again=lambda notice, **refused: _page(notice, **refused),
    said=_l("The minutes are written. The head approves them, then the village reads them."),
)
@takes(MinutesForm)
def write_minutes(notice: VillageNotice, form: MinutesForm) -> str:
    """Look the photos through without the database's write lock, then write all at once."""
    code, now = notice.code, clock.now()
    prepared = media.prepare_apart({PHOTO: form.photos.data})
    found = queries.posted(viewer(), code)
    if found is None:
        prepared.drop()
        abort(404)
    photos = media.stage(PHOTO, prepared, form.key.data or codes.random_token(), now)
    minutes.write(found, form.words.data, photos, acting(found), now)
    return url_for(".notice", code=code)


@villages.post("/can-bo/thon/tin/<code>/duyet")
@access(may_head_notice, load=queries.headed)
@acts(said=_l("Approved: the village reads the minutes now."))
@takes(version=Read(whole, name="version"))
def approve_minutes(notice: VillageNotice, version: int | None) -> str:
    minutes.approve(notice, version, acting(notice), clock.now())
    return url_for(".notice", code=notice.code)


def load_photo(viewer: Viewer, code: str, photo: str, size: str) -> Asked | None:
    """Give a photo of the minutes: to head and commune, and to the village once approved."""
    notice = queries.posted(viewer, code)
    if notice is None:
        reach = queries.received(viewer, code) if viewer.is_signed_in else None
        notice = reach.notice if reach is not None and reach.notice.is_published else None
    found = queries.photo_of(notice, photo) if notice is not None else None
    return Asked(found, size, False) if found is not None else None


@villages.get("/thon-toi/tin/<code>/anh/<photo>-<size>.webp")
@access(PUBLIC, load=load_photo)
def minutes_photo(asked: Asked) -> ResponseReturnValue:
    return serve(asked)


def _page(notice: VillageNotice, **more: Any) -> str:
    values = {
        "notice": notice, "words": notice.minutes or "", "key": codes.random_token(), **FRESH
    }  # fmt: skip
    return render_template("villages/notices/minutes.html", **{**values, **more})
