"""What walks the addresses that take a POST."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from tests.posts.walk import Walk, with_hosts


@pytest.fixture
def walk(app: Flask, filled: Any, media_folder: Any, monkeypatch: Any) -> Iterator[Walk]:
    with_hosts(app, monkeypatch)
    made = Walk(app, filled)
    yield made
    made.close()
