"""A test client that behaves like a separate visitor and looks at every page it gets."""

from contextvars import Context
from typing import Any

from flask import has_app_context
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.core.db import db
from tests.page_check import assert_page


class Apart(FlaskClient):
    """Each request runs in a context of its own, as in a server: no `g` or session is shared.

    Flask's own client takes the app context of the test where there is one, and with it who
    was seen to ask first.
    """

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send a request."""
        answer: TestResponse = Context().run(super().open, *args, **kwargs)
        return answer


class Visitor(Apart):
    """A browser apart from others, whose every answer is looked at.

    What the test has added so far is committed first, so that the request sees it, and the
    test's objects read the database again afterwards.
    """

    expects_500 = False
    """Set by a test that breaks something on purpose; else an answer of 500 fails the test."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send a request; every whole HTML page in the answer must keep the rules of a page."""
        if has_app_context():
            db.session.commit()
        kwargs.setdefault("buffered", True)  # read files whole, so that they are closed
        response = super().open(*args, **kwargs)
        if has_app_context():
            db.session.rollback()
            db.session.expire_all()
        assert response.status_code != 500 or self.expects_500, f"500 at {response.request.path}"
        if _is_page(response):
            policy = response.headers.get("Content-Security-Policy", "")
            assert_page(response.get_data(as_text=True), policy, response.request.path)
        return response


def _is_page(response: TestResponse) -> bool:
    """Whether the answer is a whole page: not a redirect, nor a part for htmx."""
    partial = response.request.headers.get("HX-Request-Type") == "partial"
    is_plain = not response.content_encoding
    has_body = (
        is_plain and response.request.method != "HEAD" and response.status_code not in (204, 304)
    )
    is_answer = not 300 <= response.status_code < 400
    return response.mimetype == "text/html" and not partial and has_body and is_answer
