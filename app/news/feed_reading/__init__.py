"""A feed's bytes become entries: its encoding, its days, its links, and who is who. All pure."""
