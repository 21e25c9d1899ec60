"""Keeps translations/<language>/LC_MESSAGES/messages.po in step with the code.

`python -m tools.translations update` extracts every string and rewrites the catalogues,
`compile` makes the .mo files that the product reads, `check` fails on a string that is
untranslated, stale, missing, or whose placeholders differ from the English.

English sentences are the keys, so the English catalogue is made and not kept: gettext gives a
sentence back as it stands in the code, and translations/en holds only those that read otherwise.
The Vietnamese one is whole, written by people and never guessed.
"""

import fcntl
import os
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

from app.core import catalogues

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("vi", "en")
SOURCE_LANGUAGE = "en"
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "_l": None,
    "lazy_gettext": None,
    "lazy_ngettext": (1, 2),
    "lazy_pgettext": ((1, "c"), 2),
}
PLACEHOLDER = re.compile(r"%(?:\((\w+)\))?[#0\- +]*\d*(?:\.\d+)?[sdifgx]")
# Catalogues carry no date of their own: version control knows it, and two branches
# that add different strings should not conflict on a header.
UNDATED = datetime(2026, 1, 1, tzinfo=UTC)

Words = str | list[str] | tuple[str, ...]
"""A message's text, or its singular and plural forms."""


def catalogue_path(language: str, root: Path = ROOT) -> Path:
    """The .po file of a language."""
    return root / "translations" / language / "LC_MESSAGES" / "messages.po"


def extract(root: Path = ROOT) -> Catalog:
    """Every translatable string of app/ and templates/, with where it stands."""
    with (root / "babel.cfg").open(encoding="utf-8") as config:
        methods, options = parse_mapping_cfg(config, filename="babel.cfg")
    found = Catalog(charset="utf-8")
    for name, line, message, _comments, context in extract_from_dir(
        root, methods, options, KEYWORDS, directory_filter=_is_ours
    ):
        found.add(message, None, [(Path(name).as_posix(), line)], context=context)
    return found


def _is_ours(folder: str | os.PathLike[str]) -> bool:
    name = os.path.basename(folder)
    return not name.startswith((".", "_")) and name not in {"instance", "static", "tests", "tools"}


def read(language: str, root: Path = ROOT) -> Catalog:
    """The catalogue of a language as it is on disk; an empty one when there is none yet."""
    path = catalogue_path(language, root)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language, ignore_obsolete=True)


def merged(
    template: Catalog, old: Catalog, language: str, given: Mapping[str, str | list[str]]
) -> Catalog:
    """A catalogue with exactly the template's strings: `given` wins, what was there stays.

    `given` maps an English sentence (the singular one) to its translation. Of English, only
    what differs from the code.
    """
    new = Catalog(
        locale=language,
        charset="utf-8",
        project="citizen-app",
        version="1",
        header_comment="",
        creation_date=UNDATED,
        revision_date=UNDATED,
        fuzzy=False,
    )
    for message in messages(template):
        before = old.get(_singular(message.id), message.context)
        text = _translation(message, before, new.num_plurals, language, given)
        if language != SOURCE_LANGUAGE or _differs(message.id, text):
            new.add(message.id, text, message.locations, context=message.context)
    return new


def _differs(id: Words, text: Words | None) -> bool:
    return _forms(id) != _forms(text)


def _translation(
    message: Message,
    before: Message | None,
    forms: int,
    language: str,
    given: Mapping[str, str | list[str]],
) -> Words:
    plural = isinstance(message.id, tuple)
    text = given.get(_singular(message.id))
    if text is not None:
        listed = [text] if isinstance(text, str) else list(text)
        return tuple((listed * forms)[:forms]) if plural else listed[0]
    if before is not None and before.string and isinstance(before.id, tuple) == plural:
        return before.string
    if language == SOURCE_LANGUAGE:
        return message.id
    return ("",) * forms if plural else ""


def _singular(words: Words) -> str:
    return words if isinstance(words, str) else words[0]


def _forms(words: Words | None) -> list[str]:
    """Every form of a message, whether it has a plural or not."""
    return [words] if isinstance(words, str) else list(words or [])


def messages(catalog: Catalog) -> Iterator[Message]:
    """The catalogue's messages without its header."""
    return (message for message in catalog if message.id)


