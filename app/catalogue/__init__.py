"""The public face: home, the list of courses, a course before enrolling."""
