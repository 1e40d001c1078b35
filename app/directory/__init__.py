"""Who is who: people who chose to be found, by what they do, know and look for, and letters among them."""
