"""What people ask about their data, and the clock of the answer."""
