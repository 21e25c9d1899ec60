"""What happens elsewhere and is felt here. Receivers only add, change or drop our own rows."""

from datetime import datetime
from typing import Any

from app.accounts.models import Session, User
from app.core import events
from app.core.preferences import language
from app.notifications import actions, queries
from app.notifications.kinds import PHONE_CHANGED, SIGNED_IN_BY_HELPER, kind_named, words


def connect() -> None:
    """Listen to the events of the floors below."""
    events.session_ended.connect(on_session_ended)
    events.signed_in_by_helper.connect(on_signed_in_by_helper)
    events.phone_changed.connect(on_phone_changed)
    events.person_erased.connect(on_person_erased)
    events.person_exported.connect(on_person_exported)


def on_session_ended(session: Session, now: datetime, **_: Any) -> None:
    """Stop telling the browser that signed out."""
    actions.forget_session(session)


def on_signed_in_by_helper(session: Session, now: datetime, **_: Any) -> None:
    """Tell the owner, who may sign that phone out from there."""
    url = f"/tai-khoan/thiet-bi/{session.code}"
    kind, key = SIGNED_IN_BY_HELPER.name, f"signed_in_by_helper:{session.code}"
    assert session.user is not None
    actions.tell([session.user], kind, {}, url, key, now=now)


def on_phone_changed(user: User, now: datetime, **_: Any) -> None:
    """Tell the person's devices, the old ones too."""
    moment = now.isoformat()
    actions.tell([user], PHONE_CHANGED.name, {}, "/tai-khoan", f"phone_changed:{moment}", now=now)


def on_person_erased(user: User, now: datetime, **_: Any) -> None:
    """Erase what the person was told."""
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
