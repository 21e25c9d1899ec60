"""The households of a village: the head's list, the slips with a code, whose account is whose."""
