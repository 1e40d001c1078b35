"""One box for everything: the page that searches, what courses put into the index, and making the index anew."""
