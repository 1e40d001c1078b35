"""Courses as values: compiles a folder of Markdown into a course, or into a list of faults. Pure."""
