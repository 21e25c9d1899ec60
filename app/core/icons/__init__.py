"""Line icons: 24 × 24, stroke 2, drawn for this product, inlined only where a page shows them.

``NAME.svg`` beside this file is one picture of one path, as a drawing program opens it; they are
read at start. In a page an icon costs some sixty bytes before compression and no request: the
style sheet gives every ``svg`` its size and stroke.
"""

import re
from functools import lru_cache
from pathlib import Path

from flask import Flask
from markupsafe import Markup

FOLDER = Path(__file__).parent
PATH = re.compile(r' d="([^"]+)"')
DECORATION = Markup(' aria-hidden="true"')


def _path(file: Path) -> str:
    (path,) = PATH.findall(file.read_text(encoding="utf-8"))
    return path


PATHS: dict[str, str] = {file.stem: _path(file) for file in sorted(FOLDER.glob("*.svg"))}
NAMES = frozenset(PATHS)
MOST_KEPT = 1_000


@lru_cache(MOST_KEPT)
def icon(name: str, label: str | None = None) -> Markup:
    """Give the inline SVG; ``label`` names it for screen readers, else it is decoration.

    Raises:
        KeyError: there is no such icon (a typing mistake should not reach a person as a hole).
    """
    path = PATHS[name]
    said = Markup(' role="img" aria-label="{}"').format(label) if label else DECORATION
    return Markup('<svg viewBox="0 0 24 24"{}><path d="{}"/></svg>').format(said, path)


def init_app(app: Flask) -> None:
    """Offer ``icon(name, label=None)`` to every template, imported macros included."""
    app.jinja_env.globals["icon"] = icon
