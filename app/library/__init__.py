"""Published courses: immutable revisions, which of them is current, and search."""
