"""The room's blueprint; `views` and `files` add their pages."""

from flask import Blueprint

scorecards = Blueprint("scorecards", __name__)
