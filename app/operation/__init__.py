"""What keeps the product running for years: backups, restoring, first settings, checks."""
