"""From application to seat: calls, panels of readers, offers, and a waiting list that moves by itself."""
