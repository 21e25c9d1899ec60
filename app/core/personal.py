"""Personal values at rest: a key per person, wrapped by ``DATA_KEY``; look-up by blind index.

Destroying a person's key makes every value sealed under it unreadable; in a backup of before,
once that backup has aged out (docs/operating.md).
AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce in front of each ciphertext.
"""

import base64
import hmac
import os
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import structlog
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import ColumnElement, Row, insert, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Mapped, mapped_column

from app.core.config import ConfigurationError, settings
from app.core.db import db

log = structlog.get_logger()

NONCE_BYTES = 12
ANOTHER_KEY = (
    "The app cannot start: DATA_KEY is not the key that this database was written with, so no "
    "name and no phone number in it can be read. Put the right one back into the settings."
)


class PersonKey(db.Model):
    """The key under which one person's values are sealed."""

    __tablename__ = "person_key"

    id: Mapped[int] = mapped_column(primary_key=True)
    wrapped: Mapped[bytes | None]
    """None once destroyed: what was sealed stays unreadable for ever."""


class SealedTexts:
    """A row with texts under a key of its own: ``words`` is what ``words_sealed`` keeps."""

    person_key: Any

    def seal(self, **texts: str) -> None:
        """Keep these texts, by the names of the properties; empty ones are none."""
        for name, text in texts.items():
            kept = encrypt(self.person_key, text) if text else None
            setattr(self, f"{name}_sealed", kept)

    def opened(self, name: str) -> str:
        """Give a text by its property's name; empty where there is none, or its key is gone."""
        return decrypt(self.person_key, getattr(self, f"{name}_sealed")) or ""


def is_kept(person_key_id: Any) -> ColumnElement[bool]:
    """Tell of a row's key, as a condition, whether it was not destroyed yet."""
    kept: ColumnElement[bool] = person_key_id.in_(
        select(PersonKey.id).where(PersonKey.wrapped.is_not(None))
    )
    return kept


def new_key() -> PersonKey:
    """Make a person's key and add it to the session."""
    key = PersonKey(wrapped=_seal(_derived("wrap"), os.urandom(32)))
    db.session.add(key)
    return key


def new_keys(count: int) -> Sequence[Row[Any]]:
    """Make the keys of many people, stored in few statements; give them as bare rows."""
    wrap = _derived("wrap")
    made = [{"wrapped": _seal(wrap, os.urandom(32))} for _ in range(count)]
    table = PersonKey.__table__
    stored = insert(table).returning(table.c.id, table.c.wrapped)
    # In what order they come back is the database's own: each says itself which it is.
    return db.session.execute(stored, made).all()


def encrypt(key: PersonKey, text: str) -> bytes:
    """Seal ``text`` under ``key``; raise ``ValueError`` when the key was destroyed."""
    (sealed,) = encrypt_each(key.wrapped, [text])
    assert sealed is not None
    return sealed


def encrypt_each(wrapped: bytes | None, texts: Iterable[str | None]) -> list[bytes | None]:
    """Seal several values of the person whose key, as it is stored, is ``wrapped``.

    None for what is None; raises as ``encrypt``.
    """
    if wrapped is None:
        raise ValueError("this person's key was destroyed")
    cipher = AESGCM(_open(_derived("wrap"), wrapped))
    return [_sealed(cipher, text.encode()) if text is not None else None for text in texts]


def decrypt(key: PersonKey, sealed: bytes | None) -> str | None:
    """Open what ``encrypt`` sealed; None for no value, or when the key was destroyed."""
    return None if sealed is None else decrypt_each(key.wrapped, [sealed])[0]


def decrypt_each(wrapped: bytes | None, values: Sequence[bytes | None]) -> list[str | None]:
    """Open several values of the person whose key, as it is stored, is ``wrapped``."""
    if wrapped is None or not any(values):
        return [None] * len(values)
    cipher = AESGCM(_open(_derived("wrap"), wrapped))
    return [_opened(cipher, sealed).decode() if sealed is not None else None for sealed in values]


def destroy(key: PersonKey) -> None:
    """Forget the person's key: erasure."""
    key.wrapped = None


def seal(purpose: str, text: str) -> bytes:
    """Seal what belongs to no one person, such as an address that is kept for days."""
    return _seal(_derived(f"seal:{purpose}"), text.encode())


def unseal(purpose: str, sealed: bytes) -> str:
    """Open what ``seal`` sealed for the same ``purpose``."""
    return _open(_derived(f"seal:{purpose}"), sealed).decode()


def blind_index(kind: str, value: str) -> str:
    """Give the keyed hash by which ``value`` is found again; each ``kind`` has its own key."""
    return hmac.digest(_derived(f"index:{kind}"), value.encode(), "sha256").hex()


def require_key() -> None:
    """Let the app serve people only with the key that its database was written with.

    Raises:
        ConfigurationError: the newest person's key does not open.
    """
    newest = select(PersonKey.wrapped).where(PersonKey.wrapped.is_not(None))
    try:
        wrapped = db.session.scalar(newest.order_by(PersonKey.id.desc()).limit(1))
        if wrapped is not None:
            _open(_derived("wrap"), wrapped)
    except OperationalError as error:  # pages answer 503 until it can be reached
        log.warning("start.database_not_reached", error=type(error.orig).__name__)
    except InvalidTag as error:
        raise ConfigurationError(ANOTHER_KEY) from error
    finally:
        db.session.remove()
        db.engine.dispose()  # no connection is inherited by a process forked later


def _derived(purpose: str) -> bytes:
    return _derive(settings().data_key, purpose)


@lru_cache(maxsize=64)
def _derive(data_key: str, purpose: str) -> bytes:
    master = base64.urlsafe_b64decode(data_key + "=" * (-len(data_key) % 4))
    return HKDF(SHA256(), 32, salt=None, info=purpose.encode()).derive(master)


def _seal(key: bytes, plain: bytes) -> bytes:
    return _sealed(AESGCM(key), plain)


def _open(key: bytes, sealed: bytes) -> bytes:
    return _opened(AESGCM(key), sealed)


def _sealed(cipher: AESGCM, plain: bytes) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return nonce + cipher.encrypt(nonce, plain, None)


def _opened(cipher: AESGCM, sealed: bytes) -> bytes:
    return cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], None)
