"""Pages of the room; each module adds its routes to the blueprint."""

from app.pwa.views import install, no_signal, queue, worker

__all__ = ["install", "no_signal", "queue", "worker"]
