"""A whole deployment on this machine, from `flask init` to a restored backup: `make rehearse`."""
