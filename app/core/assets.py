"""Static files under names that carry their content's hash, minified and compressed at start-up.

A name changes when the content does, so a phone keeps each file for good and asks for it once.
Sources stay readable in ``static/``; what is served is made into ``static/build`` (not committed)
when the app starts and something is missing there, by one process or by several at once.
"""

import gzip
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import brotli
from flask import Flask, abort, current_app, redirect
from flask.typing import ResponseReturnValue
from rcssmin import cssmin
from whitenoise import WhiteNoise

from app.core.access import PUBLIC, access
from app.core.config import ROOT, ConfigurationError

SOURCES = ROOT / "static"
BUILD = SOURCES / "build"
FOLDERS = ("css", "js", "icons", "vendor")
SERVED = frozenset({".css", ".js", ".svg", ".png"})
PREFIX = "/static/"
HASH_LENGTH = 6
"""Hexadecimal digits of the SHA-256 that stand in a name: 24 bits among the versions of a file."""

OF_A_RELEASE = re.compile(r"(.+)\.[0-9a-f]{6,10}(\.[a-z]+)")
MINIFIER = [sys.executable, "-m", "app.core.minifying"]
"""The scripts' minifier is a library in Go: it runs in a process of its own, so that no web
process carries its threads and memory through a fork."""
RECIPE = b"1"
"""To be changed with whatever makes other files of the same sources."""
COMPRESSED = frozenset({".css", ".js", ".svg"})


class Assets:
    """The static files of one app: from the name in the sources to the name that is served."""

    def __init__(self, build: Path) -> None:
        """Make what is missing in ``build``; the sources are read once.

        Raises:
            ConfigurationError: something is missing and cannot be written.
        """
        self._build = build
        sources = {source: _name(source) for source in _sources()}
        self.names = {source.name: name for source, name in sources.items()}
        missing = [source for source, name in sources.items() if not (build / name).exists()]
        try:
            build.mkdir(parents=True, exist_ok=True)
            _make(missing, build)
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

    def text(self, name: str) -> str:
        """Give the content of a source file as it is served; raise ``KeyError`` likewise."""
        return (self._build / self.names[name]).read_text(encoding="utf-8")


def init_app(app: Flask) -> None:
    """Serve ``/static/`` from the built files and offer ``asset(name)`` to every template."""
    made = Assets(BUILD)
    app.extensions["assets"] = made
    app.jinja_env.globals["asset"] = made.url
    app.add_url_rule(f"{PREFIX}<name>", "older_file", _older)
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(BUILD),
        prefix=PREFIX,
        allow_all_origins=False,
        immutable_file_test=lambda path, url: True,
    )


@access(PUBLIC)
def _older(name: str) -> ResponseReturnValue:
    """Lead a page of an older release, which names files that are gone, to those of today."""
    found = OF_A_RELEASE.fullmatch(name)
    made: Assets = current_app.extensions["assets"]
    bare = found[1] + found[2] if found else ""
    if bare not in made.names or made.names[bare] == name:
        abort(404)
    response = redirect(made.url(bare))
    response.headers["Cache-Control"] = "no-store"
    return response


def _sources() -> list[Path]:
    files = (file for folder in FOLDERS for file in sorted((SOURCES / folder).glob("*")))
    return [file for file in files if file.suffix in SERVED]


def _name(source: Path) -> str:
    digest = hashlib.sha256(RECIPE + source.read_bytes()).hexdigest()[:HASH_LENGTH]
    return f"{source.stem}.{digest}{source.suffix}"


def _make(missing: Sequence[Path], build: Path) -> None:
    """Write files as they are served: without comments and needless space, and compressed."""
    scripts = [source for source in missing if _is_script(source)]
    small = dict(zip(scripts, _minified([one.read_text("utf-8") for one in scripts]), strict=True))
    for source in missing:
        _put(source, small[source].encode() if source in small else _content(source), build)


def _is_script(source: Path) -> bool:
    """Tell whether it is a script of ours; vendored ones come small."""
    return source.suffix == ".js" and source.parent.name != "vendor"


def _minified(scripts: Sequence[str]) -> list[str]:
    if not scripts:
        return []
    done = subprocess.run(  # noqa: S603 - our own module, with files of ours
        MINIFIER, input=json.dumps(scripts), capture_output=True, text=True, check=True, cwd=ROOT
    )
    found: list[str] = json.loads(done.stdout)
    return found


def _content(source: Path) -> bytes:
    if source.suffix != ".css" or source.parent.name == "vendor":
        return source.read_bytes()
    return str(cssmin(source.read_text(encoding="utf-8"))).encode()


def _put(source: Path, content: bytes, build: Path) -> None:
    target = build / _name(source)
    if source.suffix in COMPRESSED:
        _write(Path(f"{target}.br"), lambda: brotli.compress(content, quality=11))
        _write(Path(f"{target}.gz"), lambda: gzip.compress(content, 9, mtime=0))
    _write(target, lambda: content)


def _write(target: Path, content: Callable[[], bytes]) -> None:
    """Put a file in place whole: another process may be making the same one."""
    if target.exists():
        return
    with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as file:
        file.write(content())
        os.fchmod(file.fileno(), 0o644)
    os.replace(file.name, target)


if __name__ == "__main__":
    Assets(BUILD)  # at the install, for a server that may write nothing here later
