"""Reads the tables that people send: CSV and text, XLSX, old XLS, HTML tables named .xls.

`reading` gives the rows of a file, `columns` says which column holds what, `asides` which rows
are no rows, and `values` reads what stands in a cell. All is the same for villages, bills and
bank statements; what a row means is its room's own.
"""
