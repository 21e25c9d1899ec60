"""The limited process: a folder run by path (`python -I app/core/limited`).

It stands apart from the application on purpose: nothing here imports the rest of the program,
so that the process which opens strangers' files holds none of its secrets and starts fast.
"""
