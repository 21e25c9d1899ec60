"""Uploads are checked and kept in the store: the part that touches no database.

It takes tens of milliseconds a photo, a third of a second for thirty seconds of speech. A view
that already read something holds the database's write lock (see core/db), so it commits first,
prepares, and only then writes its rows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import structlog
from flask_babel import LazyString, gettext
from werkzeug.datastructures import FileStorage

from app.core.db import release
from app.core.errors import Busy, DomainError
from app.core.fork_server import DecoderBusy, Undecodable
from app.media.kinds import PHOTO, VOICE, Checked, Kind
from app.media.models import file_name, new_file_key
from app.media.storage import store

log = structlog.get_logger()


@dataclass(frozen=True)
class Refusal:
    """Which of the sent files of a kind (from 1) was not taken, and why (a key of sentences)."""

    kind: Kind[Any]
    number: int
    reason: str

    def __str__(self) -> str:
        reason = self.kind.sentences[self.reason]
        if self.kind.most == 1:
            return str(reason)
        return gettext("Photo %(number)s: %(reason)s", number=self.number, reason=reason)


class Refused(DomainError):
    """Some files of a kind were not taken. The good ones are staged: commit, show the form."""

    def __init__(self, refusals: list[Refusal]) -> None:
        """Take the refusals, all of one kind; the message has a line for each."""
        super().__init__(
            LazyString(lambda: "\n".join(map(str, refusals))), field=refusals[0].kind.field
        )
        self.refusals = refusals


class TooBusy(Busy):
    """The limited processes have more to do than they can; the same form may be sent again."""

    def __init__(self, kind: Kind[Any]) -> None:
        """Say what happened, what is safe, and what to do."""
        super().__init__(kind.busy, field=kind.field)


@dataclass(frozen=True)
class CleanCopy:
    """A checked upload: its place among those of its kind (from 1), its files in the store."""

    kind: Kind[Any]
    number: int
    upload_sha256: str
    file_key: str = ""
    names: tuple[str, ...] = ()
    byte_size: int = 0
    facts: Mapping[str, Any] = field(default_factory=dict)

    def drop(self) -> None:
        """Remove its files: no row names them."""
        for name in self.names:
            store().delete(name)

    def digest(self, token: str) -> str:
        """The upload's fingerprint within one form: it tells nothing across forms."""
        return hashlib.sha256(f"{token}:{self.upload_sha256}".encode()).hexdigest()


@dataclass
class Prepared:
    """What came of the uploads of one submission."""

    copies: list[CleanCopy] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)

    def of(self, kind: Kind[Any]) -> list[CleanCopy]:
        """The copies of a kind, as they were sent."""
        return [copy for copy in self.copies if copy.kind is kind]

    def refused(self, kind: Kind[Any]) -> list[Refusal]:
        """The refusals of a kind, as they were sent."""
        return [refusal for refusal in self.refusals if refusal.kind is kind]

    @property
    def fingerprints(self) -> list[str]:
        """What tells these uploads from others: photos and voice, which citizens' forms bring."""
        photos, voices = ([copy.upload_sha256 for copy in self.of(kind)] for kind in (PHOTO, VOICE))
        return [*photos, VOICE.name, *voices]

    def leave_out(self, copy: CleanCopy) -> None:
        """Take one out again, and its files."""
        self.copies.remove(copy)
        copy.drop()

    def drop(self) -> None:
        """Remove the files: no row names them."""
        for copy in self.copies:
            copy.drop()


def prepare(uploads: Mapping[Kind[Any], Iterable[FileStorage]]) -> Prepared:
    """Check the uploads and keep what is good of them; the others become refusals.

    Empty file fields are passed over. Raises StorageFull and TooBusy, leaving no file behind.
    """
    prepared = Prepared()
    try:
        for kind, sent in uploads.items():
            chosen = _chosen(sent)
            counted = chosen[-1:] if kind.replaces else chosen
            for number, upload in enumerate(counted, 1):
                _take_in(prepared, kind, number, upload)
    except Busy:
        prepared.drop()
        raise
    return prepared


def prepare_apart(uploads: Mapping[Kind[Any], Iterable[FileStorage]]) -> Prepared:
    """Check the uploads as ``prepare`` does, with the write lock given back meanwhile.

    The caller has written nothing yet, and reads anew what it had read. Where nothing came along
    the lock is kept: given back, the request would have to wait for its turn twice.
    """
    chosen = {kind: _chosen(sent) for kind, sent in uploads.items()}
    if any(chosen.values()):
        release()
    return prepare(chosen)


def repainted(kind: Kind[Any], content: bytes, check: Callable[[bytes], Checked]) -> CleanCopy:
    """Keep what ``check`` makes of a file of ours. Raises Undecodable, TooBusy and StorageFull."""
    prepared = Prepared()
    _keep(prepared, replace(kind, check=check), 1, content)
    return prepared.copies[0]


def _chosen(sent: Iterable[FileStorage]) -> list[FileStorage]:
    return [upload for upload in sent if upload.filename or _has_content(upload)]


def _has_content(upload: FileStorage) -> bool:
    start: bytes = upload.stream.read(1)
    upload.stream.seek(0)
    return bool(start)


def _take_in(prepared: Prepared, kind: Kind[Any], number: int, upload: FileStorage) -> None:
    content: Any = upload.stream.read(kind.max_bytes + 1)
    reason = _refusal_before_decoding(kind, number, content)
    if reason is None:
        try:
            _keep(prepared, kind, number, content)
        except Undecodable as undecodable:
            reason = undecodable.reason
    if reason is not None:
        prepared.refusals.append(Refusal(kind, number, reason))


def _refusal_before_decoding(kind: Kind[Any], number: int, content: bytes) -> str | None:
    if number > kind.most:
        return "too_many"
    if not content:
        return "empty"
    return "too_many_bytes" if len(content) > kind.max_bytes else None


def _keep(prepared: Prepared, kind: Kind[Any], number: int, content: bytes) -> None:
    try:
        checked = kind.check(content)
    except DecoderBusy as error:
        log.warning("media.decoders_busy")
        raise TooBusy(kind) from error
    file_key = new_file_key()
    files = {file_name(file_key, ending): made for ending, made in checked.files.items()}
    byte_size = sum(map(len, files.values()))
    fingerprint = hashlib.sha256(content).hexdigest()
    copy = CleanCopy(kind, number, fingerprint, file_key, tuple(files), byte_size, checked.facts)
    prepared.copies.append(copy)  # before they are written: a full disk may keep the first only
    for name, made in files.items():
        store().write(name, made)
