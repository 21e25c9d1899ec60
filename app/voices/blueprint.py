"""The room's blueprint."""

from flask import Blueprint

voices = Blueprint("voices", __name__)
