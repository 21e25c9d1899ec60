"""What must hold on every page: title, language, labels, headings, and nothing inline."""

from html.parser import HTMLParser

UNLABELLED = {"hidden", "submit", "button", "reset", "image"}
DATA_SCRIPTS = {"application/json", "application/ld+json"}
SKIPPED = {"script", "style", "template"}


class Page(HTMLParser):
    """Collects from a page's HTML what the rules are about."""

    def __init__(self, html: str) -> None:
        """Read `html`."""
        super().__init__(convert_charrefs=True)
        self.lang, self.title, self.headings, self.mains = "", "", 0, 0
        self.ids: list[str] = []
        self.label_targets: set[str] = set()
        self.fields: list[tuple[dict[str, str], bool]] = []
        self.wrong: list[str] = []
        self._open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note one element."""
        attributes = {name: value or "" for name, value in attrs}
        self._note_structure(tag, attributes)
        self._note_inline(tag, attributes)
        if tag in ("input", "select", "textarea"):
            self.fields.append((attributes, "label" in self._open))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that closes itself, as in SVG."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        """Keep the words of the title."""
        if self._open and self._open[-1] == "title" and "svg" not in self._open:
            self.title += data

    def _note_structure(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "html":
            self.lang = attributes.get("lang", "")
        self.headings += tag == "h1"
        self.mains += tag == "main"
        if "id" in attributes:
            self.ids.append(attributes["id"])
        if tag == "label" and "for" in attributes:
            self.label_targets.add(attributes["for"])
        if tag == "img" and "alt" not in attributes:
            self.wrong.append(f"img without alt: {attributes.get('src')}")
        if attributes.get("href", "x") in ("", "#") or "javascript:" in attributes.get("href", ""):
            self.wrong.append("a link that leads nowhere")

    def _note_inline(self, tag: str, attributes: dict[str, str]) -> None:
        inline_script = tag == "script" and "src" not in attributes
        if inline_script and attributes.get("type") not in DATA_SCRIPTS:
            self.wrong.append("inline script")
        if tag == "style" or "style" in attributes:
            self.wrong.append(f"inline style at <{tag}>")
        handlers = [name for name in attributes if name.startswith(("on", "hx-on"))]
        if handlers:
            self.wrong.append(f"inline handler {handlers} at <{tag}>")

    def unlabelled(self) -> list[str]:
        """The names of the fields that no label, title or aria attribute describes."""
        return [
            attributes.get("name", "?")
            for attributes, wrapped in self.fields
            if attributes.get("type", "text") not in UNLABELLED
            and not wrapped
            and attributes.get("id") not in self.label_targets
            and not {"aria-label", "aria-labelledby"} & attributes.keys()
        ]

    def problems(self) -> list[str]:
        """Everything that is wrong with the page, a line each."""
        found = list(self.wrong)
        found += [] if self.title.strip() else ["no title"]
        found += [] if self.lang in ("vi", "en") else [f"lang is {self.lang!r}"]
        found += [] if self.headings == 1 else [f"{self.headings} h1 headings"]
        found += [] if self.mains == 1 else [f"{self.mains} main elements"]
        found += [f"field without label: {name}" for name in self.unlabelled()]
        twice = {each for each in self.ids if self.ids.count(each) > 1}
        return found + [f"id used twice: {each}" for each in sorted(twice)]


VOID = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source",
    "track", "wbr",
}  # fmt: skip


def check_csp(policy: str) -> list[str]:
    """What is wrong with a Content-Security-Policy header."""
    if not policy:
        return ["no Content-Security-Policy"]
    loose = [word for word in ("unsafe-inline", "unsafe-eval", "*") if word in policy.split()]
    loose += [word for word in ("'unsafe-inline'", "'unsafe-eval'") if word in policy]
    needed = ("object-src 'none'", "base-uri 'none'", "frame-ancestors")
    return [f"CSP allows {word}" for word in loose] + [
        f"CSP lacks {word}" for word in needed if word not in policy
    ]


def assert_page(html: str, policy: str, url: str) -> None:
    """Fail with every problem of the page at once."""
    found = Page(html).problems() + check_csp(policy)
    assert not found, f"{url}: " + "; ".join(found)
