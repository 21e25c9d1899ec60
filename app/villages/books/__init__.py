"""The village's public book: what was planned, collected and spent, with the papers' photos."""
