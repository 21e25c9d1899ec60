"""Programmes, calls, training for businesses and cooperatives; the State's apps and pages."""
