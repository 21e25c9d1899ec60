"""What the worker does: the pages of a plan's PDF become pictures for phones that open no PDF."""

import structlog

from app.core import clock, outbox
from app.core.db import db
from app.media import actions as media
from app.media import page_decoding
from app.media.intake import CleanCopy, TooBusy, repainted
from app.media.kinds import PHOTO
from app.media.storage import store
from app.media.stores import StorageFull
from app.planning.keeping import PAINT, ask
from app.planning.models import PlanPicture, PlanVersion

log = structlog.get_logger()
MOST_PAGES = 40
"""Painted of a document; the further ones are read in the PDF."""


@outbox.handler(PAINT)
def paint(job: outbox.Job) -> None:
    """Make the pictures of one page and ask for the next; a page done before is passed over."""
    order = job.payload
    version_id, paper_id, page = order["version"], order["paper"], order["page"]
    version = _waiting(version_id, paper_id)
    if version is None or version.paper is None:
        return
    if not any(each.page == page for each in version.pictures):
        content = store().read(version.paper.name("pdf"))
        db.session.commit()  # let go of the write lock: painting takes a while
        made = _painted(content, page) if content is not None else []
        version = _hung(version_id, paper_id, page, made)
    _go_on(version, page + 1)


def _go_on(version: PlanVersion | None, page: int) -> None:
    if version is None or version.paper is None:
        return
    if page < min(version.paper.pages, MOST_PAGES):
        ask(version, page)
    else:
        version.painted_at = clock.now()


def _waiting(version_id: int, paper_id: int) -> PlanVersion | None:
    """Give the version while it still has that document and lacks pictures of it."""
    found = db.session.get(PlanVersion, version_id)
    mine = found is not None and found.paper_id == paper_id and found.painted_at is None
    return found if mine else None


def _painted(content: bytes, page: int) -> list[tuple[int, CleanCopy]]:
    """Paint a page, and keep its pictures as any photo is kept; none where it cannot be painted."""
    try:
        parts = page_decoding.paint(content, page).parts
        return [(part, repainted(PHOTO, made, PHOTO.check)) for part, made in parts.items()]
    except page_decoding.Undecodable as error:
        log.warning("planning.page_not_painted", page=page, reason=error.reason)
        return []
    except (page_decoding.DecoderBusy, TooBusy) as error:
        raise outbox.Later(10) from error
    except StorageFull as error:
        raise outbox.Later(120) from error


def _hung(
    version_id: int, paper_id: int, page: int, made: list[tuple[int, CleanCopy]]
) -> PlanVersion | None:
    """Hang a page's pictures on its version; None where it was taken back meanwhile."""
    version, now = _waiting(version_id, paper_id), clock.now()
    for part, copy in made:
        if version is None:
            copy.drop()  # its files must not stay
            continue
        thing = media.keep(PHOTO, copy, now)
        version.pictures.append(PlanPicture(page=page, part=part, thing=thing))
    return version
