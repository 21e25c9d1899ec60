"""What is there already, read in a few statements, with what the sheets so far will add to it."""

from collections.abc import Iterable
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts import phones
from app.accounts.actors import Actor
from app.accounts.models import Agency, Right, RightProposal, User
from app.accounts.permissions import ADMINISTER
from app.core.db import db
from app.core.text import fold, whole
from app.operation.provisioning.words import same_code
from app.places import queries as places
from app.places.models import VILLAGE, Place
from app.service_requests.models import Service, UrgencyClass

SOME = 500
"""Numbers asked for in one statement."""


class World:
    """The province as the workbook finds it, for ``actor``."""

    def __init__(self, actor: Actor) -> None:
        """Read agencies, services and classes; the rest when it is asked for."""
        self.actor = actor
        statement = select(Agency).options(selectinload(Agency.texts), joinedload(Agency.place))
        self.agencies = {each.code: each for each in db.session.scalars(statement)}
        self.services = {each.service_code: each for each in db.session.scalars(select(Service))}
        self.classes = {each.code: each for each in db.session.scalars(select(UrgencyClass))}
        self.parents = {
            code: each.parent.code if each.parent else "" for code, each in self.agencies.items()
        }
        self.kinds = {code: each.kind for code, each in self.agencies.items()}
        self.closed = {code for code, each in self.agencies.items() if each.is_closed}
        """Parents, kinds and closed agencies by code as they will be."""
        self.new_services: set[str] = set()
        self.new_classes: dict[str, str] = {}

    def agency_code(self, text: str) -> str | None:
        """Give the code that is meant, there or to come; zeros in front may have gone."""
        if text in self.parents:
            return text
        bare = same_code(text)
        alike = [code for code in self.parents if same_code(code) == bare]
        return alike[0] if len(alike) == 1 and whole(text, 12) is not None else None

    def nearest(self, code: str) -> Agency | None:
        """Give the agency, or the first one above it that is there already."""
        seen: set[str] = set()
        while code and code not in seen:
            if code in self.agencies:
                return self.agencies[code]
            seen.add(code)
            code = self.parents.get(code, "")
        return None

    def administers(self, code: str) -> bool:
        """Tell whether the actor may change what stands there; the command line may."""
        if self.actor.user_id is None:
            return True
        there = self.nearest(code)
        return there is not None and any(top.covers(there) for top in self._tops)

    @cached_property
    def _tops(self) -> list[Agency]:
        held = select(Right).where(
            Right.user_id == self.actor.user_id, Right.permission == ADMINISTER
        )
        return [right.agency for right in db.session.scalars(held)]

    def place(self, text: str) -> Place | None:
        """Give the present unit with this code, or the only one called so."""
        known = self._places.get(text)
        if known is None and whole(text, 5) is not None:
            known = self._places.get(text.zfill(5)) or self._places.get(text.zfill(2))
        if known is None:
            named = self._titles.get(fold(text), [])
            known = named[0] if len(named) == 1 else None
        return known or self._village(text)

    def _village(self, code: str) -> Place | None:
        if code not in self._villages:
            found = places.by_code(code)
            is_one = found is not None and found.kind == VILLAGE and found.is_current
            self._villages[code] = found if is_one else None
        return self._villages[code]

    @cached_property
    def _villages(self) -> dict[str, Place | None]:
        return {}

    @cached_property
    def _places(self) -> dict[str, Place]:
        province = places.province()
        units = [*([province] if province else ()), *places.communes()]
        return {each.code: each for each in units}

    @cached_property
    def _titles(self) -> dict[str, list[Place]]:
        named: dict[str, list[Place]] = {}
        for each in self._places.values():
            for title in {fold(each.title), fold(each.name)}:
                named.setdefault(title, []).append(each)
        return named

    def people(self, numbers: Iterable[str]) -> dict[str, User]:
        """Give the accounts of those numbers (E.164), with their rights."""
        by_index = {phones.index(number): number for number in numbers}
        indices, found = list(by_index), dict[str, User]()
        for start in range(0, len(indices), SOME):
            some = User.phone_index.in_(indices[start : start + SOME])
            statement = select(User).where(some).options(selectinload(User.rights))
            for user in db.session.scalars(statement):
                found[by_index[user.phone_index or ""]] = user
        return found

    def proposals(self) -> set[tuple[int, str, int]]:
        """Give the rights that wait already: (user, permission, agency)."""
        waiting = select(RightProposal.user_id, RightProposal.permission, RightProposal.agency_id)
        rows = db.session.execute(waiting.where(RightProposal.decided_at.is_(None)))
        return {(user, permission, agency) for user, permission, agency in rows}
