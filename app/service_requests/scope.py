"""What an official works on, read once a request: which agencies, and what beyond them.

The same rules as ``policies.may_handle``, in the shape a WHERE clause needs; a test holds the
two together.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select, true

from app.accounts import permissions
from app.accounts.models import Agency
from app.accounts.queries import below
from app.accounts.viewer import Viewer
from app.core.db import db
from app.service_requests.record import ServiceRequest

MOST_BRANCHES = 20
"""Up to so many agencies are each walked by their own index; beyond, the province is."""


@dataclass(frozen=True)
class Scope:
    """Ids of the agencies whose ordinary reports, and whose reports about officials, are seen."""

    user_id: int | None
    everything: bool
    sealed: bool
    ordinary: frozenset[int]
    about_officials: frozenset[int]

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing but sealed reports is seen."""
        return not (self.everything or self.ordinary or self.about_officials)

    @property
    def shows_agency(self) -> bool:
        """Tell whether reports of more than one agency are seen, so that each names its own."""
        return self.everything or len(self.ordinary | self.about_officials) > 1

    def condition(self) -> ColumnElement[bool]:
        """Give the condition of a report that is not sealed to be in scope."""
        return true() if self.everything else or_(false(), *self._parts())

    def branches(self) -> list[ColumnElement[bool]]:
        """Give conditions that together are ``condition``, one for each agency where they are few.

        A list ordered by date walks one index for each, instead of sorting all they have.
        """
        return [
            self.condition()
            if each is None
            else and_(ServiceRequest.agency_id == each, *self._kinds(each))
            for each in self.branch_agencies()
        ]

    def branch_agencies(self) -> list[int | None]:
        """Give the agency of each of ``branches``, in their order; None for one over several."""
        agencies: list[int | None] = [*sorted(self.ordinary | self.about_officials)]
        few = not self.everything and 0 < len(agencies) <= MOST_BRANCHES
        return agencies if few else [None]

    def _kinds(self, agency_id: int) -> list[Any]:
        if agency_id in self.ordinary and agency_id in self.about_officials:
            return []
        about = ServiceRequest.about_officials
        return [about.is_(agency_id in self.about_officials)]

    def _parts(self) -> list[ColumnElement[bool]]:
        agency_id, about = ServiceRequest.agency_id, ServiceRequest.about_officials
        if self.ordinary == self.about_officials:
            return [agency_id.in_(sorted(self.ordinary))]
        return [
            and_(agency_id.in_(sorted(ids)), about.is_(is_about))
            for ids, is_about in ((self.ordinary, False), (self.about_officials, True))
            if ids
        ]


def scope_of(viewer: Viewer) -> Scope:
    """Find out what ``viewer`` works on, in one statement at most."""
    everything = viewer.has(permissions.OPERATE)
    overseen = viewer.agencies(permissions.OVERSEE_OFFICIALS)
    handled = viewer.agencies(permissions.HANDLE) + viewer.agencies(permissions.LEAD)
    paths = {} if everything or not (handled or overseen) else _paths(handled + overseen)
    return Scope(
        user_id=viewer.user_id,
        everything=everything,
        sealed=viewer.has_self(permissions.OPERATE) or viewer.has(permissions.RECEPTION),
        ordinary=_covered(handled, paths),
        about_officials=_covered(overseen, paths),
    )


def _paths(tops: list[Agency]) -> dict[int, str]:
    rows = db.session.execute(select(Agency.id, Agency.path).where(below(tops)))
    return {agency_id: path for agency_id, path in rows}


def _covered(tops: list[Agency], paths: dict[int, str]) -> frozenset[int]:
    starts = tuple(top.path for top in tops)
    return frozenset(each for each, path in paths.items() if path.startswith(starts))
