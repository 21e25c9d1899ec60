"""Three faces at the foot of a utility's page, and the index of satisfaction made of them."""
