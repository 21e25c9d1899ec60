"""Whom a team helps: the list by area, a sheet of it, one person."""
