"""What a phone's queue is answered: a receipt with the code, or why not.

The queue deletes what it holds only for a receipt, so an answer that is none (a network's own
sign-in page, a proxy's error) never counts as one. The format is in docs/offline.md.
"""

from collections.abc import Iterable
from typing import Any

from flask import Response, jsonify


def receipt(code: str, url: str) -> Response:
    """Say that it arrived: what it is called, and the page that shows it."""
    response = jsonify(code=code, url=url)
    response.status_code = 201
    return response


def refusal(status: int, reasons: Iterable[Any], confirm: str = "") -> Response:
    """Say what is wrong, a sentence each; whoever wrote it gets it back with them.

    ``confirm``: the field that, filled in, sends it all the same the next time; the queue adds
    it to what it hands back.
    """
    said: dict[str, Any] = {"error": " ".join(str(reason) for reason in reasons)}
    if confirm:
        said["fields"] = [[confirm, "1"]]
    response = jsonify(**said)
    response.status_code = status
    return response
