"""Where I live: commune and village, of a person or of a guest's browser."""

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.views.common import accounts, local_next, shown, viewer
from app.core import preferences
from app.core.access import PUBLIC, access
from app.core.act import Done, acts
from app.core.errors import DomainError
from app.core.forms import Line, takes
from app.places import queries as places
from app.places.models import COMMUNE, VILLAGE, Place

MOST_FOUND = 8
MAX_QUERY = 100


@accounts.get("/tai-khoan/noi-o")
@access(PUBLIC)
def choose_home() -> ResponseReturnValue:
    """Find commune and village by name, former names included."""
    return _page()


@accounts.post("/tai-khoan/noi-o")
@access(PUBLIC)
@acts(again=lambda **refused: _page(**refused))
@takes(place=Line())
def set_home(place: str) -> Done:
    """Keep the place chosen, or forget it; a village says its commune too."""
    commune, village = _chosen(place)
    _live_in(commune, village)
    if village is None and commune is not None and places.villages_of(commune):
        here = url_for("accounts.choose_home", commune=commune.code, next=local_next() or None)
        return Done(here, "")
    return Done(local_next(url_for("accounts.show")), _("Saved."))


def _page(**refused: Any) -> str:
    typed = request.values.get("q", "")[:MAX_QUERY]
    code = request.values.get("commune", "")
    commune = places.by_code(code) if code else None
    return shown(
        "accounts/choose_home.html",
        q=typed,
        found=places.search(typed, limit=MOST_FOUND) if typed else [],
        commune=commune,
        villages=places.villages_of(commune) if commune is not None else [],
        target=local_next(),
        **refused,
    )


def _chosen(code: str) -> tuple[Place | None, Place | None]:
    if not code:
        raise DomainError(_l("Choose a place from the list."), field="place")
    if code == "none":
        return None, None
    place = places.by_code(code)
    if place is None or not place.is_current or place.kind not in (COMMUNE, VILLAGE):
        raise DomainError(_l("This place is no longer there. Search for it anew."), field="q")
    return (place, None) if place.kind == COMMUNE else (place.parent, place)


def _live_in(commune: Place | None, village: Place | None) -> None:
    commune_id, village_id = (place.id if place else None for place in (commune, village))
    preferences.change(commune_id=commune_id, village_id=village_id)
    user = viewer().user
    if user is not None:
        user.home_commune_id, user.home_village_id = commune_id, village_id
