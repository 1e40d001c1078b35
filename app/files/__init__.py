"""Files that people hand in: checked by what they are, cleaned of who made them, kept by digest, served inert."""
