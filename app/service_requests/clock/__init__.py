"""Promises: what makes them wait, grow, come back, and who hears of their end."""
