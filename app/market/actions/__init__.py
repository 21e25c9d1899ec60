"""What spans several tables or an outside system."""
