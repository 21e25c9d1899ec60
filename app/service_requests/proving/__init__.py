"""Receipts that prove: what came in is signed, and the tree of each day is published."""
