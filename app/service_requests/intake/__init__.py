"""An official writes down a report for somebody."""
