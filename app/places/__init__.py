"""Places: the province, its communes and villages; point to place; old names to new."""

from urllib.parse import urlsplit

from flask import Flask, request

from app.core import naming
from app.core.config import Config, ConfigurationError
from app.places.maps import ground
from app.places.queries import by_code, communes, villages_of
from app.places.views import described, places


def init_app(app: Flask) -> None:
    """Add the look-ups, and what templates write a place with.

    Raises:
        ConfigurationError: TILE_URL is no address of tiles, or not https in production.
    """
    config: Config = app.config["SETTINGS"]
    _refuse_tiles(config)
    app.register_blueprint(places)
    naming.lists(_communes, "commune", "origin", "place")
    naming.lists(_villages, "village")
    app.jinja_env.globals.update(
        described_place=described,
        small_map=ground.small,
        tile_credit=lambda: config.tile_credit,
    )


def _communes() -> list[tuple[str, str]]:
    return [(each.code, each.title) for each in communes()]


def _villages() -> list[tuple[str, str]]:
    """Give those of the commune that the same form chose; without one a name says too little."""
    chosen = by_code(naming.resolved("commune", request.values.get("commune", "")))
    return [(each.code, each.title) for each in (villages_of(chosen) if chosen else ())]


def _refuse_tiles(config: Config) -> None:
    if not config.tile_url:
        return
    try:
        address = config.tile_url.format(z=0, x=0, y=0, s="a", r="")
    except (KeyError, IndexError, ValueError):
        address = config.tile_url
    parts = urlsplit(address)
    schemes = ("https",) if config.is_production else ("https", "http")
    named = all(part in config.tile_url for part in ("{z}", "{x}", "{y}"))
    if (
        not named
        or parts.scheme not in schemes
        or not parts.netloc
        or set(address) & set(" ;,'\"{}")
    ):
        raise ConfigurationError(
            "The app cannot start. unfit: TILE_URL (an https address with {z}, {x} and {y})"
        )
