"""Messages that are heard: read by the server, or said in a language of the province."""

from flask import Flask

from app.core.access import current_viewer
from app.voices import jobs, messages, phrases, speech, views
from app.voices.blueprint import voices

__all__ = ["init_app", "jobs", "views"]


def init_app(app: Flask) -> None:
    """Add the pages; importing `jobs` names the worker's handlers."""
    speech.init_app(app)
    app.register_blueprint(voices)
    messages.register(phrases.KIND, phrases.load)
    app.jinja_env.globals["says_phrases"] = _says_phrases


def _says_phrases() -> bool:
    return views.speaking.works_here(current_viewer())
