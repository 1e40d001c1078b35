"""Organisations, who belongs to them and when, and who holds which title."""
