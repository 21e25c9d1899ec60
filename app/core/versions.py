"""Who changes a row says which version of it they had before them."""

from typing import TYPE_CHECKING

from sqlalchemy.orm import Mapped

from app.core.errors import StaleVersion


class Versioned:
    """A row with a ``version`` that counts its changes."""

    if TYPE_CHECKING:
        version: Mapped[int]

    def check_version(self, seen: int | None) -> None:
        """Raise ``StaleVersion`` unless ``seen``, the version on the screen, is the present one."""
        if seen != self.version:
            raise StaleVersion

    def count_version(self, seen: int | None) -> None:
        """Count one more; raises ``StaleVersion`` as ``check_version`` does."""
        self.check_version(seen)
        self.version += 1
