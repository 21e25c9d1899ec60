"""Pages of the room, a module for each reader or noun; each adds its routes to the blueprint."""
