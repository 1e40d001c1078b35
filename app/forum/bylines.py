"""How those who wrote something are named. Pure."""

# What erasure leaves of a name.
_NOBODY = "—"


def is_there(name: str) -> bool:
    """Whether it is somebody's name; who left has none, or what erasure left of it."""
    return bool(name) and name != _NOBODY
