"""Reports about one matter under one of them."""
