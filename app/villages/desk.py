"""The desk's page of villages: a head's own village at once; the commune's villages with reach."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.permissions import INTAKE, ISSUE_HELPER_CODE
from app.core import clock
from app.core.access import access, current_viewer
from app.places import queries as places
from app.places.models import Place
from app.villages.blueprint import villages
from app.villages.households import queries as homes
from app.villages.notices import queries as notices
from app.villages.rights import (
    chosen_commune,
    headed_villages,
    load_village,
    may_head,
    may_post,
    overseen_communes,
    works_with_villages,
)

MOST_CHOICES = 30


@villages.get("/can-bo/thon")
@access(works_with_villages)
def desk_index() -> ResponseReturnValue:
    """Go to a head's only village; list a commune's villages, or a province's communes."""
    viewer = current_viewer()
    own = headed_villages(viewer)
    communes = overseen_communes(viewer)
    if len(own) == 1 and not communes:
        return redirect(url_for(".village", code=own[0].code), 303)
    chosen = chosen_commune(communes, request.args.get("xa", ""))
    inside = list(places.villages_of(chosen)) if chosen is not None else []
    return render_template(
        "villages/desk_index.html",
        own=own,
        communes=communes,
        communes_options=[(each.code, each.title) for each in communes],
        chosen=chosen,
        **_overview([*own, *inside]),
        inside=inside,
    )


@villages.get("/can-bo/thon/<code>")
@access(may_post, load=load_village)
def village(place: Place) -> ResponseReturnValue:
    """Show a village: what was sent, how far it reached, the ways to list and groups."""
    page = notices.of_village(place, request.args.get("truoc", ""))
    viewer = current_viewer()
    return render_template(
        "villages/village.html",
        village=place,
        heads=may_head(viewer, place),
        takes_in=viewer.has(INTAKE),
        signs_in=viewer.has(ISSUE_HELPER_CODE),
        count=homes.counts([place.id]).get(place.id, (0, 0, 0)),
        rows=page.rows,
        sums=notices.sums([each.id for each in page.rows if each.sums is None]),
        now=clock.now(),
        successors=[] if place.is_current else places.current(place),
        older=url_for(".village", code=place.code, truoc=page.after) if page.after else None,
    )


def _overview(shown: list[Place]) -> dict[str, Any]:
    """Give what is counted of those villages: their lists, and how far the newest notice came."""
    ids = [each.id for each in shown]
    newest = notices.latest(ids)
    return {
        "counts": homes.counts(ids),
        "newest": newest,
        "sums": notices.sums([each.id for each in newest.values()]),
    }
