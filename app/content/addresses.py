"""Addresses: where the parts of a course stand on the platform, and what counts as one of the web."""

from urllib.parse import quote, urlsplit

MOST_ADDRESS = 2_000


def host_of(address: str) -> str:
    """The host of a web address; empty for anything else."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return ""
    if len(address) > MOST_ADDRESS or parts.scheme not in ("http", "https") or not address.isprintable():
        return ""
    return host.removeprefix("www.")


def unit_address(slug: str, key: str) -> str:
    """The page of a unit."""
    return f"/learn/{quote(slug)}/{quote(key)}"


def course_address(slug: str) -> str:
    """The page that presents a course."""
    return f"/courses/{quote(slug)}"


def glossary_address(slug: str, term_key: str = "") -> str:
    """The glossary of a course, at one word if told which."""
    anchor = f"#term-{quote(term_key)}" if term_key else ""
    return f"{course_address(slug)}/glossary{anchor}"


def media_address(digest: str, name: str) -> str:
    """A file of a course; the digest of its content is part of the address, so what stands there never changes."""
    return f"/media/{quote(digest)}/{quote(name)}"
