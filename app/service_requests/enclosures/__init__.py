"""Photos, voices and documents of a report."""
