"""Breaks the lines of templates that are too long, without a byte more in any page.

`python -m tools.template_lines` breaks them, `… check` names those that are too long. A line is
broken where an indented one goes on with it (`app/core/continuing`): between two elements or two
attributes, beside a tag of Jinja, or inside of one. What Jinja makes of the file is compared.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, nodes

from app.core.continuing import joined

ROOT = Path(__file__).resolve().parent.parent
LONGEST = 120
NARROWEST = 24
"""Columns that stay on the line at the least, beside its indentation."""
OPENS = re.compile(r"{%[-+]?\s*(if|for|call|block|macro|with|filter|autoescape)\b")
TURNS = re.compile(r"{%[-+]?\s*(else|elif)\b")
CLOSES = re.compile(r"{%[-+]?\s*end\w+")
TAG = re.compile(r"{{|{%|{#")
ENDS = {"{{": "}}", "{%": "%}", "{#": "#}"}
INNER = re.compile(
    r"""(?P<string>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|(?P<open>[(\[{])|(?P<close>[)\]}])"""
    r"""|(?P<comma>,)|(?P<word>\b(?:if|else|and|or|not|in|is)\b)|(?P<pipe>\|)|(?P<tilde>~)"""
)
VOID = {"br", "hr", "img", "input", "link", "meta", "source", "track", "use", "path", "area", "wbr"}
HTML = re.compile(r"<(?P<close>/?)(?P<name>[a-zA-Z][\w-]*)|(?P<end>/?>)")

ENVIRONMENT = Environment(trim_blocks=True, lstrip_blocks=True)  # noqa: S701 (nothing is rendered)


@dataclass(frozen=True)
class Piece:
    """A tag of Jinja, or what stands between two, and where it begins."""

    start: int
    text: str

    @property
    def is_tag(self) -> bool:
        return self.text[:2] in ENDS

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True)
class Break:
    """A place where a line may be broken.

    ``start`` to ``end`` is what is replaced, by ``left``, a line's end, the indentation, ``right``.
    """

    start: int
    end: int
    cost: float
    depth: int
    left: str = ""
    right: str = ""

    def applied(self, source: str, indent: int) -> str:
        new = f"{self.left}\n{' ' * max(indent + 2 * self.depth, 2)}{self.right}"
        return source[: self.start].rstrip(" ") + new + source[self.end :].lstrip(" ")


def parse(source: str) -> nodes.Template:
    """What Jinja makes of it; text in two parts is one."""
    tree = ENVIRONMENT.parse(joined(source))
    for output in tree.find_all(nodes.Output):
        together: list[nodes.Expr] = []
        for node in output.nodes:
            last = together[-1] if together else None
            if isinstance(node, nodes.TemplateData) and isinstance(last, nodes.TemplateData):
                together[-1] = nodes.TemplateData(last.data + node.data)
            else:
                together.append(node)
        output.nodes = together
    return tree


def pieces(source: str) -> Iterator[Piece]:
    """A template in its tags and what stands between them."""
    at = 0
    while found := TAG.search(source, at):
        if found.start() > at:
            yield Piece(at, source[at : found.start()])
        end = _end_of_tag(source, found.start(), found.group())
        yield Piece(found.start(), source[found.start() : end])
        at = end
    if at < len(source):
        yield Piece(at, source[at:])


def _end_of_tag(source: str, start: int, opening: str) -> int:
    ending = ENDS[opening]
    at, depth = start + 2, 0
    while at < len(source):
        if not depth and source.startswith(ending, at):
            return at + 2
        token = None if opening == "{#" else INNER.match(source, at)
        depth += bool(token and token["open"]) - bool(token and token["close"])
        at = token.end() if token else at + 1
    raise ValueError(f"a tag without an end: {source[start : start + 60]}")


class Depth:
    """How deep in elements and blocks a place is, counted from the beginning of its line."""

    def __init__(self) -> None:
        self.blocks = self.elements = 0
        self.in_tag = False
        self.opened = ""
        self.is_first = True

    @property
    def deep(self) -> int:
        return self.blocks + self.elements

    def read(self, piece: Piece, text: str) -> None:
        """Go on over ``text`` of the piece."""
        first, self.is_first = self.is_first and bool(text.strip()), False
        if piece.is_tag:
            closes = CLOSES.match(piece.text) and not first
            begins_inside = first and TURNS.match(piece.text)
            self.blocks += bool(OPENS.match(piece.text) or begins_inside) - bool(closes)
            return
        for found in HTML.finditer(text):
            if found["end"]:
                self._end(found["end"])
            else:
                self.in_tag, self.opened = True, "/" if found["close"] else found["name"]

    def _end(self, sign: str) -> None:
        if self.in_tag and self.opened == "/":
            self.elements = max(self.elements - 1, -self.blocks)
        elif self.in_tag and sign == ">" and self.opened.lower() not in VOID:
            self.elements += 1
        self.in_tag = False


def breaks(source: str, start: int, end: int) -> Iterator[Break]:
    """Where the line from ``start`` to ``end`` may be broken."""
    found = [each for each in pieces(source) if each.end > start and each.start < end]
    depth = Depth()
    for piece in found:
        if start < piece.start and _is_free(source, piece.start):
            yield _before(source, piece.start, depth)
        if piece.is_tag:
            yield from _inside(piece, depth, start, end)
            depth.read(piece, piece.text)
        else:
            yield from _between(source, piece, depth, start, end)


def _is_free(source: str, place: int) -> bool:
    """Whether a line's end and spaces there are nothing."""
    return source[place - 1] in ">}" and source[place] in "<{"


def _before(source: str, place: int, depth: Depth) -> Break:
    closes = source.startswith("</", place) or CLOSES.match(source, place)
    turns = TURNS.match(source, place)
    deep = depth.deep - bool(closes or turns) + 2 * depth.in_tag
    return Break(place, place, depth.deep + 4 * depth.in_tag + 1.5 * bool(closes), deep)


def _between(source: str, piece: Piece, depth: Depth, start: int, end: int) -> Iterator[Break]:
    """Between two elements, and where one space stands between attributes or words."""
    at = max(piece.start, start)
    for found in re.finditer(r"(?<=>)(?=<)|(?<! ) (?! )", source[at : min(piece.end, end)]):
        place = max(piece.start, start) + found.start()
        depth.read(piece, source[at:place])
        at = place
        if found.group():
            if start < place < end - 1 and not _is_free(source[place - 1] + source[place + 1], 1):
                cost = depth.deep + (2 if depth.in_tag else 8)
                yield Break(place, place + 1, cost, depth.deep + 2 * depth.in_tag)
        elif start < place < end:
            yield _before(source, place, depth)
    depth.read(piece, source[at : min(piece.end, end)])


def _inside(piece: Piece, depth: Depth, start: int, end: int) -> Iterator[Break]:
    """Between two words of a tag."""
    comment = piece.text.startswith("{#")
    tokens = re.finditer(r" ", piece.text) if comment else INNER.finditer(piece.text, 2)
    deep = 0
    for token in tokens:
        at = piece.start + token.start()
        parts = {} if comment else token.groupdict()
        deep -= bool(parts.get("close"))
        cost = depth.deep + 4 * depth.in_tag + 2 + deep
        where = depth.deep + 2 * depth.in_tag + 2
        if not comment and parts["string"]:
            yield from _in_string(token.group(), at, cost + 6, where)
        if not start < at < end or token.end() >= len(piece.text) - 2:
            pass
        elif comment or parts["comma"]:
            last = piece.start + token.end()
            yield Break(last, last, cost, where)
        elif parts["open"] and parts["open"] == "(":
            last = piece.start + token.end()
            yield Break(last, last, cost + 1.5, where)
        elif _goes_on(piece.text, token):
            yield Break(at, at, cost + 0.5, where)
        deep += bool(parts.get("open"))


def _goes_on(tag: str, token: re.Match[str]) -> bool:
    """Whether an expression goes on with it: not the word that the tag begins with."""
    joins = token["pipe"] or token["tilde"] or token["word"] in ("if", "else", "and", "or")
    begins = (
        tag[2:].lstrip("-+ ").startswith(token.group()) and tag.find(token.group()) == token.start()
    )
    return bool(joins and not begins)


def _in_string(string: str, at: int, cost: float, where: int) -> Iterator[Break]:
    """Between two words of a sentence: Jinja puts strings together that stand side by side."""
    for space in re.finditer(" ", string) if len(string) > LONGEST // 2 else ():
        place = at + space.end()
        yield Break(place, place, cost, where, left=f" {string[0]}", right=string[0])


def broken(source: str) -> str:
    """The same template with shorter lines; one that cannot be broken stays."""
    same, found = parse(source), list(pieces(source))
    # From the last line up: what stands above stays where it is.
    lines = list(reversed(list(_long_lines(source))))
    shorter = source
    for line in lines:
        shorter = _one_broken(shorter, found, line)
    if parse(shorter) == same:
        return shorter
    for line in lines:
        shorter = _one_broken(source, found, line)
        source = shorter if parse(shorter) == same else source
    return source


def _one_broken(source: str, found: list[Piece], line: tuple[int, int]) -> str:
    start, end = line
    touched = [each for each in found if each.end > start and each.start < end]
    first, last = min(start, touched[0].start), end
    if touched[-1].is_tag:  # of several lines, it may be longer by now
        last = _end_of_tag(source, touched[-1].start, touched[-1].text[:2])
    last = max(end, last)
    region = _in_pieces(source[first:last], start - first, end - first)
    return source[:first] + region + source[last:]


def _long_lines(source: str) -> Iterator[tuple[int, int]]:
    """Where each begins and ends."""
    start = 0
    for line in source.splitlines(keepends=True):
        end = start + len(line.rstrip("\n"))
        if end - start > LONGEST:
            yield start, end
        start += len(line)


def _in_pieces(region: str, start: int, end: int) -> str:
    """Some of a template with the line from ``start`` to ``end`` broken as often as it takes."""
    rest = len(region) - end
    while end - start > LONGEST and (place := _best(region, start, end)):
        indent = len(region[start:end]) - len(region[start:end].lstrip(" "))
        region = place.applied(region, indent)
        start, end = region.index("\n", start) + 1, len(region) - rest
    return region


def _best(region: str, start: int, end: int) -> Break | None:
    line = region[start:end]
    least = start + len(line) - len(line.lstrip(" ")) + NARROWEST

    def dear(place: Break) -> tuple[bool, float]:
        column = place.start + len(place.left) - start
        late = column > LONGEST
        return late, float(column) if late else place.cost - 3 * column / LONGEST

    places = [each for each in breaks(region, start, end) if least <= each.start < end - 1]
    return min(places, key=dear, default=None)


def templates() -> list[Path]:
    """Every template."""
    return sorted(path for path in (ROOT / "templates").rglob("*.*") if path.is_file())


def too_long() -> list[str]:
    """The lines that are too long, each with its file and number."""
    return [
        f"{path.relative_to(ROOT)}:{number}"
        for path in templates()
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if len(line) > LONGEST
    ]


def main() -> int:
    """Breaks, or only checks; gives 1 where lines are too long."""
    if sys.argv[1:] != ["check"]:
        for path in templates():
            source = path.read_text()
            if any(len(line) > LONGEST for line in source.splitlines()):
                path.write_text(broken(source))
    found = too_long()
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
