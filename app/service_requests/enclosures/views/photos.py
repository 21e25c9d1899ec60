"""A report's photos: served by the report's own rule."""

from dataclasses import dataclass

from flask.typing import ResponseReturnValue

from app.accounts.viewer import Viewer
from app.core.access import PUBLIC, access
from app.media.models import Photo
from app.media.serving import serve
from app.service_requests import loading
from app.service_requests.blueprint import service_requests
from app.service_requests.enclosures.queries import photo_by_code
from app.service_requests.enclosures.rights import is_public_photo, may_see_photo


@dataclass(frozen=True)
class Asked:
    """A photo that the viewer may see, the size wanted, and whether everybody may see it."""

    photo: Photo
    size: str
    public: bool


def load_photo(viewer: Viewer, code: str, photo: str, size: str) -> Asked | None:
    """Give what is asked for, where the viewer may see it."""
    found = loading.by_code(viewer, code)
    link = photo_by_code(found.id, photo) if found is not None else None
    if found is None or link is None or not may_see_photo(viewer, found, link):
        return None
    return Asked(link.photo, size, is_public_photo(found, link))


@service_requests.get("/phan-anh/<code>/anh/<photo>-<size>.webp")
@access(PUBLIC, load=load_photo)
def photo(asked: Asked) -> ResponseReturnValue:
    """Serve one size of a photo; only a public one may be kept by anybody."""
    return serve(asked.photo, asked.size, public=asked.public)
