"""A bare Flask page: the same HTML from memory, nothing else. The yardstick of `bench.pages`."""

import os
from pathlib import Path

from flask import Flask

app = Flask(__name__)
HTML = Path(os.environ["BARE_HTML"]).read_text(encoding="utf-8")


@app.get("/")
def page() -> str:
    """The page."""
    return HTML
