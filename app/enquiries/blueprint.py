"""The room's blueprint."""

from flask import Blueprint

enquiries = Blueprint("enquiries", __name__)
