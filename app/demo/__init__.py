"""The demonstration province, and generators for tests and measurements.

Only its commands load it.
"""
