"""What a form sends, for tests."""

import io
from pathlib import Path

from werkzeug.datastructures import FileStorage

from tests.media import pictures


def upload(content: bytes, name: str = "photo.jpg") -> FileStorage:
    """Give an uploaded file."""
    return FileStorage(io.BytesIO(content), filename=name)


def photos(count: int) -> list[FileStorage]:
    """Give `count` good photos, each different."""
    return [upload(pictures.jpeg(60 + number, 40)) for number in range(count)]


def files(folder: Path) -> list[str]:
    """The names of the files that are kept, in order."""
    return sorted(path.name for path in folder.rglob("*") if path.is_file())
