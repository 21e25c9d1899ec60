"""Who is looking: a person, a guest with links, or nobody. Queries and policies take it."""

from functools import cached_property
from typing import Any

from sqlalchemy import Select, select

from app.accounts import queries
from app.accounts.actors import CITIZEN, GUEST, OFFICIAL, Actor
from app.accounts.models import Agency, Right, Session, User
from app.core import clock, personal
from app.core.preferences import preferences

PSEUDONYM_DIGITS = 16
"""Hexadecimal digits: 64 bits tell the few people of one phone apart."""


class Viewer:
    """One reader for one request.

    ``grant_ids`` and ``rights`` are read from the database when first asked for, unless given.
    """

    def __init__(
        self,
        user: User | None = None,
        session: Session | None = None,
        grant_ids: frozenset[int] | None = None,
        rights: tuple[Right, ...] | None = None,
    ) -> None:
        self.user = user
        self.session = session
        self._grant_ids = grant_ids
        self._rights = rights
        self._agency_ids: dict[str, frozenset[int]] = {}

    @property
    def is_signed_in(self) -> bool:
        return self.user is not None

    @property
    def is_official(self) -> bool:
        return bool(self.rights)

    @property
    def user_id(self) -> int | None:
        """Give the person's id, None for a guest."""
        return self.user.id if self.user else None

    @property
    def is_unproved(self) -> bool:
        """Tell whether this is a person's browser in which their phone is not proved."""
        owned = self.session is not None and self.session.user_id is not None
        return owned and self.user is None and not self.is_locked

    @property
    def is_locked(self) -> bool:
        """Tell whether only the PIN is missing for the person's things to be shown."""
        session = self.session
        if session is None or session.user is None or self.user is not None:
            return False
        return session.unproved_since is None and session.is_locked(clock.now())

    @property
    def is_proved_again(self) -> bool:
        return self.session is not None and self.session.is_proved(clock.now())

    @property
    def assurance(self) -> int:
        """Give the level for which a provider vouched at this sign-in; 0 for none."""
        session = self.session if self.user is not None else None
        return (session.level or 0) if session is not None else 0

    @property
    def reference(self) -> str:
        """Give ``user:12``, or ``guest``: for idempotency keys and audit rows."""
        return self.user.reference if self.user else GUEST

    @property
    def role(self) -> str:
        """Give what the viewer is known to be in this request, as the audit log keeps it.

        Rights nobody has asked for are not read for it: then it is no official's act.
        """
        if self.user is None:
            return GUEST
        rights = self._rights if self._rights is not None else self.__dict__.get("rights", ())
        held = sorted(f"{each.permission}@{each.agency.code}" for each in rights)
        return ", ".join(held) or CITIZEN

    @cached_property
    def pseudonym(self) -> str:
        """Give the name under which this browser keeps what is the viewer's; it tells nothing.

        ``u…`` for a person, the same on all their devices; ``g…`` for a guest's session, ``g``
        alone without one.
        """
        if self.user:
            return "u" + personal.blind_index("viewer", self.user.code)[:PSEUDONYM_DIGITS]
        if self.session:
            return "g" + personal.blind_index("viewer", self.session.code)[:PSEUDONYM_DIGITS]
        return "g"

    @cached_property
    def may_keep_pages(self) -> bool:
        """Tell whether pages may stay on the phone; not where a PIN guards a shared one."""
        owner = self.session.user if self.session else None
        return owner is None or not owner.pin_hash

    @property
    def language(self) -> str:
        """Give the language to speak, as chosen in this browser."""
        return preferences().language

    @property
    def proved_phone_index(self) -> str | None:
        """Give the index of the phone the viewer proved: the account's, or a guest's."""
        if self.user:
            return self.user.phone_index
        return self.session.proved_phone_index if self.session else None

    @cached_property
    def rights(self) -> tuple[Right, ...]:
        """Give the person's rights; none for a guest."""
        if self._rights is not None:
            return self._rights
        return tuple(queries.rights_of(self.user)) if self.user else ()

    @cached_property
    def grant_ids(self) -> frozenset[int]:
        """Give the ids of the grants this browser opened or this person claimed."""
        if self._grant_ids is not None:
            return self._grant_ids
        return frozenset(queries.grant_ids(self.user, self.session))

    @property
    def knows_grants(self) -> bool:
        """Tell whether they were read already, or given."""
        return self._grant_ids is not None or "grant_ids" in self.__dict__

    def holds(self, grant_id: int | None) -> bool:
        return grant_id is not None and grant_id in self.grant_ids

    @cached_property
    def _opened(self) -> frozenset[tuple[str, int]]:
        grants = queries.grants_by_ids(self.grant_ids) if self.grant_ids else ()
        return frozenset((grant.subject_kind, grant.subject_id) for grant in grants)

    def subjects(self, kind: str) -> frozenset[int]:
        """Give the ids of the things of ``kind`` that the viewer's grants open."""
        return frozenset(number for each, number in self._opened if each == kind)

    def can(self, permission: str, agency: Agency | None) -> bool:
        """Tell whether a right allows ``permission`` in ``agency``; never without an agency."""
        return agency is not None and any(r.covers(permission, agency) for r in self.rights)

    def has_self(self, permission: str) -> bool:
        """Tell whether the person's own rights allow ``permission`` anywhere."""
        return any(r.permission == permission and r.user_id == self.user_id for r in self.rights)

    def has(self, permission: str) -> bool:
        """Tell whether ``permission`` is allowed anywhere."""
        return permission in self._held

    @cached_property
    def _held(self) -> frozenset[str]:
        return frozenset(right.permission for right in self.rights)

    def agencies(self, permission: str) -> list[Agency]:
        """Give the agencies for which ``permission`` was granted, those below left out."""
        return [right.agency for right in self.rights if right.permission == permission]

    def open_agencies(self, permission: str) -> list[Agency]:
        """Give those of ``agencies`` that are open, each once, the highest first."""
        found = {each.id: each for each in self.agencies(permission) if not each.is_closed}
        return sorted(found.values(), key=lambda each: (each.depth, each.name))

    def agency_with(self, permission: str, code: str) -> Agency | None:
        """Give the agency with that code, where ``permission`` is allowed in it."""
        found = queries.agency_by_code(code)
        return found if self.can(permission, found) else None

    def agency_ids(self, permission: str) -> frozenset[int]:
        """Give the ids of all agencies where ``permission`` is allowed, those below too."""
        if permission not in self._agency_ids:
            held = self.agencies(permission)
            self._agency_ids[permission] = frozenset(queries.ids_below(held))
        return self._agency_ids[permission]

    def agencies_below(self, permission: str) -> Select[Any]:
        """Select the ids that ``agency_ids`` gives, within a statement that asks for more."""
        return select(Agency.id).where(queries.below(self.agencies(permission)))

    def actor(self, agency: Agency | None = None, grant_id: int | None = None) -> Actor:
        """Give who acts when the viewer acts: an official where ``agency`` is given."""
        if self.user is None:
            return Actor(GUEST, grant_id=grant_id)
        if agency is not None:
            return Actor(OFFICIAL, self.user.id, agency.id)
        return Actor(CITIZEN, self.user.id)


NOBODY = Viewer(grant_ids=frozenset(), rights=())
