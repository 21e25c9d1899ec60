"""Templates' compiled code: kept on the disk from one start to the next, loaded before the fork.

Compiling all of them takes seconds, loading what was compiled a twentieth of a second. What is
loaded before a server forks is shared by its processes.
"""

import hashlib
from pathlib import Path

import jinja2
import structlog
from flask import Flask
from jinja2.bccache import Bucket, FileSystemBytecodeCache

from app.core.config import ROOT

KEPT = ROOT / ".cache" / "templates"
"""Not committed. A template that changed is known by its source; whoever may write here may say
what the pages do, so the folder is its owner's alone."""

log = structlog.get_logger()


class KeptCode(FileSystemBytecodeCache):
    """Compiled templates as files in a folder that may be read-only or full."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it for the next start; where that cannot be, pages are compiled at each start."""
        try:
            super().dump_bytecode(bucket)
        except OSError as refused:
            log.info("templates.not_kept", why=type(refused).__name__)


def keep(app: Flask, kept: Path = KEPT) -> None:
    """Use what is kept, and keep what is compiled; filters and globals are there by now."""
    folder = kept / _recipe(app.jinja_env)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as refused:
        log.info("templates.not_kept", why=type(refused).__name__)
        return
    app.jinja_env.bytecode_cache = KeptCode(str(folder), "%s")


def load_all(app: Flask) -> None:
    """Have every template's code in memory."""
    for name in app.jinja_env.list_templates():
        app.jinja_env.get_template(name)


def _recipe(env: jinja2.Environment) -> str:
    """Give a name that changes with whatever makes other code of the same source."""
    known = {**env.filters, **env.tests}
    passed = sorted((name, str(getattr(it, "jinja_pass_arg", ""))) for name, it in known.items())
    made_by = (jinja2.__version__, env.trim_blocks, env.lstrip_blocks, sorted(env.extensions))
    return hashlib.sha256(repr((made_by, passed)).encode()).hexdigest()[:16]
