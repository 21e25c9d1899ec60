"""Templates are compiled once: every app of every worker, and the next run, reads what was written.

Compiling them all takes four seconds a language, and each worker has an app for each database.
What is folded into their code hangs on the language, the catalogues, the icons, the assets and
our own code: where one of these files is another, or newer, everything is compiled anew.
"""

import hashlib
import marshal
import os
import shutil
import sys
import tempfile
from pathlib import Path

import jinja2
from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket

from app.core.application import Application

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / ".cache" / "templates"
FOLDED_IN = ("app", "static/css", "static/icons", "static/js", "static/vendor", "translations")
MANY = 4
"""How many states are kept: another run may be at work on one of them."""
NEVER = ""
"""The key of what has no file: a test's own template is compiled in that test."""
FOLDER = "TEST_TEMPLATES"


class Compiled(BytecodeCache):
    """The code of the product's templates, by language: a file each, the text's checksum first."""

    def __init__(self, folder: Path) -> None:
        """Keep them in that folder."""
        self.folder = folder

    def get_bucket(
        self, environment: Environment, name: str, filename: str | None, source: str
    ) -> Bucket:
        """Give what was kept for the environment's language; nothing for what has no file."""
        spoken = getattr(environment, "spoken", NEVER)
        key = self.get_cache_key(name, f"{spoken}|{filename}") if spoken and filename else NEVER
        bucket = Bucket(environment, key, self.get_source_checksum(source))
        self.load_bytecode(bucket)
        return bucket

    def load_bytecode(self, bucket: Bucket) -> None:
        """Read the code, where it is of this text."""
        file = self.folder / bucket.key
        kept = file.read_bytes() if bucket.key and file.exists() else b""
        checksum = bucket.checksum.encode()
        if kept.startswith(checksum):
            bucket.code = marshal.loads(kept[len(checksum) :])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code, where it may be kept; whole, since other workers read meanwhile."""
        if not bucket.key:
            return
        with tempfile.NamedTemporaryFile(dir=self.folder, delete=False) as file:
            file.write(bucket.checksum.encode() + marshal.dumps(bucket.code))
        os.replace(file.name, self.folder / bucket.key)


def share() -> None:
    """Let every app of this process, and of processes that it starts, read and write them."""
    if FOLDER not in os.environ:
        os.environ[FOLDER] = str(_folder())
    Application.jinja_options = {"bytecode_cache": Compiled(Path(os.environ[FOLDER]))}


def _folder() -> Path:
    """The folder of what was compiled from the files as they are; the oldest ones go."""
    wanted = KEPT / _state()
    wanted.mkdir(parents=True, exist_ok=True)
    for older in sorted(KEPT.iterdir(), key=lambda each: each.stat().st_mtime)[:-MANY]:
        if older != wanted:
            shutil.rmtree(older, ignore_errors=True)
    return wanted


def _state() -> str:
    found = hashlib.sha256(f"{sys.version} {jinja2.__version__}".encode())
    for file in sorted(each for folder in FOLDED_IN for each in (ROOT / folder).rglob("*.*")):
        if file.suffix != ".pyc":
            made = file.stat()
            found.update(f"{file} {made.st_size} {made.st_mtime_ns}".encode())
    return found.hexdigest()[:16]
