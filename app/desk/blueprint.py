"""The blueprint of the officials' front page; each module of views adds its routes to it."""

from flask import Blueprint

desk = Blueprint("desk", __name__)
