"""The room's pages. Importing the modules adds their routes to the blueprint."""
