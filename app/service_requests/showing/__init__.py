"""Before and after: repairs that an office shows, as a page and as a picture for chat groups."""
