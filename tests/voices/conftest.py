"""A server that can speak, without the program that does it."""

import pytest

from app.media import synthesis
from tests.media import sounds


@pytest.fixture
def said(app, media_folder, monkeypatch) -> list[str]:
    """The server speaks: what was said. Its sound is a hum of a second."""
    words: list[str] = []

    def say(text: str) -> synthesis.Said:
        words.append(text)
        return synthesis.Said(1_000, sounds.recording("webm"))

    monkeypatch.setitem(app.config, "SPEECH", True)
    monkeypatch.setattr(synthesis, "say", say)
    return words
