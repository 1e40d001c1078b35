"""The index of everything that can be found by its words: one row for each thing, with who may find it."""
