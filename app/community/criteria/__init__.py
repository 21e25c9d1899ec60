"""Criteria sets with dated versions, and what each unit reached: scored, appraised, published."""
