"""The digital-citizen app of a province."""
