"""The room's pages; importing them adds the routes to the blueprint."""

from app.voices.views import listening, speaking

__all__ = ["listening", "speaking"]
