"""The room's blueprint."""

from flask import Blueprint

villages = Blueprint("villages", __name__)
