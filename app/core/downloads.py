"""Files that are handed over to be kept, not shown."""

from flask import Response


def download(content: str | bytes, name: str, kind: str) -> Response:
    """Give a file to be kept as ``name``, in ASCII.

    ``kind`` is its media type, with the charset where it is text.
    """
    answer = Response(content, content_type=kind)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
