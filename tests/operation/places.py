"""A deployment of its own for a test: settings, database and folders, and its commands."""

from pathlib import Path

import pyrage
from click.testing import Result
from flask import Flask

from app.core.db import db
from app.factory import create_app
from tests.conftest import test_settings


class Place:
    """One deployment, which may be made where another one's backup is to be restored."""

    def __init__(self, folder: Path, database_url: str, **settings: str) -> None:
        """Keep all it writes in `folder`."""
        given = {"DATABASE_URL": database_url, "MEDIA_URL": f"file:{folder / 'media'}", **settings}
        self.media = folder / "media"
        self.app: Flask = create_app(test_settings(folder, **given), testing=True)

    def run(self, *words: object) -> Result:
        """Run a command as an operator would."""
        with self.app.app_context():  # else the test's own app would be asked
            done = self.app.test_cli_runner().invoke(args=[*map(str, words)])
            db.session.remove()
        return done

    def files(self) -> dict[str, bytes]:
        """What its store holds, by name."""
        found = (path for path in self.media.rglob("*") if path.is_file())
        return {str(path.relative_to(self.media)): path.read_bytes() for path in found}

    def close(self) -> None:
        """Let go of the database."""
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()


def key(folder: Path) -> tuple[Path, str]:
    """A private key's file and its public key."""
    made = pyrage.x25519.Identity.generate()
    file = folder / f"key-{made.to_public()}"
    file.write_text(f"# of a test\n{made}\n")
    return file, str(made.to_public())
