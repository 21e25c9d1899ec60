"""The room's blueprint."""

from flask import Blueprint

market = Blueprint("market", __name__)
