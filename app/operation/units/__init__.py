"""Units that change from a day on: planned on a page or by a command, done by the worker."""
