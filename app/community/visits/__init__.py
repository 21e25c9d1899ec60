"""Visits at the door: written down without a signal, counted, looked at."""
