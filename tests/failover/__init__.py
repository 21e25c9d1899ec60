"""Three database machines of which the primary is killed again and again: `make failover`."""
