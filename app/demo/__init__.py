"""The demonstration province, and generators for tests and measurements."""
