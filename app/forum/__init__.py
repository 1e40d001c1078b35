"""Dialogue among members: categories, threads, and the posts in them."""
