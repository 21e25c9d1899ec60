"""A province is set up from one workbook, and begins with a starter pack."""
