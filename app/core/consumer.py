"""The worker's ear: Huey hears the doorbell, and its threads drain the queues that were named."""

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from app.core.config import Config
from app.core.doorbell import NAME, file_for
from app.core.lazy import lazy

if TYPE_CHECKING:
    import huey
    import huey.registry
else:
    huey = lazy("huey")

TASK = "drain"


class _Names:
    """Reads what a bell writes: the name of a queue."""

    def deserialize(self, data: bytes) -> Any:
        name = bytes(data).decode(errors="replace")
        return huey.registry.Message(
            str(uuid.uuid4()), f"{__name__}.{TASK}", args=(name,), kwargs={}
        )

    def serialize(self, message: Any) -> bytes:
        return str(message.args[0]).encode()


def listen(settings: Config, drain: Callable[[str], int], threads: int) -> None:
    """Have ``threads`` threads drain what is rung for, until the process is told to stop."""
    hub_for(settings, drain).create_consumer(workers=threads, periodic=False).run()


def hub_for(settings: Config, drain: Callable[[str], int]) -> Any:
    """Give the Huey that reads the bell of this deployment and calls ``drain`` with each name."""

    def drained(queue: str) -> None:
        drain(queue)

    hub = _hub(settings)
    hub.task(name=TASK)(drained)
    return hub


def _hub(settings: Config) -> Any:
    if settings.redis_url:
        return huey.RedisHuey(NAME, url=settings.redis_url, results=False, serializer=_Names())
    return huey.SqliteHuey(
        NAME,
        filename=str(file_for(settings)),
        journal_mode="truncate",
        fsync=True,
        results=False,
        serializer=_Names(),
    )
