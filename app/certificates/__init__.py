"""Certificates that a stranger can verify."""
