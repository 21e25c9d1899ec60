"""What the limited process (`app/core/limited`) does with pictures, recordings and papers.

Each module is run by its path, without the application: none imports the rest of the program.
"""
