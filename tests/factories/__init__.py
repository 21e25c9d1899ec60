"""Rows for tests: a module for each room, a function for each model.

A function takes what matters to the test and makes up the rest, adds the row to the session and
flushes, so that it has its id. The client commits before each request.
"""
