"""A payload as a picture: SVG for the page (no inline style), PNG to keep and to share."""

import io

import segno
from markupsafe import Markup

QUIET = 4
"""Modules of white around the code, as ISO/IEC 18004 asks."""
PNG_SCALE = 12


def svg(payload: str, label: str) -> Markup:
    """Give the code as an inline SVG with ``label`` for screen readers.

    Black on white in both colour schemes: bank apps read the inverse badly.
    """
    matrix = segno.make(payload, error="m", micro=False).matrix
    side = len(matrix) + 2 * QUIET
    path = "".join(
        f"M{x + QUIET} {y + QUIET}h{length}"
        for y, row in enumerate(matrix)
        for x, length in _runs(row)
    )
    return Markup(
        '<svg class="qr" viewBox="0 0 {side} {side}" width="240" height="240" role="img"'
        ' aria-label="{label}" shape-rendering="crispEdges"><path fill="#fff" stroke="none"'
        ' d="M0 0h{side}v{side}H0z"/><path stroke="#000" stroke-width="1" stroke-linecap="butt"'
        ' transform="translate(0 .5)" d="{path}"/></svg>'
    ).format(side=side, label=label, path=path)


def png(payload: str) -> bytes:
    """Give the code as a PNG of some 600 pixels."""
    out = io.BytesIO()
    segno.make(payload, error="m", micro=False).save(out, kind="png", scale=PNG_SCALE, border=QUIET)
    return out.getvalue()


def _runs(row: bytearray | tuple[int, ...]) -> list[tuple[int, int]]:
    """Give (start, length) of each run of dark modules in one row."""
    found: list[tuple[int, int]] = []
    for x, dark in enumerate(row):
        if not dark:
            continue
        if found and found[-1][0] + found[-1][1] == x:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        else:
            found.append((x, 1))
    return found
