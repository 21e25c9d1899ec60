"""The desk's pages; importing them adds their routes to the blueprint."""

from app.desk.views import finding, inbox, leading, narrowing

__all__ = ["finding", "inbox", "leading", "narrowing"]
