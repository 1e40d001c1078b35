"""Tools that know no course: database, clock, events, forms, errors, security headers."""
