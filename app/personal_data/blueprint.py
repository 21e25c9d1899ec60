"""The room's blueprint."""

from flask import Blueprint

personal_data = Blueprint("personal_data", __name__)
