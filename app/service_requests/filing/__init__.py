"""A report comes in: the form, where it is, its receipt."""
