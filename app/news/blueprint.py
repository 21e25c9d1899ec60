"""The room's blueprint."""

from flask import Blueprint

news = Blueprint("news", __name__)
