"""The sheet of officials: one row for somebody's rights in one agency.

A row says all rights there. Grave ones are proposed to a second administrator, and nobody's own
rights are changed, as on the pages (``accounts/administering``).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.accounts import administering, phones, proposing
from app.accounts.actors import Actor
from app.accounts.models import Right, RightProposal, User
from app.accounts.models.user import MAX_NAME
from app.accounts.permissions import ADMINISTER, GRAVE, SHORT
from app.core.db import db
from app.core.errors import DomainError
from app.core.text import line
from app.operation.provisioning.agencies import NO_AGENCY, NOT_YOURS, TOO_LONG, TWICE
from app.operation.provisioning.plans import CHANGED, NEW, Detail, Do, Plan
from app.operation.provisioning.reading import Row
from app.operation.provisioning.words import Words, with_zero
from app.operation.provisioning.world import World

RIGHTS = Words(SHORT)
GIVEN, PROPOSED, TAKEN = "given", "proposed", "taken"
"""What a line says of rights, beside the columns of the sheet."""
TOLD = {
    GIVEN: _l("Rights given"),
    PROPOSED: _l("Waits for a second administrator"),
    TAKEN: _l("Rights taken away"),
}


@dataclass(frozen=True)
class Post:
    """Somebody's row: the number (E.164), the name, the code of the agency, all rights there."""

    row: Row
    phone: str
    name: str
    agency: str
    wanted: frozenset[str]


@dataclass(frozen=True)
class Change:
    """What a row does to somebody's rights."""

    given: tuple[str, ...]
    proposed: tuple[str, ...]
    taken: tuple[Right, ...]
    new_name: str

    @property
    def is_none(self) -> bool:
        return not (self.given or self.proposed or self.taken or self.new_name)


def rows() -> list[dict[str, str]]:
    """Give a row for everybody's rights in an agency, by agency and name."""
    statement = select(Right).join(Right.user).where(User.erased_at.is_(None))
    posts: dict[tuple[str, int], list[Right]] = {}
    for right in db.session.scalars(statement.options(selectinload(Right.user))):
        posts.setdefault((right.agency.path, right.user_id), []).append(right)
    return [_cells(held) for _key, held in sorted(posts.items()) if held[0].user.phone]


def _cells(held: Sequence[Right]) -> dict[str, str]:
    user, agency = held[0].user, held[0].agency
    return {
        "phone": phones.national(user.phone or "").replace(" ", ""),
        "name": user.name or user.code,
        "agency": agency.code,
        "permissions": RIGHTS.write_several(right.permission for right in held),
    }


def plan(rows: Sequence[Row], world: World, plan: Plan) -> None:
    posts = _once([post for row in rows if (post := _post(row, world)) is not None])
    _refuse_other_names(posts)
    known = world.people(post.phone for post in posts)
    waiting, noted = world.proposals(), list[RightProposal]()
    fresh = {post.phone: post.name for post in posts if post.phone not in known}
    plan.acts.append(_registering(fresh, known))
    for post in posts:
        user = known.get(post.phone)
        change = _change(post, user, world, waiting)
        if _may(post, user, change, world):
            _note(post, user, change, plan, _doing(post, change, known, world, noted))
    _refuse_no_administrator(posts, known)
    if plan.proposed:
        plan.acts.append(lambda _actor, now: proposing.tell_of(noted, now))


def _post(row: Row, world: World) -> Post | None:
    """Read a row; None for a bad one."""
    try:
        phone = phones.parse(with_zero(row.text("phone")))
    except DomainError as error:
        phone = ""
        row.refuse("phone", error.message)
    name = line(row.text("name"), MAX_NAME + 1)
    if len(name) > MAX_NAME:
        row.refuse("name", TOO_LONG % {"max": MAX_NAME})
    agency = world.agency_code(row.text("agency"))
    if agency is None:
        row.refuse("agency", NO_AGENCY)
    elif not world.administers(agency):
        row.refuse("agency", NOT_YOURS)
        agency = None
    wanted = row.read("permissions", RIGHTS.read_several, [])
    if not (phone and agency and wanted and len(name) <= MAX_NAME):
        return None
    return Post(row, phone, name, agency, frozenset(wanted))


def _once(posts: Sequence[Post]) -> list[Post]:
    seen: dict[tuple[str, str], int] = {}
    kept = []
    for post in posts:
        first = seen.setdefault((post.phone, post.agency), post.row.number)
        if first == post.row.number:
            kept.append(post)
        else:
            post.row.refuse("phone", TWICE % {"row": first})
    return kept


