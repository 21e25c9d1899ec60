"""What is read of articles, alerts and feeds."""
