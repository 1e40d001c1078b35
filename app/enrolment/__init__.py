"""Who takes part in which course."""
