"""The picture of a repair for a chat group: both photos, what it is, where, when."""

from functools import lru_cache

from flask_babel import force_locale
from flask_babel import gettext as _

from app.accounts import queries as accounts
from app.core.config import settings
from app.core.formats import day
from app.media import preview
from app.media.models import Photo
from app.media.storage import store
from app.service_requests.following.mended import Mended

KEPT = 16
"""Pictures that one process keeps, some 100 kB each."""
SIZE = "medium"


def drawn(shown: Mended) -> bytes | None:
    """Give the picture; None where a photo's file is gone.

    It is Vietnamese whoever asks: the server of a chat app does, and says no language.
    """
    with force_locale("vi"):
        about = f"{shown.report.place.title} · {_('fixed %(when)s', when=day(shown.at))}"
        words = (_("Before"), _("After"), shown.report.public_title, about)
    agency = accounts.agency_by_id(shown.agency_id) if shown.agency_id else None
    site = settings().site_name
    foot = f"{agency.name} · {site}" if agency else site
    return _drawn(_file(shown.before), _file(shown.after), (*words, foot))


def _file(photo: Photo) -> str:
    return str(photo.name(SIZE))


@lru_cache(KEPT)
def _drawn(before: str, after: str, words: tuple[str, ...]) -> bytes | None:
    """Draw it. A covered photo is another file, so that no picture of the one before is given."""
    first, second = store().read(before), store().read(after)
    if first is None or second is None:
        return None
    word_before, word_after, title, about, foot = words
    return preview.pair((first, word_before), (second, word_after), title, about, foot)
