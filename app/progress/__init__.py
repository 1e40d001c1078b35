"""What a learner has completed, and what is still missing."""
