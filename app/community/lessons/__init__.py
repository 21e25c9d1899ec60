"""A card of one screen for each skill, and the five things by which one sees it done alone."""
