"""Inviting people: by address one by one or by a table, and by a link to pass on."""
