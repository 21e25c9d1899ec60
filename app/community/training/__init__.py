"""Classes with places, from the announcement to what is handed out; the hours of volunteers."""
