"""Calls for rescue under an alert of flood or landslide, and the duty officers who answer them."""
