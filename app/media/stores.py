"""What all places for files share: what is told where they fail, and the name of what is tried."""

from flask_babel import lazy_gettext as _l

from app.core.errors import Busy

INCOMING = ".incoming"
"""Begins the names of what is being written or tried; a backup leaves it out."""


class StorageFull(Busy):
    """The store took nothing; the same submission may be sent again later (503)."""

    def __init__(self) -> None:
        """Say what happened, what is safe, and what to do."""
        super().__init__(
            _l(
                "The server cannot keep photos just now, so nothing was sent. "
                "Your report is still on your phone: please send it again in a few minutes."
            ),
            field="photos",
        )


class StorageAway(Busy):
    """The store does not answer; what lies in it is safe (503)."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__(
            _l("Photos and recordings cannot be shown just now. Please try again in a few minutes.")
        )
