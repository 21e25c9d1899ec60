"""The room's blueprint."""

from flask import Blueprint

appointments = Blueprint("appointments", __name__)
