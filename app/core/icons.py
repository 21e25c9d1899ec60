"""Line icons: 24 × 24, stroke 2, drawn for this product, inlined only where a page shows them.

A picture is one path, so an icon costs some sixty bytes before compression and no request. The
style sheet gives every ``svg`` its size and stroke.
"""

from flask import Flask
from markupsafe import Markup


def _ring(x: float, y: float, radius: float) -> str:
    """Give the path of a circle."""
    r, across = f"{radius:g}", f"{2 * radius:g}"
    return f"M{x - radius:g} {y:g}a{r} {r} 0 1 0 {across} 0a{r} {r} 0 1 0-{across} 0"


def _box(x: float, y: float, width: float, height: float) -> str:
    """Give the path of a rectangle."""
    return f"M{x:g} {y:g}h{width:g}v{height:g}h-{width:g}z"


def _dots(*points: tuple[float, float]) -> str:
    """Give dots: lines of no length with round ends."""
    return "".join(f"M{x:g} {y:g}v.01" for x, y in points)


_FACE = _ring(12, 12, 9) + _dots((9, 10), (15, 10))
_DOCUMENT = "M6 3h8l4 4v14H6z"

PATHS: dict[str, str] = {
    # finding one's way
    "bell": "M6 10a6 6 0 0 1 12 0c0 5 2 7 2 7H4s2-2 2-7M10 20.5h4",
    "back": "m14.5 5-7 7 7 7",
    "next": "m9.5 5 7 7-7 7",
    "search": _ring(11, 11, 7) + "M16 16l4.5 4.5",
    "home": "m3 11 9-8 9 8M6 9v11h4.5v-6h3v6H18V9",
    "flag": "M6 21V4h12l-3 4 3 4H6",
    "news": "M4 5h12v14H6a2 2 0 0 1-2-2zM16 9h4v8a2 2 0 0 1-4 0M8 9h4M8 13h4",
    "shop": "M5 11v9h14v-9M4 9l2-5h12l2 5a2.7 2.7 0 0 1-5.3 0 2.7 2.7 0 0 1-5.4 0A2.7 2.7 0 0 1 4 9"
    "M10 20v-5h4v5",
    "person": _ring(12, 8, 4) + "M4 21c.5-4 4-6 8-6s7.5 2 8 6",
    "people": _ring(9, 8, 3.5) + "M2.5 20c.5-4 3-5.5 6.5-5.5s6 1.5 6.5 5.5"
    "M16 4.8a3.5 3.5 0 0 1 0 6.4M18 15c2 .8 3.2 2.5 3.5 5",
    "more": _ring(5, 12, 1) + _ring(12, 12, 1) + _ring(19, 12, 1),
    "list": "M9 6h11M9 12h11M9 18h11" + _dots((4.5, 6), (4.5, 12), (4.5, 18)),
    "filter": "M4 6h16M7 12h10M10 18h4",
    "settings": "M4 7h9M19 7h1M4 17h1M11 17h9" + _ring(16, 7, 3) + _ring(8, 17, 3),
    # acts
    "camera": "M3 8h4l2-3h6l2 3h4v11H3z" + _ring(12, 13, 3.5),
    "photo": _box(3, 5, 18, 14) + "M4 17l5-5 4 4 3-3 4 4" + _dots((8, 9)),
    "pin": "M12 21.5s7-6.5 7-12a7 7 0 0 0-14 0c0 5.5 7 12 7 12z" + _ring(12, 9.5, 2.5),
    "locate": _ring(12, 12, 6) + "M12 2v4M12 18v4M2 12h4M18 12h4" + _dots((12, 12)),
    "edit": "m4 20 1-4.5L16 4.5l3.5 3.5-11 11zM13.5 7l3.5 3.5",
    "mic": "M9 6a3 3 0 0 1 6 0v5a3 3 0 0 1-6 0zM5 11a7 7 0 0 0 14 0M12 18v3.5",
    "note": _DOCUMENT + "M14 3v4h4M9 12h6M9 16h6",
    "reply": "M9 6 4 11l5 5M4 11h9c4.5 0 7 3 7 8",
    "undo": "M8 5 4 9l4 4M4 9h10a5.5 5.5 0 0 1 0 11h-3",
    "plus": "M12 5v14M5 12h14",
    "check": "m5 12.5 5 5 9.5-11",
    "cross": "M6 6l12 12M18 6 6 18",
    "download": "M12 4v11M7 10.5l5 5 5-5M5 20h14",
    "copy": _box(8, 8, 12, 12) + "M16 8V4H4v12h4",
    "logout": "M14 4h5v16h-5M4 12h10M10.5 8l4 4-4 4",
    "star": "m12 3.5 2.6 5.5 6 .8-4.4 4.2 1.1 6-5.3-3-5.3 3 1.1-6L3.4 9.8l6-.8z",
    "thanks": "M12 20S4 15.5 4 9.5a4 4 0 0 1 8-1 4 4 0 0 1 8 1C20 15.5 12 20 12 20z",
    "send": "M21 3 10 14M21 3l-7 18-4-7-7-4z",
    # what is sold
    "leaf": "M5 19C5 10 11 5 20 5c0 9-5 14-13 14M4.5 21c1-5 4-8 9-10",
    "fruit": _ring(12, 14, 6.5) + "M12 7.5c0-2 1-4 4-4.5M12 7.5c-1-1.5-2.5-2-4-2",
    "jar": "M8 3h8v3H8zM8 6c-2 1-3 2.5-3 4.5V19a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2v-8.5"
    "C19 8.5 18 7 16 6M8.5 13h7",
    "mushroom": "M3 12a9 8 0 0 1 18 0zM9.5 12v6.5a2.5 2.5 0 0 0 5 0V12",
    "cup": "M4 9h13v6a5 5 0 0 1-5 5H9a5 5 0 0 1-5-5zM17 10.5h1.5a2.5 2.5 0 0 1 0 5H17M8 3v3M13 3v3",
    "fish": "M3 12c4-6 10-6 14-1l4-3v8l-4-3c-4 5-10 5-14-1" + _dots((7.5, 11.5)),
    "grain": "M12 21V8M12 8C9 8 8 6 8 3c3 0 4 2 4 5M12 8c3 0 4-2 4-5-3 0-4 2-4 5"
    "M12 15c-3 0-4.5-2-4.5-5 3 0 4.5 2 4.5 5M12 15c3 0 4.5-2 4.5-5-3 0-4.5 2-4.5 5",
    "basket": "M4 10h16l-2 10H6zM8 10l3-6M16 10l-3-6M10 13.5v3M14 13.5v3",
    # states
    "clock": _ring(12, 12, 8.5) + "M12 7v5l3.5 2",
    "warning": "M12 4 2.5 20h19zM12 10v4.5" + _dots((12, 17)),
    "info": _ring(12, 12, 8.5) + "M12 11.5v4.5" + _dots((12, 8)),
    "question": _ring(12, 12, 8.5) + "M9.5 9.5a2.5 2.5 0 1 1 2.5 3v1" + _dots((12, 16.5)),
    "lock": _box(5, 11, 14, 9) + "M8 11V8a4 4 0 0 1 8 0v3M12 15v1.5",
    "calendar": _box(4, 6, 16, 14) + "M4 11h16M8.5 3v4M15.5 3v4",
    "eye": "M2 12s3.5-6 10-6 10 6 10 6-3.5 6-10 6S2 12 2 12z" + _ring(12, 12, 2.5),
    "satisfied": _FACE + "M8 14c2 3 6 3 8 0",
    "fair": _FACE + "M8.5 15.5h7",
    "dissatisfied": _FACE + "M8 16.5c2-3 6-3 8 0",
    # what is reported
    "road": "M7 21 10 3M17 21 14 3M12 5v2M12 11v2M12 17v2",
    "lamp": "M9 17.5h6M10 21h4M9.5 17.5c0-2-.5-2.7-1.3-3.6a6 6 0 1 1 7.6 0c-.8.9-1.3 1.6-1.3 3.6",
    "tree": "M12 21v-8M12 16l3-3M12 17l-3-3"
    "M8 14.5a4.5 4.5 0 0 1-1-8.7 5.2 5.2 0 0 1 10 0 4.5 4.5 0 0 1-1 8.7",
    "drop": "M12 3s7 7 7 11.5a7 7 0 0 1-14 0C5 10 12 3 12 3z",
    "tap": "M3 9h10a5 5 0 0 1 5 5v1M3 13h9a2 2 0 0 1 2 2M8.5 9V5M5.5 5h6" + "M16 20v.01",
    "flood": "M3 14c2-2 4-2 6 0s4 2 6 0 4-2 6 0M3 19c2-2 4-2 6 0s4 2 6 0 4-2 6 0M6 10V7l6-4 6 4v3",
    "bin": "M4 7h16M9.5 7V4h5v3M6 7l1 13h10l1-13M10 11v5M14 11v5",
    "bolt": "M13 3 5 14h6l-1 7 8-11h-6z",
    "telecom": "M12 13v8M8 21h8M8.5 13a5 5 0 1 1 7 0M5.6 16a9 9 0 1 1 12.8 0" + _dots((12, 9.5)),
    "order": "M4 20V9h5v11M9 20V4h6v16M15 20v-8h5v8M2 20h20M12 8v.01M12 12v.01",
    "noise": "M4 10v4h3l5 4V6l-5 4zM15.5 9a4 4 0 0 1 0 6M18 6a8 8 0 0 1 0 12",
    "shield": "M12 3l7.5 3v5.5c0 4.5-3 7.5-7.5 9.5-4.5-2-7.5-5-7.5-9.5V6zM9 12l2 2 4-4",
    "traffic": "M8 2.5h8v19H8z" + "".join(_ring(12, y, 1.3) for y in (7, 12, 17)),
    "building": "M3 21h12M6 21V4M6 4 3 8h17L6 4M18 8v5M15.5 13h5v4h-5zM6 13h3v8",
    "health": "M9.5 4h5v5.5H20v5h-5.5V20h-5v-5.5H4v-5h5.5z",
    "school": "m2 9 10-5 10 5-10 5zM6 11.5V17c3.5 2.5 8.5 2.5 12 0v-5.5M22 9v6",
    "care": "M12 12S8 9.5 8 6.7a2.2 2.2 0 0 1 4-1.2 2.2 2.2 0 0 1 4 1.2C16 9.5 12 12 12 12z"
    "M3 14h4l3 2h4l-1 2h-3M14 17l5-2.5a1.5 1.5 0 0 1 1.5 2.5L13 21l-6-1H3",
    "attitude": _ring(12, 7, 3.5) + "M5 21v-3c0-3 3-4.5 7-4.5s7 1.5 7 4.5v3M9.5 17l2.5 2 2.5-2",
    # the rest of the house
    "call": "M5 4h4l2 5-3 2a11 11 0 0 0 5 5l2-3 5 2v4c-9 2-17-6-15-15z",
    "water": "M3 9c2-2 4-2 6 0s4 2 6 0 4-2 6 0M3 15c2-2 4-2 6 0s4 2 6 0 4-2 6 0",
    "agency": "M3 21h18M4 10h16M12 3 3 8v2h18V8zM6 10v8M10 10v8M14 10v8M18 10v8M4 18h16",
    "key": _ring(8, 16, 4.5) + "M11.5 12.5 20 4M16.5 7.5l3 3",
    "qr": _box(4, 4, 6, 6)
    + _box(14, 4, 6, 6)
    + _box(4, 14, 6, 6)
    + "M14 14h2v2M20 14v2M14 20h2M19 20h1v-1",
    "card": _box(3, 5, 18, 14) + "M3 10h18M7 15h4",
    "phone": _box(7, 3, 10, 18) + "M11 17.5h2",
    "chart": "M4 20h16M7 20v-7M12 20V5M17 20v-10",
    "inbox": "M4 13 6 5h12l2 8v6H4zM4 13h5l1 3h4l1-3h5",
}
NAMES = frozenset(PATHS)
DECORATION = Markup(' aria-hidden="true"')


def has(name: str) -> bool:
    """Tell whether an icon of that name is drawn."""
    return name in PATHS


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
