"""Photos of an entry: an office adds them with words for who does not see them."""

from typing import Any

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts.present import viewer as present
from app.accounts.viewer import Viewer
from app.core import audit, clock, codes
from app.core.access import PUBLIC, access, current_viewer
from app.core.act import FRESH, acts
from app.core.db import db
from app.core.errors import DomainError
from app.core.forms import Files, Form, Line, needed, takes
from app.directory import queries
from app.directory.blueprint import directory
from app.directory.models import MAX_LINE, DirectoryEntry, DirectoryPhoto
from app.directory.rights import may_keep
from app.media import actions as media
from app.media.kinds import PHOTO
from app.media.serving import Asked, serve

MOST = 6


class PhotoForm(Form):
    """One photo, and what it shows."""

    shows = Line(MAX_LINE, needed(_l("Write what the photo shows.")), name="mo_ta")
    photos = Files(name="photos")


def load_photo(viewer: Viewer, code: str, photo: str, size: str) -> Asked | None:
    """Give a photo: to everybody while the entry is there, else to who keeps it."""
    entry = queries.by_code(code)
    if entry is None or not (entry.is_open or may_keep(viewer, entry)):
        return None
    found = next((each.photo for each in entry.photos if each.photo.code == photo), None)
    return Asked(found, size, entry.is_open) if found is not None else None


def load_kept(viewer: Viewer, code: str, number: int) -> DirectoryPhoto | None:
    """Give a photo of an entry to change, the entry locked."""
    entry = queries.kept(viewer, code)
    return next((each for each in entry.photos if each.id == number), None) if entry else None


def may_keep_photo(viewer: Viewer, photo: DirectoryPhoto) -> bool:
    return may_keep(viewer, photo.entry)


@directory.get("/danh-ba/<code>/anh/<photo>-<size>.webp")
@access(PUBLIC, load=load_photo)
def entry_photo(asked: Asked) -> ResponseReturnValue:
    return serve(asked)


@directory.get("/can-bo/danh-ba/<code>/anh")
@access(may_keep, load=queries.kept)
def photos(entry: DirectoryEntry) -> ResponseReturnValue:
    return _photos(entry, PhotoForm(None))


@directory.post("/can-bo/danh-ba/<code>/anh")
@access(may_keep, load=queries.kept)
@acts(
    again=lambda entry, form, **refused: _photos(entry, form, **refused),
    said=_l("The photo is there. It is shown as soon as it was made small."),
)
@takes(PhotoForm)
def add_photo(entry: DirectoryEntry, form: PhotoForm) -> str:
    """Look the photo through without the database's write lock, then write all at once."""
    code, now = entry.code, clock.now()
    if len(entry.photos) >= MOST:
        raise DomainError(_l("At most %(most)s photos. Remove one first.", most=MOST))
    if not any(each.filename for each in form.photos.data):
        raise DomainError(_l("Choose a photo."), field="photos")
    prepared = media.prepare_apart({PHOTO: form.photos.data[:1]})
    again = queries.kept(present(), code)
    if again is None or not may_keep(present(), again) or len(again.photos) >= MOST:
        prepared.drop()
        abort(404)
    (made,) = media.stage(PHOTO, prepared, codes.random_token(), now)
    media.attach([made])
    again.photos.append(DirectoryPhoto(photo=made, photo_id=made.id, description=form.shows.data))
    db.session.flush()
    _record(again, "directory.photo")
    return url_for(".photos", code=code)


@directory.post("/can-bo/danh-ba/<code>/anh/<int:number>/bo")
@access(may_keep_photo, load=load_kept)
@acts(said=_l("Removed."))
def drop_photo(photo: DirectoryPhoto) -> str:
    entry, thing = photo.entry, photo.photo
    entry.photos.remove(photo)
    db.session.flush()
    media.erase(thing)
    _record(entry, "directory.photo-dropped")
    return url_for(".photos", code=entry.code)


def _record(entry: DirectoryEntry, verb: str) -> None:
    by = current_viewer().actor(entry.agency)
    audit.record(by.reference, verb, entry.reference, now=clock.now())


def _photos(entry: DirectoryEntry, form: PhotoForm, **refused: Any) -> str:
    values = {**FRESH, **refused, "entry": entry, "form": form, "most": MOST}
    return render_template("directory/desk/photos.html", **values)
