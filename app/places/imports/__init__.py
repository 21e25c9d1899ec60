"""Bringing places in: units from a package, villages from a sheet, boundaries from GeoJSON."""
