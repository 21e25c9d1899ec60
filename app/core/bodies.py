"""Small bodies from programs, and JSON from outside: never larger, never deeper than we read."""

import json
from collections.abc import Callable
from typing import Any

from flask import abort, request


def body(most: int) -> bytes:
    """Give the request's body of at most ``most`` bytes, whether or not it told its length.

    A larger one is refused (413).
    """
    request.max_content_length = most + 1  # of a body without a length no more is read
    found = request.get_data(cache=False)
    if len(found) > most:
        abort(413)
    return found


def json_of(raw: bytes | str, **how: Callable[[str], Any]) -> Any:
    """Read JSON; raise ``ValueError`` for what is none, or is nested beyond all reason.

    ``how`` goes to ``json.loads``: ``parse_float`` and the like.
    """
    try:
        return json.loads(raw, **how)  # type: ignore[arg-type]
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
