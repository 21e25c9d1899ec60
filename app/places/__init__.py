"""Places: the province, its communes and villages; point to place; old names to new."""

from flask import Flask

from app.places.views import described, places


def init_app(app: Flask) -> None:
    """Add the look-ups, and what templates write a place with."""
    app.register_blueprint(places)
    app.jinja_env.globals["described_place"] = described
