"""Questions about land: asked with a photo of the paper, answered by a named adviser in time."""
