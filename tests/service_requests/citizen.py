"""What a citizen's browser does with the report form, for tests."""

import re
from html import unescape
from typing import Any

from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import TestResponse, encode_multipart

from tests.client import Visitor
from tests.media import pictures
from tests.media.uploads import upload

FORM = "/phan-anh/moi"
KEY = re.compile(r'name="idempotency_key" value="([^"]+)"')
SENDER = re.compile(r'name="sender" value="([^"]*)"')
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def hidden(page: str) -> dict[str, str]:
    """Give the hidden fields of the form in `page`, as a browser would send them back."""
    found = {"idempotency_key": KEY.search(page), "sender": SENDER.search(page)}
    found["csrf_token"] = TOKEN.search(page)
    return {name: match[1] for name, match in found.items() if match}


def opened(visitor: Visitor) -> dict[str, str]:
    """Open the form; give its hidden fields."""
    return hidden(visitor.get(FORM).text)


def photo(number: int = 0) -> FileStorage:
    """A small photo, a different one for each number."""
    return upload(pictures.jpeg(60 + number, 40))


def send(
    visitor: Visitor, fields: dict[str, Any], *photos: FileStorage, **more: Any
) -> TestResponse:
    """Post the form with `fields` and the `photos`."""
    data: MultiDict[str, Any] = MultiDict({**fields, **more})
    for each in photos:
        data.add("photos", each)
    return visitor.post(FORM, **multipart(data))


def multipart(data: MultiDict[str, Any]) -> dict[str, Any]:
    """Give what a test client posts for a form with files, encoded in memory."""
    boundary, body = encode_multipart(data)
    return {"data": body, "content_type": f"multipart/form-data; boundary={boundary}"}


def code_of(answer: TestResponse) -> str:
    """The code of the report that an accepted form made."""
    assert answer.status_code == 303, words(answer)
    return answer.location.split("/")[2]


def words(answer: TestResponse) -> str:
    """What a page says, without its tags."""
    text = re.sub(r"<(script|style|template)\b.*?</\1>|<[^>]+>", " ", answer.text, flags=re.DOTALL)
    return " ".join(unescape(text).split())
