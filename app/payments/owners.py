"""Who may own a bank account: agencies here, shops once their room registers them.

This floor knows nothing of the rooms above it, so each kind of owner brings its own answers.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from app.accounts import permissions
from app.accounts import queries as accounts
from app.accounts.models import Agency, User
from app.accounts.viewer import Viewer

AGENCY = "agency"


@dataclass(frozen=True)
class OwnerKind:
    """``load(id)`` gives the owner or None; it has a ``name``. Managers are told of changes.

    ``page(owner)`` is the address where the owner is looked after, for the way back.
    """

    kind: str
    load: Callable[[int], Any]
    may_manage: Callable[[Viewer, Any], bool]
    managers: Callable[[Any], Sequence[User]]
    page: Callable[[Any], str] | None = None


_kinds: dict[str, OwnerKind] = {}


def register(kind: OwnerKind) -> None:
    """Add a kind of owner; rooms call it when they are set up."""
    _kinds[kind.kind] = kind


def kind_named(kind: str) -> OwnerKind | None:
    """Give the kind of that name, None where nobody registered it."""
    return _kinds.get(kind)


def owner(kind: str, owner_id: int) -> Any:
    """Give the owner, None where there is none."""
    found = _kinds.get(kind)
    return found.load(owner_id) if found else None


def may_manage(viewer: Viewer, kind: str, owner_id: int) -> bool:
    """Tell whether ``viewer`` may see and change that owner's account and statements."""
    found, who = _kinds.get(kind), owner(kind, owner_id)
    return found is not None and who is not None and found.may_manage(viewer, who)


def managers(kind: str, owner_id: int) -> Sequence[User]:
    """Give whom to tell that the owner's account changed."""
    found, who = _kinds.get(kind), owner(kind, owner_id)
    return found.managers(who) if found is not None and who is not None else []


def name(kind: str, owner_id: int) -> str:
    """Give the owner's name as it is shown, empty where the owner is gone."""
    who = owner(kind, owner_id)
    return str(who.name) if who is not None else ""


def page(kind: str, owner: Any) -> str:
    """Give the address where ``owner`` is looked after, empty where its kind says none."""
    found = _kinds.get(kind)
    return found.page(owner) if found is not None and found.page is not None else ""


def _clerks(agency: Agency) -> Sequence[User]:
    return accounts.officials_with(permissions.CLERK, agency)


register(
    OwnerKind(
        AGENCY,
        accounts.agency_by_id,
        lambda viewer, agency: viewer.can(permissions.CLERK, agency),
        _clerks,
    )
)
