"""What happens elsewhere and is felt here. Receivers only add, change or drop our own rows."""

from datetime import datetime
from typing import Any

from app.accounts import permissions, proposing
from app.accounts import queries as people
from app.accounts.models import Agency, PhoneChange, RightProposal, Session, User
from app.core import events
from app.core.preferences import language
from app.core.translated import names_of
from app.notifications import actions, queries, ringing, wishes
from app.notifications.groups import GROUPS
from app.notifications.kinds import (
    PHONE_CHANGE_ASKED,
    PHONE_CHANGE_OBJECTED,
    PHONE_CHANGED,
    RIGHT_CONFIRMED,
    RIGHT_PROPOSED,
    RIGHT_REFUSED,
    RIGHTS_PROPOSED,
    SIGN_OFF_ENDED,
    SIGNED_IN_BY_HELPER,
    Kind,
    kind_named,
    words,
)


def connect() -> None:
    """Listen to the events of the floors below."""
    events.session_ended.connect(on_session_ended)
    events.signed_in_by_helper.connect(on_signed_in_by_helper)
    events.right_proposed.connect(on_right_proposed)
    events.rights_proposed.connect(on_rights_proposed)
    events.right_decided.connect(on_right_decided)
    events.sign_off_ended.connect(on_sign_off_ended)
    events.phone_change_asked.connect(on_phone_change_asked)
    events.phone_change_objected.connect(on_phone_change_objected)
    events.phone_changed.connect(on_phone_changed)
    events.grants_claimed.connect(on_grants_claimed)
    events.person_erased.connect(on_person_erased)
    events.person_exported.connect(on_person_exported)
    events.person_exported.connect(on_choice_exported)


def on_session_ended(session: Session, now: datetime, **_: Any) -> None:
    """Stop telling the browser that signed out."""
    actions.forget_session(session)


def on_grants_claimed(user: User, grant_ids: list[int], now: datetime, **_: Any) -> None:
    """Forget the number that was left with a guest's link: the account is told from now on."""
    for wish in wishes.of_grants(grant_ids):
        wishes.take_back(wish)


def on_signed_in_by_helper(session: Session, now: datetime, **_: Any) -> None:
    """Tell the owner, who may sign that phone out from there."""
    url = f"/tai-khoan/thiet-bi/{session.code}"
    kind, key = SIGNED_IN_BY_HELPER.name, f"signed_in_by_helper:{session.code}"
    assert session.user is not None
    actions.tell([session.user], kind, {}, url, key, now=now)


def on_right_proposed(row: RightProposal, now: datetime, **_: Any) -> None:
    others = proposing.second_administrators(row)
    _tell_of_right(others, RIGHT_PROPOSED, row, now)


def on_rights_proposed(rows: list[RightProposal], now: datetime, **_: Any) -> None:
    """Tell each administrator once how many there are that they may confirm."""
    for each in people.administrators():
        count = sum(proposing.may_confirm(each, row) for row in rows)
        if count:
            url, key = "/can-bo/quan-tri/can-bo", f"rights_proposed:{rows[-1].id}"
            actions.tell([each], RIGHTS_PROPOSED.name, {"count": count}, url, key, now=now)


def on_right_decided(row: RightProposal, now: datetime, **_: Any) -> None:
    """Tell whoever proposed it, and the official it is about."""
    kind = RIGHT_CONFIRMED if row.outcome == row.CONFIRMED else RIGHT_REFUSED
    about = [each for each in (row.proposed_by, row.user) if each is not None]
    _tell_of_right([each for each in about if each.id != row.decided_by_id], kind, row, now)


def _tell_of_right(people: list[User], kind: Kind, row: RightProposal, now: datetime) -> None:
    url = f"/can-bo/quan-tri/can-bo/{row.user.code}"
    for each in people:
        # Whoever gets the right may not administer: their own page says what they hold.
        to = "/can-bo/toi" if each.id == row.user_id else url
        key = f"right_proposal:{row.id}:{kind.name}"
        actions.tell([each], kind.name, {"who": row.user.code}, to, key, now=now)


def on_sign_off_ended(agency: Agency, by_id: int | None, now: datetime, **_: Any) -> None:
    """Tell whoever leads there, and the other administrators."""
    leads = people.officials_with(permissions.LEAD, agency)
    others = people.officials_with(permissions.ADMINISTER, agency)
    page, key = (
        f"/can-bo/quan-tri/co-quan/{agency.code}",
        f"{agency.reference}:sign_off:{now.isoformat()}",
    )
    names = names_of(agency)
    for each in dict.fromkeys([*leads, *others]):
        if each.id != by_id:
            to = page if each in others else "/can-bo/lanh-dao"
            actions.tell([each], SIGN_OFF_ENDED.name, {"agency": names}, to, key, now=now)


def on_phone_change_asked(change: PhoneChange, url: str, now: datetime, **_: Any) -> None:
    """Tell the person's devices, where they may object."""
    key = f"phone_change:{change.id}"
    actions.tell([change.user], PHONE_CHANGE_ASKED.name, {}, url, key, now=now)


def on_phone_change_objected(change: PhoneChange, now: datetime, **_: Any) -> None:
    official = people.user_by_id(change.by_id) if change.by_id else None
    if official is not None:
        kind, key = PHONE_CHANGE_OBJECTED.name, f"phone_change:{change.id}:objected"
        actions.tell([official], kind, {}, "/can-bo/doi-so", key, now=now)


def on_phone_changed(user: User, now: datetime, **_: Any) -> None:
    """Tell the person's devices, the old ones too."""
    moment = now.isoformat()
    actions.tell([user], PHONE_CHANGED.name, {}, "/tai-khoan", f"phone_changed:{moment}", now=now)


def on_person_erased(user: User, now: datetime, **_: Any) -> None:
    actions.forget_person(user)


def on_person_exported(user: User, **_: Any) -> tuple[str, list[dict[str, Any]]]:
    """Give what the person was told, for the export of their data."""
    rows = []
    for each in queries.told_to(user.id):
        said = words(kind_named(each.kind), each.parameters, language())
        read_at = each.read_at.isoformat() if each.read_at else None
        told = {"title": said.title, "body": said.body, "url": each.url}
        rows.append({**told, "created_at": each.created_at.isoformat(), "read_at": read_at})
    return "notifications", rows


def on_choice_exported(user: User, **_: Any) -> tuple[str, list[dict[str, Any]]]:
    """Give the groups for which the person's phones stay silent."""
    off = ringing.silent(user.id)
    return "silent_groups", [{"title": str(each.title)} for each in GROUPS if each.name in off]
