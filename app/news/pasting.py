"""What a word processor or a web page puts on the clipboard (HTML) becomes plain Markdown.

Fonts, colours, comments, scripts, styles, pictures and the processors' own tags are dropped;
headings, bold, italics, lists, links and tables' words stay.
"""

import re
from html.parser import HTMLParser

from app.core import text

SILENT = frozenset({"script", "style", "head", "title", "xml", "o:p", "template", "svg", "math"})
VOID = frozenset({"br", "hr", "img", "meta", "link", "input", "col", "wbr", "base"})
BLOCKS = frozenset(
    {"p", "div", "section", "article", "tr", "table", "ul", "ol", "figure", "header"}
)
MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*"}
HEADINGS = {"h1": "## ", "h2": "## ", "h3": "### ", "h4": "### ", "h5": "### ", "h6": "### "}
SPECIAL = re.compile(r"([\\`*_\[\]<>])")
LEADING = re.compile(r"^(\s*)(\d*)([#>+.)-])(?=\s)")
# Word writes a list as paragraphs with a bullet or a number typed in front.
WORD_BULLET = re.compile(r"^[·•▪o§-][\s\u00a0]+")
LONGEST = 200_000


def to_markdown(html: str) -> str:
    """Give Markdown for clipboard HTML; at most some 200,000 characters of it are read."""
    reader = _Reader()
    reader.feed(html[:LONGEST])
    reader.close()
    return tidy("".join(reader.written))


def to_words(html: str) -> str:
    """Give the words of an HTML text on one line, with no marks: for a title or a summary."""
    reader = _Words()
    reader.feed(html[:LONGEST])
    reader.close()
    return " ".join(text.clean("".join(reader.written)).split())


def tidy(markdown: str) -> str:
    """Give text without trailing spaces, at most one empty line in a row, cleaned for storage."""
    lines = [line.rstrip() for line in text.clean(markdown.replace("\u00a0", " ")).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Words(HTMLParser):
    """Walks the HTML once and keeps its words; only marks inside a word part nothing."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.written: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Leave out what nobody reads, and part blocks."""
        self._silent += tag in SILENT and tag not in VOID
        self._part(tag)

    def handle_endtag(self, tag: str) -> None:
        self._silent = max(0, self._silent - (tag in SILENT))
        self._part(tag)

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.written.append(data)

    def _part(self, tag: str) -> None:
        if tag in BLOCKS or tag in HEADINGS or tag in ("br", "hr", "li", "td", "th"):
            self.written.append(" ")


class _Reader(HTMLParser):
    """Walks the HTML once and writes Markdown."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.written: list[str] = []
        self._silent = 0
        self._lists: list[list[object]] = []
        self._links: list[str] = []
        self._marks: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self._silent += tag not in VOID
        if self._silent:
            return
        values = {name: value or "" for name, value in attrs}
        if tag in MARKS:
            self._mark(tag, values)
        elif tag == "a":
            self._open_link(values.get("href", ""))
        else:
            self._open_block(tag, values)

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self._silent = max(0, self._silent - 1)
            return
        if self._silent:
            return
        if tag in MARKS and self._marks:
            self._close_mark(self._marks.pop())
        elif tag == "a" and self._links:
            self._close_link(self._links.pop())
        elif tag in ("ul", "ol"):
            self._lists = self._lists[:-1]
            self.written.append("\n\n")
        elif tag in BLOCKS or tag in HEADINGS:
            self.written.append("\n\n")

    def handle_data(self, data: str) -> None:
        """Write words, with Markdown's own signs made harmless."""
        if self._silent:
            return
        words = re.sub(r"[ \t\r\n\u00a0]+", " ", data)
        at_start = self._at_line_start()
        if at_start:
            words = WORD_BULLET.sub("- ", words.lstrip())
            if words.startswith("- "):
                self.written.append("- ")
                words = words[2:]
        words = SPECIAL.sub(r"\\\1", words)
        if at_start:
            words = LEADING.sub(r"\1\2\\\3", words)
        self.written.append(words)

    def _mark(self, tag: str, values: dict[str, str]) -> None:
        # Google Docs wraps everything in a <b> that is not bold.
        normal = "font-weight:normal" in values.get("style", "").replace(" ", "")
        mark = "" if normal else MARKS[tag]
        self._marks.append(mark)
        self.written.append(mark)

    def _close_mark(self, mark: str) -> None:
        """End a mark; a space before it moves behind, an empty pair vanishes."""
        if not mark:
            return
        if self.written and self.written[-1] == mark:
            self.written.pop()
            return
        last = self.written[-1] if self.written else ""
        bare = last.rstrip()
        self.written[-1:] = [bare, mark, last[len(bare) :]]

    def _open_link(self, href: str) -> None:
        kept = href if re.match(r"(https?|mailto|tel):[^\s()<>]+$", href) else ""
        self._links.append(kept)
        self.written.append("[" if kept else "")

    def _close_link(self, href: str) -> None:
        self.written.append(f"]({href})" if href else "")

    def _open_block(self, tag: str, values: dict[str, str]) -> None:
        if tag == "br":
            self.written.append("\n")
        elif tag == "hr":
            self.written.append("\n\n---\n\n")
        elif tag in HEADINGS:
            self.written.append("\n\n" + HEADINGS[tag])
        elif tag in ("ul", "ol"):
            self._lists.append([tag, 0])
            self.written.append("\n")
        elif tag == "li":
            self.written.append("\n" + self._bullet())
        elif tag in ("td", "th"):
            self.written.append(" ")
        elif tag in BLOCKS and not self._in_item():
            self.written.append("\n\n")

    def _bullet(self) -> str:
        if not self._lists:
            return "- "
        current = self._lists[-1]
        current[1] = int(str(current[1])) + 1
        indent = "  " * (len(self._lists) - 1)
        return f"{indent}{current[1]}. " if current[0] == "ol" else f"{indent}- "

    def _in_item(self) -> bool:
        """Tell whether the last thing written is a bullet: its paragraph begins on that line."""
        last = next((piece for piece in reversed(self.written) if piece), "")
        return bool(re.search(r"\n *(-|\d+\.) $", last))

    def _at_line_start(self) -> bool:
        last = next((piece for piece in reversed(self.written) if piece), "\n")
        return last.endswith("\n")
