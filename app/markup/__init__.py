"""Markdown to safe HTML: pure, and ignorant of courses and people."""
