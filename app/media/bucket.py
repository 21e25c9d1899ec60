"""Files in a bucket of an S3-compatible store: plain PUT, GET, DELETE and LIST, nothing else.

A file is written whole or not at all by the store itself. Nothing asks it to refuse what is there
already: few stores do, and file names are random.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from secrets import token_hex
from typing import TYPE_CHECKING, Any

import structlog

from app.core.lazy import lazy
from app.media.stores import INCOMING, StorageAway, StorageFull

if TYPE_CHECKING:
    import obstore
    import obstore.exceptions
    import obstore.store
else:
    obstore = lazy("obstore")
    obstore.exceptions = lazy("obstore.exceptions")
    obstore.store = lazy("obstore.store")

log = structlog.get_logger()

SECONDS, SECONDS_TO_CONNECT = 10, 3
TRIES_MORE = 2


@dataclass(frozen=True)
class Access:
    """Where the store is, and as whom it is asked."""

    endpoint: str
    region: str
    key: str
    secret: str

    def store(self, bucket: str, prefix: str, seconds: int, to_connect: int, tries: int) -> Any:
        """Open a bucket; ``seconds`` bound a request and its repeats, ``tries`` their number."""
        return obstore.store.S3Store(
            bucket,
            prefix=prefix or None,
            endpoint=self.endpoint,
            region=self.region,
            access_key_id=self.key,
            secret_access_key=self.secret,
            virtual_hosted_style_request=False,
            client_options={
                "timeout": timedelta(seconds=seconds),
                "connect_timeout": timedelta(seconds=to_connect),
                "allow_http": self.endpoint.startswith("http://"),
            },
            retry_config={
                "max_retries": tries,
                "retry_timeout": timedelta(seconds=seconds),
            },
        )


class Bucket:
    """A store in a bucket, below a prefix where one is named."""

    def __init__(self, bucket: str, prefix: str, access: Access) -> None:
        """Nothing is connected before it is first used: processes may be forked until then."""
        self.bucket, self.prefix, self.access = bucket, prefix, access

    def write(self, name: str, content: bytes) -> None:
        """Keep `content` under `name`, replacing what was there. Raises StorageFull."""
        with _told(StorageFull, name):
            obstore.put(self._store, _fit(name), content, use_multipart=False)

    def read(self, name: str) -> bytes | None:
        """Give what is kept under `name`. Raises StorageAway where the store does not answer."""
        with _told(StorageAway, name):
            try:
                return bytes(obstore.get(self._store, _fit(name)).bytes())
            except (FileNotFoundError, obstore.exceptions.NotFoundError):
                return None

    def delete(self, name: str) -> None:
        """Remove `name`; one that is not there is fine."""
        with _told(StorageAway, name):
            try:
                obstore.delete(self._store, _fit(name))
            except (FileNotFoundError, obstore.exceptions.NotFoundError):
                return

    def names(self, before: datetime) -> Iterator[str]:
        """Give the names last written before `before` (aware), a thousand to a question."""
        with _told(StorageAway, ""):
            for some in obstore.list(self._store, chunk_size=1_000):
                yield from (one["path"] for one in some if one["last_modified"] < before)

    def try_out(self) -> None:
        """Write something, read it, take it away again. Raises StorageFull."""
        name, said = f"{INCOMING}/{token_hex(16)}", b"tried out"
        self.write(name, said)
        try:
            if self.read(name) != said:
                raise StorageFull
            self.delete(name)
        except StorageAway as error:
            raise StorageFull from error

    @cached_property
    def _store(self) -> Any:
        return self.access.store(self.bucket, self.prefix, SECONDS, SECONDS_TO_CONNECT, TRIES_MORE)


def _fit(name: str) -> str:
    if name.startswith("/") or ".." in name.split("/"):
        raise ValueError("a name outside the bucket")
    return name


@contextmanager
def _told(kind: type[StorageFull | StorageAway], name: str) -> Iterator[None]:
    """Say in our words that the store failed; what it said stands in the log."""
    try:
        yield
    except (obstore.exceptions.BaseError, OSError) as error:
        log.error(
            "media.store_failed", name=name, error=type(error).__name__, said=str(error)[:300]
        )
        raise kind from error
