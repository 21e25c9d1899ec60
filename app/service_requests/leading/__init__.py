"""A lead's figures."""
