"""Syntheses: what a category or a course learnt from its dialogue in some months, for those who were not there."""
