"""What was typed into a form's field, fit to store; empty where nothing was."""

from flask import request

from app.core.text import clean, line


def field(name: str, limit: int = 200) -> str:
    """Give one typed line of at most ``limit`` characters."""
    return line(request.form.get(name, ""), limit)


def words(name: str, limit: int = 2000) -> str:
    """Give typed words of several lines, of at most ``limit`` characters together."""
    return clean(request.form.get(name, "")[: limit * 4], limit)
