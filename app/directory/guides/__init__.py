"""Guides: how a procedure goes, step by step, kept and checked by an office."""
