"""Who acts: passed to every method that changes something, never taken from around it."""

from dataclasses import dataclass

CITIZEN, OFFICIAL, GUEST, SYSTEM_KIND = "citizen", "official", "guest", "system"


@dataclass(frozen=True)
class Actor:
    """A person, a guest (by ``grant_id`` where there is one), or the system.

    ``agency_id`` is the agency an official acts for.
    """

    kind: str
    user_id: int | None = None
    agency_id: int | None = None
    grant_id: int | None = None

    @property
    def reference(self) -> str:
        """Give ``user:12``, ``grant:5``, ``guest`` or ``system``: for audit rows."""
        if self.user_id is not None:
            return f"user:{self.user_id}"
        if self.grant_id is not None:
            return f"grant:{self.grant_id}"
        return self.kind

    @property
    def is_official(self) -> bool:
        return self.kind == OFFICIAL

    @property
    def is_system(self) -> bool:
        """Tell whether nobody acts: a job, a command."""
        return self.kind == SYSTEM_KIND


SYSTEM = Actor(SYSTEM_KIND)
