"""Work that learners hand in, read by peers: who reads what, and how sure a score is."""
