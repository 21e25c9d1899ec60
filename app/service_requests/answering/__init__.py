"""Accepting, answering and ending a report, and a second signature."""
