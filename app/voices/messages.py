"""What can be heard, as one viewer may hear it. Rooms say so for their own things.

    messages.register("canh-bao", heard_of_alert)

``heard_of_alert(viewer, code)`` gives the ``Message``, or None where the viewer may not read it:
the room's own rule is the rule of its sound.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from flask import url_for

from app.accounts.models import Agency
from app.accounts.viewer import Viewer


@dataclass(frozen=True)
class Message:
    """Words of one thing.

    ``words`` are Vietnamese, as they are written, and ``endpoint`` is the page on which they stand.
    ``phrase`` is the fixed phrase that says the same in short, heard in the voice of one of
    ``offices`` (ids, the nearest first) or of an office of one of ``places`` (ids). ``speakers``
    are the agencies for which the viewer may say it in another language.
    """

    kind: str
    code: str
    subject: str
    title: Any
    words: str
    endpoint: str
    public: bool = False
    """Whether everybody may read it, so that anybody's cache may keep its sound."""
    phrase: str = ""
    offices: Sequence[int] = ()
    places: Sequence[int] = ()
    speakers: Sequence[Agency] = field(default=())

    @property
    def url(self) -> str:
        """Give the address of the page on which it stands."""
        return url_for(self.endpoint, code=self.code)

    @cached_property
    def digest(self) -> str:
        return hashlib.sha256(self.words.encode()).hexdigest()


Load = Callable[[Viewer, str], Message | None]
_loaders: dict[str, Load] = {}


def register(kind: str, load: Load) -> None:
    """Let things of ``kind``, a part of an address, be heard."""
    _loaders[kind] = load


def load(viewer: Viewer, kind: str, code: str) -> Message | None:
    """Give the thing as ``viewer`` may hear it; None where there is none for them."""
    found = _loaders.get(kind)
    return found(viewer, code) if found else None
