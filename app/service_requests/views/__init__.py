"""Pages of the room, a module for each reader or noun; each adds its routes to the blueprint."""

from app.service_requests.views import (
    admin_classes,
    admin_reasons,
    admin_routing,
    admin_services,
    mine,
    new,
    official,
    official_phone,
    official_verbs,
    photos,
    public,
    receipt,
    voice,
    waiting,
)

__all__ = [
    "admin_classes",
    "admin_reasons",
    "admin_routing",
    "admin_services",
    "mine",
    "new",
    "official",
    "official_phone",
    "official_verbs",
    "photos",
    "public",
    "receipt",
    "voice",
    "waiting",
]
