"""What editors do with an article beside writing: review, publish, schedule, withdraw, pictures."""

from collections.abc import Sequence
from datetime import datetime

from flask import abort, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage

from app.accounts.actors import Actor
from app.core import clock
from app.core.access import access, current_viewer
from app.core.act import acts
from app.core.forms import Files, Line, Read, Tick, Words, takes
from app.media import actions as media
from app.media.kinds import PHOTO
from app.news import policies
from app.news.actions import correcting, publishing, writing
from app.news.blueprint import news
from app.news.forms import LONGEST_NOTE, moment
from app.news.models import Article
from app.news.queries import articles
from app.news.views.editor import as_it_is

CAPTION = {name: Words(writing.LONGEST_CAPTION) for name in ("caption", "description")}


@news.post("/can-bo/tin/<code>/gui-duyet")
@access(policies.may_edit, load=articles.edited)
@acts(again=as_it_is, said=_l("Sent for review."))
def submit(article: Article) -> str:
    publishing.submit(article, _actor(article), clock.now())
    return _editor(article)


@news.post("/can-bo/tin/<code>/tra-lai")
@access(policies.may_publish, load=articles.edited)
@acts(again=as_it_is, said=_l("Sent back."))
@takes(note=Words(LONGEST_NOTE))
def send_back(article: Article, note: str) -> str:
    publishing.send_back(article, note, _actor(article), clock.now())
    return _editor(article)


@news.post("/can-bo/tin/<code>/hen-gio")
@access(policies.may_publish, load=articles.edited)
@acts(again=as_it_is, said=_l("Scheduled."))
@takes(at=Read(moment))
def schedule(article: Article, at: datetime) -> str:
    publishing.schedule(article, at, _actor(article), clock.now())
    return _editor(article)


@news.post("/can-bo/tin/<code>/dang")
@access(policies.may_publish, load=articles.edited)
@acts(again=as_it_is, said=_l("Published."))
def publish(article: Article) -> str:
    publishing.publish(article, _actor(article), clock.now())
    return _editor(article)


@news.post("/can-bo/tin/<code>/rut")
@access(policies.may_publish, load=articles.edited)
@acts(again=as_it_is, said=_l("Withdrawn."))
@takes(note=Words(LONGEST_NOTE))
def withdraw(article: Article, note: str) -> str:
    """Withdraw it; its address keeps saying so."""
    publishing.withdraw(article, note, _actor(article), clock.now())
    return _editor(article)


@news.post("/can-bo/tin/<code>/dinh-chinh")
@access(policies.may_publish, load=articles.edited)
@acts(again=as_it_is, said=_l("Corrected: readers see the note."))
@takes(seen=Line())
def accept_correction(article: Article, seen: str) -> str:
    """Let the correction that waits out, as it was read."""
    correcting.accept(article, seen, _actor(article), clock.now())
    return _editor(article)


@news.post("/can-bo/tin/<code>/bo-dinh-chinh")
@access(policies.may_publish, load=articles.edited)
@acts(again=as_it_is, said=_l("The correction was not taken."))
def drop_correction(article: Article) -> str:
    correcting.drop(article, _actor(article), clock.now())
    return _editor(article)


@news.post("/can-bo/tin/<code>/anh")
@access(policies.may_edit, load=articles.edited)
@acts(again=as_it_is, said=_l("The picture was added."))
@takes(**CAPTION, files=Files(name=PHOTO.field))
def add_photos(
    article: Article, caption: str, description: str, files: Sequence[FileStorage]
) -> str:
    """Add pictures with their caption and description."""
    code = article.code
    _may_change_pictures(article)
    prepared = media.prepare_apart({PHOTO: files})
    again = articles.edited(current_viewer(), code)
    if again is None:
        abort(404)
    writing.add_photos(again, prepared, caption, description, clock.now())
    _note_pictures(again)
    return _editor(again)


@news.post("/can-bo/tin/<code>/anh/<photo>")
@access(policies.may_edit, load=lambda viewer, code, photo: articles.edited(viewer, code))
@acts()
@takes(**CAPTION, remove=Tick())
def change_photo(article: Article, caption: str, description: str, remove: bool) -> str:
    """Change a picture's words, or take it out."""
    _may_change_pictures(article)
    link = articles.photo_of(article, (request.view_args or {})["photo"])
    if link is None:
        abort(404)
    if remove:
        writing.remove_photo(article, link)
    else:
        writing.describe_photo(link, caption, description)
    _note_pictures(article)
    return _editor(article)


def _actor(article: Article) -> Actor:
    actor: Actor = current_viewer().actor(article.agency)
    return actor


def _editor(article: Article) -> str:
    return url_for(".edit", code=article.code)


def _may_change_pictures(article: Article) -> None:
    if article.is_public and not policies.may_publish(current_viewer(), article):
        abort(403)


def _note_pictures(article: Article) -> None:
    correcting.note_pictures(article, current_viewer().actor(article.agency), clock.now())
