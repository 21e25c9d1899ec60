"""The room's blueprint."""

from flask import Blueprint

surveys = Blueprint("surveys", __name__)
