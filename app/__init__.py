"""Learning Forum: self-paced courses and peer learning among local and regional governments."""
