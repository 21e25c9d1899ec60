"""Figures: defined once, kept as counters, asked for by every page that tells them."""
