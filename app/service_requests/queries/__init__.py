"""Every SELECT of the room, a function each, by noun."""
