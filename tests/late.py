"""Held in every test: nothing is asked once an answer is made, nothing is written once it is saved.

A view that commits, and writes again before it answers, says so with `commit_and_go_on`.
"""

from flask import Flask, Response, has_request_context, request
from sqlalchemy import Engine, event

from app.core.db import is_saved
from tests.databases import READS

ANSWERED = "tests.answered"


def mark_answers(app: Flask) -> None:
    """Note in each request when its view, or an error page, has made the answer."""
    process = app.process_response

    def marked(response: Response) -> Response:
        request.environ[ANSWERED] = True
        return process(response)

    app.process_response = marked  # type: ignore[method-assign]


def watch() -> None:
    """Fail whatever comes too late."""

    @event.listens_for(Engine, "before_cursor_execute")
    def _look(conn, cursor, statement, parameters, context, executemany) -> None:
        if has_request_context():
            assert ANSWERED not in request.environ, f"after the answer: {statement}"
            read = statement.lstrip().startswith((*READS, "SET LOCAL", "ROLLBACK", "COMMIT"))
            assert read or not is_saved(), f"after the commit: {statement}"
