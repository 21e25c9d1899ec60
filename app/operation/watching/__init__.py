"""What an administrator watches: who did what, and whether the machinery runs."""
