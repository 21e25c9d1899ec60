"""What can be reported: services, their questions, classes, reasons, routing rules."""
