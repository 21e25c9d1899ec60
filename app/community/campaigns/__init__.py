"""Campaigns: a target for each village, pledges, what the visits came to, who is how far."""
