"""Markdown to safe HTML and to plain text.

No HTML in it, no pictures (a picture from elsewhere would tell its owner who reads what: an
article's own pictures are uploaded), and what comes out is held to a short list of tags.
"""

from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape

TAGS = {
    "p", "br", "hr", "h2", "h3", "strong", "em", "s", "ul", "ol", "li", "blockquote", "a",
    "table", "thead", "tbody", "tr", "th", "td", "code", "pre",
}  # fmt: skip
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
SCHEMES = {"https", "http", "mailto", "tel"}
KEPT = 256
BREAKING = frozenset({"paragraph_close", "heading_close", "list_item_close", "tr_close", "hr"})


def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False, "linkify": False, "breaks": True})
    reader.enable(["table", "strikethrough"])
    reader.add_render_rule("image", _alt)
    return reader


def _alt(self: object, tokens: list[Token], place: int, *_: object) -> str:
    """Write a picture's words instead of fetching it from elsewhere."""
    return str(escape(tokens[place].content))


_markdown = _reader()


@lru_cache(KEPT)
def to_html(text: str) -> Markup:
    """Give safe HTML. Headings begin at h2, one below the page's own."""
    tokens = _markdown.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = "h2" if token.tag in ("h1", "h2") else "h3"
    html = _markdown.renderer.render(tokens, _markdown.options, {})
    clean = nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="noopener nofollow",
    )
    return Markup(clean)  # noqa: S704 - just cleaned


@lru_cache(KEPT)
def to_text(text: str) -> str:
    """Give the words alone, a line for each paragraph, item or row."""
    written: list[str] = []
    for token in _markdown.parse(text):
        if token.type == "inline":
            written.append(_inline(token))
        elif token.type in ("code_block", "fence"):
            written.append(token.content)
        elif token.type in ("td_close", "th_close"):
            written.append(" ")
        elif token.type in BREAKING:
            written.append("\n")
    lines = ("".join(written)).splitlines()
    return "\n".join(line.strip() for line in lines if line.strip())


def _inline(token: Token) -> str:
    breaks = {"softbreak": "\n", "hardbreak": "\n"}
    children = token.children or []
    return "".join(
        breaks.get(child.type, child.content if child.type in WORDED else "") for child in children
    )


WORDED = frozenset({"text", "code_inline", "image"})
