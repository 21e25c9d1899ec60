"""Questions of businesses about a programme: asked of its office, answered by a promised day."""
