"""Templates are compiled once a run: every app of every worker reads what the first one wrote.

Compiling them all takes four seconds a language, and each worker has an app for each database.
What is folded into their code hangs on the language, the catalogues, the icons and the assets,
none of which changes while a run lasts.
"""

import os

from jinja2 import Environment, FileSystemBytecodeCache
from jinja2.bccache import Bucket

from app.core.application import Application
from tests import scratch

NEVER = ""
"""The key of what has no file: a test's own template is compiled in that test."""
FOLDER = "TEST_TEMPLATES"


class Compiled(FileSystemBytecodeCache):
    """The code of the product's templates, by language."""

    def get_bucket(
        self, environment: Environment, name: str, filename: str | None, source: str
    ) -> Bucket:
        """Give what was kept for the environment's language; nothing for what has no file."""
        spoken = getattr(environment, "spoken", NEVER)
        key = self.get_cache_key(name, f"{spoken}|{filename}") if spoken and filename else NEVER
        bucket = Bucket(environment, key, self.get_source_checksum(source))
        if key:
            self.load_bytecode(bucket)
        return bucket

    def set_bucket(self, bucket: Bucket) -> None:
        """Keep it, where it may be kept."""
        if bucket.key:
            self.dump_bytecode(bucket)


def share() -> None:
    """Let every app of this process, and of servers that it starts, read and write them."""
    folder = os.environ.get(FOLDER) or str(scratch.shared("templates"))
    os.environ[FOLDER] = folder
    Application.jinja_options = {"bytecode_cache": Compiled(folder)}
