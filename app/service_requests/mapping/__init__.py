"""Where reports lie: counted by squares of the ground, and as points close by."""