def write(language: str, catalog: Catalog, root: Path = ROOT) -> None:
    """Writes a .po sorted by its strings and without line numbers, to keep changes small."""
    buffer = BytesIO()
    write_po(buffer, catalog, width=100, sort_output=True, include_lineno=False)
    lines = buffer.getvalue().decode().split("\n")
    dropped = (
        '"POT-Creation-Date',
        '"PO-Revision-Date',
        '"Generated-By',
        '"Last-Translator',
        '"Language-Team',
        '"Report-Msgid-Bugs-To',
    )
    _replace(
        catalogue_path(language, root),
        "\n".join(line for line in lines if not line.startswith(dropped)).encode(),
    )


def _replace(path: Path, content: bytes) -> None:
    """Puts content at path in one step, so that a reader never sees half a file."""
    if path.exists() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogues.replace(path, content)


def update(given: Mapping[str, str | list[str]] | None = None, root: Path = ROOT) -> Catalog:
    """Rewrites every catalogue from the code; `given` holds new Vietnamese. Gives the template."""
    template = extract(root)
    for language in LANGUAGES:
        words = (given or {}) if language != SOURCE_LANGUAGE else {}
        write(language, merged(template, read(language, root), language, words), root)
    return template


def compile_all(root: Path = ROOT) -> None:
    """Makes the .mo file beside every .po."""
    for language in LANGUAGES:
        path = catalogue_path(language, root)
        _replace(path.with_suffix(".mo"), catalogues.compiled(path))


def untranslated(catalog: Catalog) -> list[str]:
    """The English sentences that have no (complete) translation in the catalogue."""
    return [
        _singular(message.id) for message in messages(catalog) if not all(_forms(message.string))
    ]


def problems(root: Path = ROOT) -> list[str]:
    """What is wrong with the catalogues, a line each; empty when they are complete."""
    template = extract(root)
    return [line for language in LANGUAGES for line in _problems_of(language, template, root)]


def _problems_of(language: str, template: Catalog, root: Path) -> Iterator[str]:
    catalog = read(language, root)
    wanted = {(message.id, message.context): message for message in messages(template)}
    present = {(message.id, message.context): message for message in messages(catalog)}
    if language == SOURCE_LANGUAGE:
        yield from _problems_of_the_source(catalog, root)
    else:
        for key in wanted.keys() - present.keys():
            yield f"{language}: missing {key[0]!r} ({where(wanted[key])})"
    for key in present.keys() - wanted.keys():
        yield f"{language}: stale {key[0]!r}"
    for text in untranslated(catalog):
        yield f"{language}: untranslated {text!r}"
    for message in messages(catalog):
        if not _placeholders_agree(message):
            yield f"{language}: other placeholders than the English in {message.id!r}"


def _problems_of_the_source(catalog: Catalog, root: Path) -> Iterator[str]:
    if not catalogue_path(SOURCE_LANGUAGE, root).exists():
        yield f"{SOURCE_LANGUAGE}: there is no catalogue"
    for message in messages(catalog):
        if not _differs(message.id, message.string):
            yield f"{SOURCE_LANGUAGE}: says what the code says {message.id!r}"


def _placeholders_agree(message: Message) -> bool:
    """Whether each form uses only placeholders of the English (a plural may leave some out)."""
    english, translated = _forms(message.id), _forms(message.string)
    offered = {name for text in english for name in PLACEHOLDER.findall(text)}
    used = [set(PLACEHOLDER.findall(text)) for text in translated if text]
    if len(english) > 1:
        return all(names <= offered for names in used)
    return all(names == offered for names in used)


def where(message: Message) -> str:
    """Where a message stands, as `file:line` words."""
    return ", ".join(f"{name}:{line}" for name, line in message.locations)


@contextmanager
def alone(root: Path = ROOT) -> Iterator[None]:
    """Keeps other runs of this program out while the catalogues are being written."""
    folder = root / ".cache"
    folder.mkdir(exist_ok=True)
    with (folder / "translations.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def main(arguments: list[str]) -> int:
    """Runs `update`, `compile` or `check`; gives the exit code."""
    match arguments:
        case ["update"]:
            with alone():
                update()
                compile_all()
            return 0
        case ["compile"]:
            with alone():
                compile_all()
            return 0
        case ["check"]:
            found = problems()
            print("\n".join(found) or "translations: complete")
            return 1 if found else 0
    print("usage: python -m tools.translations update|compile|check", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
