"""What a person may ask for and have erased; what a guest brings along."""
