"""Groups of a village: lists of households that the head keeps, such as a women's union.

Its households are chosen a part of the village's list at a time, or among those found by words.
Whichever button is pressed keeps what is ticked in the part that is shown, and nothing else: the
ticks of other parts stand as they were kept, by whoever kept them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from flask import render_template, request, url_for
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
from app.core.forms import Form, Line, Several, needed, takes
from app.core.listing import Page
from app.core.text import line, whole
from app.places.models import Place
from app.villages.blueprint import villages
from app.villages.households import queries as homes
from app.villages.households.models import Household
from app.villages.notices import queries
from app.villages.notices.models import MAX_NAME, VillageGroup, VillageGroupHousehold
from app.villages.rights import load_village, may_head

MOST_GROUPS = 20
PART, MOST_TYPED = 20, 60
FIRST, MEMBERS = "dau", "nhom"
"""Where a button leads besides the next part: to the first one, to the group's own households."""
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


class GroupForm(Form):
    """The group's name, and of the households shown those that are ticked."""

    name = Line(MAX_NAME, NAMELESS, name="ten")
    words = Line(MOST_TYPED, name="tim")
    chosen = Several(12, name="ho")
    in_part = Several(12, name="hien")
    goes_to = Line(12, name="ve")


@villages.post("/can-bo/thon/nhom/<int:number>")
@access(may_keep_group, load=queries.group)
@acts(again=lambda found, form, **refused: _again(found, form, **refused), said=_l("Kept."))
@takes(GroupForm)
def change_group(found: VillageGroup, form: GroupForm) -> str:
    """Set the group's name, and which of the households shown belong to it; give where to go on.

    Those of another village are passed over.
    """
    wanted = set(homes.ids(found.village_id)) & _numbers(form.chosen.data)
    found.name = form.name.data
    _set_members(found, wanted, _numbers(form.in_part.data) - wanted)
    _note(found, "village.group")
    going = _next(_Asked.read(), form.words.data, form.goes_to.data)
    return url_for(".group", number=found.id, **going)


@villages.post("/can-bo/thon/nhom/<int:number>/bo")
@access(may_keep_group, load=queries.group)
@acts(said=_l("The group is deleted. Its households stay on the list."))
def drop_group(found: VillageGroup) -> str:
    code = found.village.code
    _note(found, "village.group-dropped")
    db.session.delete(found)
    return url_for(".groups", code=code)


def _numbers(typed: Iterable[str]) -> set[int]:
    return {each for each in map(whole, typed) if each is not None}


def _set_members(found: VillageGroup, wanted: set[int], unwanted: set[int]) -> None:
    mine, household = VillageGroupHousehold.group_id == found.id, VillageGroupHousehold.household_id
    db.session.execute(delete(VillageGroupHousehold).where(mine, household.in_(unwanted)))
    new = sorted(wanted - queries.members(found.id))
    if new:
        rows = [{"group_id": found.id, "household_id": each} for each in new]
        db.session.execute(insert(VillageGroupHousehold), rows)


@dataclass(frozen=True)
class _Asked:
    """Which part of the list the address names: ``after`` a number, found by words, or members."""

    words: str = ""
    after: int | None = None
    only_members: bool = False

    @classmethod
    def read(cls) -> "_Asked":
        words = line(request.args.get("q", ""), MOST_TYPED)
        return cls(words, whole(request.args.get("sau", "")), request.args.get("xem") == MEMBERS)

    @property
    def given(self) -> dict[str, Any]:
        """Give what an address says of it."""
        xem = MEMBERS if self.only_members else None
        return {"q": self.words or None, "sau": self.after, "xem": xem}


def _next(asked: _Asked, words: str, goes_to: str) -> dict[str, Any]:
    """Give what the address of the part says that is shown after a button."""
    if words != asked.words:
        return _Asked(words).given
    if goes_to in (FIRST, MEMBERS):
        return _Asked(only_members=goes_to == MEMBERS).given
    after = whole(goes_to)
    return (asked if after is None else replace(asked, after=after)).given


def _note(found: VillageGroup, verb: str) -> None:
    audit.record(viewer().reference, verb, f"village_group:{found.id}", now=clock.now())


def _list(village: Place, **more: Any) -> str:
    values = {"village": village, "groups": queries.groups(village), **FRESH, **more}
    return render_template("villages/groups/list.html", **values)


def _again(found: VillageGroup, form: GroupForm, **refused: Any) -> str:
    """Give the part back with its boxes as they were ticked."""
    others = queries.members(found.id) - _numbers(form.in_part.data)
    return _page(found, ticked=others | _numbers(form.chosen.data), **refused)


def _page(found: VillageGroup, **more: Any) -> str:
    asked, members = _Asked.read(), queries.members(found.id)
    listed = set(homes.ids(found.village_id))
    part = _part(found.village, asked, members)
    values = {
        "group": found,
        "village": found.village,
        "asked": asked,
        "here": url_for(".change_group", number=found.id, **asked.given),
        "households": part.rows,
        "next": part.after,
        "ticked": members,
        "in_all": len(listed),
        "chosen": len(listed & members),
        "first_part": FIRST,
        "members_part": MEMBERS,
        **FRESH,
    }
    return render_template("villages/groups/show.html", **{**values, **more})


def _part(village: Place, asked: _Asked, members: frozenset[int]) -> Page[Household]:
    """Give the part of the list; words find its first households, and nothing comes after."""
    if asked.words:
        return Page(homes.matching(village, asked.words)[:PART])
    return homes.page(village, asked.after, PART, members if asked.only_members else None)
