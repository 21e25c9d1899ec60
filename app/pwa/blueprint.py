"""The room's blueprint, served from the root, where a service worker's scope needs it."""

from flask import Blueprint

pwa = Blueprint("pwa", __name__)
