"""A small chart of bars: SVG made here, with no script and no inline style.

A table with the same numbers stands beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

WIDTH, HEIGHT, FLOOR, TOP = 320, 120, 100, 14
GAP = 4
BAR = Markup(
    '<g><title>%s</title><rect class="%s" x="%.1f" y="%.1f" width="%.1f" height="%.1f"/>'
    '<text x="%.1f" y="%d">%s</text></g>'
)


@dataclass(frozen=True)
class Bar:
    """One bar: what stands below, its value, and the words a reader hears."""

    label: str
    value: float
    words: str
    marked: bool = False


def bars(values: Sequence[Bar], title: str, line: Sequence[float] = ()) -> Markup:
    """Give the chart; the highest bar fills the height. ``title`` is for screen readers.

    ``line``: a part of each bar's value, drawn across them.
    """
    highest = max((bar.value for bar in values), default=0) or 1
    step = WIDTH / max(len(values), 1)
    drawn = Markup("").join(_bar(bar, place, step, highest) for place, bar in enumerate(values))
    drawn += _line(line, step, highest)
    return Markup(
        '<svg class="chart" viewBox="0 0 {w} {h}" role="img" aria-label="{title}">'
        '<path class="floor" d="M0 {floor}.5h{w}"/>{drawn}</svg>'
    ).format(w=WIDTH, h=HEIGHT, title=title, floor=FLOOR, drawn=drawn)


def _line(values: Sequence[float], step: float, highest: float) -> Markup:
    points = " ".join(
        f"{place * step + step / 2:.1f},{FLOOR - max(value, 0) / highest * (FLOOR - TOP):.1f}"
        for place, value in enumerate(values)
    )
    return Markup('<polyline class="across" points="{}"/>').format(points) if points else Markup("")


def _bar(bar: Bar, place: int, step: float, highest: float) -> Markup:
    height = max(bar.value, 0) / highest * (FLOOR - TOP)
    kind = "bar now" if bar.marked else "bar"
    return BAR % (
        bar.words,
        kind,
        place * step + GAP / 2,
        FLOOR - height,
        step - GAP,
        height,
        place * step + step / 2,
        HEIGHT - 5,
        bar.label,
    )
