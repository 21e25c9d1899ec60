"""What is read of shops, products and all that belongs to them."""
