"""/healthz: 200 when the database answers."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from app.core.access import PUBLIC, access
from app.core.db import db

health = Blueprint("health", __name__)


@health.get("/healthz")
@access(PUBLIC)
def show() -> ResponseReturnValue:
    """Say that the app and its database are up; a failing database gives 503."""
    db.session.execute(text("SELECT 1"))
    return {"status": "ok"}
