"""The blueprint of the officials' front page."""

from flask import Blueprint

desk = Blueprint("desk", __name__)
