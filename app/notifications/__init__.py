"""Notices: what each person should know, on the site and by mail, in their language, at most once, never in a burst."""
