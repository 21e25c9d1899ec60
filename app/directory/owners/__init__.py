"""Entries that a confirmed business keeps: what it proposes, and what the office says to it."""
