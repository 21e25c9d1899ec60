"""Static files under names that carry their content's hash, minified and compressed at start-up.

A name changes when the content does, so a phone keeps each file for good and asks for it once.
Sources stay readable in ``static/``; what is served is made into ``static/build`` (not committed)
when the app starts and something is missing there, by one process or by several at once.
"""

import gzip
import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import brotli
from flask import Flask
from rcssmin import cssmin
from rjsmin import jsmin
from whitenoise import WhiteNoise

from app.core.config import ROOT, ConfigurationError

SOURCES = ROOT / "static"
BUILD = SOURCES / "build"
FOLDERS = ("css", "js", "icons", "vendor")
SERVED = frozenset({".css", ".js", ".svg", ".png"})
PREFIX = "/static/"
HASH_LENGTH = 10
"""Hexadecimal digits of the SHA-256 that stand in a name: 40 bits among a few dozen files."""

MINIFIERS: dict[str, Callable[[str], str]] = {".css": cssmin, ".js": jsmin}
COMPRESSED = frozenset({".css", ".js", ".svg"})


class Assets:
    """The static files of one app: from the name in the sources to the name that is served."""

    def __init__(self, build: Path) -> None:
        """Make what is missing in ``build``; the sources are read once.

        Raises:
            ConfigurationError: something is missing and cannot be written.
        """
        try:
            build.mkdir(parents=True, exist_ok=True)
            self.names = {source.name: _built(source, build) for source in _sources()}
        except OSError as error:
            raise ConfigurationError(
                f"The app cannot start: static files are made in {build}, which cannot be "
                f"written ({error.strerror}). Start it once as who may write there."
            ) from error

    def url(self, name: str) -> str:
        """Give the address of a source file by its bare name, ``app.css``.

        Raises:
            KeyError: there is no such file.
        """
        return PREFIX + self.names[name]


def init_app(app: Flask) -> None:
    """Serve ``/static/`` from the built files and offer ``asset(name)`` to every template."""
    made = Assets(BUILD)
    app.extensions["assets"] = made
    app.jinja_env.globals["asset"] = made.url
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(BUILD),
        prefix=PREFIX,
        allow_all_origins=False,
        immutable_file_test=lambda path, url: True,
    )


def _sources() -> list[Path]:
    files = (file for folder in FOLDERS for file in sorted((SOURCES / folder).glob("*")))
    return [file for file in files if file.suffix in SERVED]


def _built(source: Path, build: Path) -> str:
    """Write ``source`` as it is served, unless it is there, and give its name."""
    content = _minified(source)
    digest = hashlib.sha256(content).hexdigest()[:HASH_LENGTH]
    target = build / f"{source.stem}.{digest}{source.suffix}"
    if source.suffix in COMPRESSED:
        _write(Path(f"{target}.br"), lambda: brotli.compress(content, quality=11))
        _write(Path(f"{target}.gz"), lambda: gzip.compress(content, 9, mtime=0))
    _write(target, lambda: content)
    return target.name


def _minified(source: Path) -> bytes:
    """Give the content without comments and needless space; vendored files come small."""
    minify = MINIFIERS.get(source.suffix)
    if minify is None or source.parent.name == "vendor":
        return source.read_bytes()
    return minify(source.read_text(encoding="utf-8")).encode()


def _write(target: Path, content: Callable[[], bytes]) -> None:
    """Put a file in place whole: another process may be making the same one."""
    if target.exists():
        return
    with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as file:
        file.write(content())
        os.fchmod(file.fileno(), 0o644)
    os.replace(file.name, target)
