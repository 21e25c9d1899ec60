"""The room's blueprint."""

from flask import Blueprint

community = Blueprint("community", __name__)