def _refuse_other_names(posts: Sequence[Post]) -> None:
    named: dict[str, Post] = {}
    for post in posts:
        first = named.setdefault(post.phone, post)
        if first.name != post.name:
            post.row.refuse(
                "name", _l("Row %(row)s has another name with this number: “%(name)s”.",
                           row=first.row.number, name=first.name))  # fmt: skip


def _change(
    post: Post, user: User | None, world: World, waiting: set[tuple[int, str, int]]
) -> Change:
    agency = world.agencies.get(post.agency)
    held = {
        right.permission: right
        for right in (user.rights if user is not None and agency is not None else ())
        if agency is not None and right.agency_id == agency.id
    }
    asked = {
        each for each in post.wanted
        if user is not None and agency is not None and (user.id, each, agency.id) in waiting
    }  # fmt: skip
    fresh = [each for each in SHORT if each in post.wanted - held.keys() - asked]
    is_official = user is not None and (user.is_official or bool(user.rights))
    renamed = is_official and user is not None and user.name != post.name
    return Change(
        given=tuple(each for each in fresh if each not in GRAVE),
        proposed=tuple(each for each in fresh if each in GRAVE),
        taken=tuple(right for name, right in held.items() if name not in post.wanted),
        new_name=post.name if renamed else "",
    )


def _may(post: Post, user: User | None, change: Change, world: World) -> bool:
    """Ask the rules that hold on the pages too; what speaks against it is noted at the row."""
    if user is None or change.is_none:
        return True
    if user.id == world.actor.user_id:
        post.row.refuse(None, proposing.OWN)
        return False
    if user.is_active and all(world.administers(right.agency.code) for right in user.rights):
        return True
    closed = _l("This account is closed. Open it again first.")
    post.row.refuse("phone", NOT_YOURS if user.is_active else closed)
    return False


def _note(post: Post, user: User | None, change: Change, plan: Plan, do: Do) -> None:
    if user is not None and change.is_none:
        plan.same(post.row)
        return
    rights = ((GIVEN, change.given), (PROPOSED, change.proposed),
              (TAKEN, tuple(right.permission for right in change.taken)))  # fmt: skip
    told = [Detail(name, "", RIGHTS.write_several(held)) for name, held in rights if held]
    if user is not None and change.new_name:
        told.insert(0, Detail("name", user.name, change.new_name))
    is_new = user is None or not (user.is_official or user.rights)
    name = post.name if user is None else (user.name or post.name)
    what = f"{name} · {phones.masked(post.phone)} · {post.agency}"
    plan.proposed += len(change.proposed)
    plan.taken += len(change.taken)
    plan.will(post.row, NEW if is_new else CHANGED, what, told, do)


def _registering(fresh: Mapping[str, str], known: dict[str, User]) -> Do:
    def do(_actor: Actor, now: datetime) -> None:
        known.update(zip(fresh, User.register_all(fresh.items(), now), strict=True))

    return do


def _doing(
    post: Post, change: Change, known: dict[str, User], world: World, noted: list[RightProposal]
) -> Do:
    def do(actor: Actor, now: datetime) -> None:
        agency = world.agencies[post.agency]
        user = known[post.phone]
        if change.new_name:
            administering.rename(user, change.new_name, actor, now)
        elif not user.name:
            user.rename(post.name)
        for permission in change.given:
            administering.give_right(user, permission, agency, actor, now)
        noted.extend(proposing.note(user, each, agency, actor, now) for each in change.proposed)
        for right in change.taken:
            administering.take_right(right, actor, now)

    return do


def _refuse_no_administrator(posts: Sequence[Post], known: Mapping[str, User]) -> None:
    """Refuse a workbook after which nobody would administer anything."""
    taken = {
        (user.id, post.agency): post.row
        for post in posts
        if (user := known.get(post.phone)) is not None and ADMINISTER not in post.wanted
    }
    statement = select(Right).where(Right.permission == ADMINISTER)
    rights = db.session.scalars(statement.options(selectinload(Right.user))).all()
    held = [right for right in rights if right.user.is_active]
    ends = [right for right in held if (right.user_id, right.agency.code) in taken]
    if held and len(ends) == len(held):
        row = taken[ends[0].user_id, ends[0].agency.code]
        row.refuse("permissions", _l("Nobody would administer any longer."))
