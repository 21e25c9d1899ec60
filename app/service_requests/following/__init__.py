"""A report as citizens see it: lists, its story, what the sender says, who follows it."""
