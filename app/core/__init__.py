"""What every room stands on: database, settings, access, outbox, clock, text, errors."""
