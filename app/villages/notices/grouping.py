"""Groups of a village: lists of households that the head keeps, such as a women's union."""

from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, insert

from app.accounts.present import viewer
from app.accounts.viewer import Viewer
from app.core import audit, clock
from app.core.access import access
from app.core.act import FRESH, acts
from app.core.db import db
from app.core.errors import DomainError
from app.core.forms import Line, Several, needed, takes
from app.core.text import whole
from app.places.models import Place
from app.villages.blueprint import villages
from app.villages.households import queries as homes
from app.villages.notices import queries
from app.villages.notices.models import MAX_NAME, VillageGroup, VillageGroupHousehold
from app.villages.rights import load_village, may_head

MOST_GROUPS = 20
NAMELESS = needed(_l("Give the group a name."))


def may_keep_group(viewer: Viewer, group: VillageGroup) -> bool:
    return may_head(viewer, group.village)


@villages.get("/can-bo/thon/<code>/nhom")
@access(may_head, load=load_village)
def groups(village: Place) -> ResponseReturnValue:
    return _list(village)


@villages.post("/can-bo/thon/<code>/nhom")
@access(may_head, load=load_village)
@acts(again=lambda village, **refused: _list(village, **refused))
@takes(name=Line(MAX_NAME, NAMELESS, name="ten"))
def add_group(village: Place, name: str) -> str:
    """Begin a group; its households are chosen on the next page."""
    if len(queries.groups(village)) >= MOST_GROUPS:
        raise DomainError(_l("A village has at most %(most)s groups.", most=MOST_GROUPS))
    made = VillageGroup(village=village, name=name, created_at=clock.now())
    db.session.add(made)
    db.session.flush()
    return url_for(".group", number=made.id)


@villages.get("/can-bo/thon/nhom/<int:number>")
@access(may_keep_group, load=queries.group)
def group(found: VillageGroup) -> ResponseReturnValue:
    return _page(found)


@villages.post("/can-bo/thon/nhom/<int:number>")
@access(may_keep_group, load=queries.group)
@acts(again=lambda found, **refused: _page(found, **refused), said=_l("Kept."))
@takes(name=Line(MAX_NAME, NAMELESS, name="ten"), chosen=Several(12, name="ho"))
def change_group(found: VillageGroup, name: str, chosen: tuple[str, ...]) -> str:
    """Set the group's name and households; those of another village are passed over."""
    listed = set(homes.ids(found.village_id))
    wanted = listed & {each for each in map(whole, chosen) if each is not None}
    found.name = name
    mine = VillageGroupHousehold.group_id == found.id
    db.session.execute(delete(VillageGroupHousehold).where(mine))
    if wanted:
        rows = [{"group_id": found.id, "household_id": each} for each in sorted(wanted)]
        db.session.execute(insert(VillageGroupHousehold), rows)
    _note(found, "village.group")
    return url_for(".group", number=found.id)


@villages.post("/can-bo/thon/nhom/<int:number>/bo")
@access(may_keep_group, load=queries.group)
@acts(said=_l("The group is deleted. Its households stay on the list."))
def drop_group(found: VillageGroup) -> str:
    code = found.village.code
    _note(found, "village.group-dropped")
    db.session.delete(found)
    return url_for(".groups", code=code)


def _note(found: VillageGroup, verb: str) -> None:
    audit.record(viewer().reference, verb, f"village_group:{found.id}", now=clock.now())


def _list(village: Place, **more: Any) -> str:
    values = {"village": village, "groups": queries.groups(village), **FRESH, **more}
    return render_template("villages/groups/list.html", **values)


def _page(found: VillageGroup, **more: Any) -> str:
    values = {
        "group": found,
        "village": found.village,
        "households": homes.everyone(found.village_id),
        "members": queries.members(found.id),
        **FRESH,
    }
    return render_template("villages/groups/show.html", **{**values, **more})
