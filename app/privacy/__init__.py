"""What the site knows of people: a map of it, a copy for them, its end, and the rules for how long it is kept."""
