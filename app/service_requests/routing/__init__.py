"""Which agency and which official has a report."""
