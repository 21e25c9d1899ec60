"""Leaks and losses of personal data: what happened, whom it concerns, who was told by when."""
