"""Whose a step of the chain is: named people, never nobody, and deputies for the absent."""

from collections.abc import Callable, Sequence
from datetime import datetime

from app.accounts import absences, permissions
from app.accounts.models import Agency, Right, User
from app.service_requests import people as queries
from app.service_requests.clock import chain
from app.service_requests.record import ServiceRequest

Search = Callable[[ServiceRequest], list[User]]


class InCharge:
    """The people of one run, read once: who holds what, and who stands in for whom."""

    def __init__(self, now: datetime) -> None:
        """Read nothing yet; ``now`` says who is absent."""
        self.now = now
        self._held: dict[str, Sequence[Right]] = {}
        self._deputies: dict[int, User] | None = None

    def of(self, service_request: ServiceRequest, step: str) -> list[User]:
        """Give the people a step goes to; where the place is empty, those one level up."""
        whose = chain.WHOSE[chain.plain(step)]
        for search in self._searches(whose, service_request):
            found = search(service_request)
            if found and service_request.sealed_kind:
                return found  # a deputy's lent right opens nothing sealed
            if found:
                return self._present(found)
        return []

    def _searches(self, whose: str, service_request: ServiceRequest) -> list[Search]:
        upwards = [self._handler, self._leads, self._operators, self._heads]
        if service_request.sealed_kind:
            return [self._guards]
        if whose == chain.ABOVE:
            return [self._leads_above, self._heads, self._operators, self._administrators]
        start = {chain.HANDLER: 0, chain.LEAD: 1, chain.OPERATOR: 2, chain.HEAD: 3}[whose]
        return [*upwards[start:], self._operators, self._administrators]

    def _handler(self, service_request: ServiceRequest) -> list[User]:
        assignee = service_request.assignee
        return [assignee] if assignee is not None and assignee.is_active else []

    def _leads(self, service_request: ServiceRequest) -> list[User]:
        """Give the leads of the agency, else of the nearest one above that has any."""
        agency = service_request.agency
        if agency is None:
            return []
        return _nearest(self._leading(service_request), agency)

    def _leads_above(self, service_request: ServiceRequest) -> list[User]:
        """Give the leads of the nearest agency above the one whose leads come first."""
        agency = service_request.agency
        if agency is None:
            return []
        held = self._leading(service_request)
        rights = [each for each in held if each.agency.covers(agency)]
        first = max((right.agency.depth for right in rights), default=0)
        return _nearest([right for right in rights if right.agency.depth < first], agency)

    def _operators(self, service_request: ServiceRequest) -> list[User]:
        return _users(self._holders(permissions.OPERATE))

    def _heads(self, service_request: ServiceRequest) -> list[User]:
        """Give the leads of the whole tree."""
        rights = self._leading(service_request)
        return _users([right for right in rights if right.agency.depth == 0])

    def _guards(self, service_request: ServiceRequest) -> list[User]:
        receptionists = _users(self._holders(permissions.RECEPTION))
        return list(dict.fromkeys([*receptionists, *self._operators(service_request)]))

    def _administrators(self, service_request: ServiceRequest) -> list[User]:
        return _users([r for r in self._holders(permissions.ADMINISTER) if r.agency.depth == 0])

    def _leading(self, service_request: ServiceRequest) -> Sequence[Right]:
        """Give the leads' rights; of reports about officials, those of who oversees them."""
        about = service_request.about_officials
        return self._holders(permissions.OVERSEE_OFFICIALS if about else permissions.LEAD)

    def _holders(self, permission: str) -> Sequence[Right]:
        if permission not in self._held:
            self._held[permission] = queries.holders(permission)
        return self._held[permission]

    def _present(self, people: list[User]) -> list[User]:
        if self._deputies is None:
            self._deputies = absences.deputies(self.now)
        known = self._deputies
        return list(dict.fromkeys(absences.present(each, known) for each in people))


def _nearest(rights: Sequence[Right], agency: Agency) -> list[User]:
    above = [right for right in rights if right.agency.covers(agency)]
    deepest = max((right.agency.depth for right in above), default=0)
    return _users([right for right in above if right.agency.depth == deepest])


def _users(rights: Sequence[Right]) -> list[User]:
    return list(dict.fromkeys(right.user for right in rights))
