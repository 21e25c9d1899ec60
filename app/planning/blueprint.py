"""The room's blueprint."""

from flask import Blueprint

planning = Blueprint("planning", __name__)
