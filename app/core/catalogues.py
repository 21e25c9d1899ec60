"""The catalogues of translations, compiled when the app starts and they are missing or too old.

Only the ``.po`` files are kept with the code; of English only what differs from the code, since
gettext gives back what it does not find. A release that cannot speak Vietnamese does not start: to
citizens it would be no release.
"""

import os
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from app.core.config import ROOT, ConfigurationError

FOLDER = ROOT / "translations"
LANGUAGE = "vi"
PROBE = "Front page"
"""A sentence that stands on every page."""


def ensure(folder: Path = FOLDER) -> None:
    """Compile what is missing or older than its source.

    Raises:
        ConfigurationError: a catalogue cannot be written, or there is no Vietnamese in it.
    """
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        _bring_up_to_date(source)
    made = folder / LANGUAGE / "LC_MESSAGES" / "messages.mo"
    if not _speaks(made):
        raise ConfigurationError(f"The app cannot start: there is no Vietnamese in {made}.")


def compiled(source: Path) -> bytes:
    """Give what gettext reads, made from a ``.po`` file."""
    with source.open("rb") as file:
        catalog = read_po(file, locale=source.parents[1].name, ignore_obsolete=True)
    buffer = BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def replace(path: Path, content: bytes) -> None:
    """Put ``content`` at ``path`` in one step: nobody reads half a file."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    temporary.write_bytes(content)
    temporary.replace(path)


def _bring_up_to_date(source: Path) -> None:
    made = source.with_suffix(".mo")
    if made.exists() and made.stat().st_mtime_ns >= source.stat().st_mtime_ns:
        return
    content = compiled(source)
    if made.exists() and made.read_bytes() == content:
        return  # only the date of the file is older, as after a copy
    try:
        replace(made, content)
    except OSError as error:
        raise ConfigurationError(
            f"The app cannot start: {made} is missing or too old and cannot be written "
            f"({error.strerror}). Run `python -m tools.translations compile` as its owner."
        ) from error


def _speaks(made: Path) -> bool:
    try:
        with made.open("rb") as file:
            return GNUTranslations(file).gettext(PROBE) != PROBE
    except (OSError, ValueError):
        return False
