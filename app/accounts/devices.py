"""A short word for a browser, so that a person recognises their own in a list."""

# The first that is found counts: Chrome names itself Safari too, Edge names itself Chrome.
BROWSERS = (
    ("Zalo", "Zalo"),
    ("FBAN", "Facebook"),
    ("FBAV", "Facebook"),
    ("Edg", "Edge"),
    ("SamsungBrowser", "Samsung Internet"),
    ("coc_coc_browser", "Cốc Cốc"),
    ("OPR", "Opera"),
    ("CriOS", "Chrome"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


CHAT_APPS = frozenset({"Zalo", "Facebook"})


def chat_app(user_agent: str) -> str:
    """Give "Zalo" or "Facebook" for the browser inside that app; "" for a browser of its own."""
    found = _first(BROWSERS, user_agent)
    return found if found in CHAT_APPS else ""


def describe(user_agent: str) -> str:
    """Give "Chrome · Android" for a ``User-Agent`` header; "" where nothing is recognised."""
    found = (_first(BROWSERS, user_agent), _first(SYSTEMS, user_agent))
    return " · ".join(part for part in found if part)


def _first(names: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for mark, name in names if mark in user_agent), "")
