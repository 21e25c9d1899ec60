"""The room's blueprint."""

from flask import Blueprint

directory = Blueprint("directory", __name__)
