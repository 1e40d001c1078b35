"""The fingerprint of a course folder: equal digests mean equal files."""

import hashlib
from collections.abc import Mapping


def digest_of(files: Mapping[str, bytes]) -> str:
    """Give the SHA-256 over all paths and the digests of their content, whatever their order."""
    whole = hashlib.sha256()
    for path, content in sorted(files.items()):
        # Lengths keep two different folders from reading the same.
        name = path.encode("utf-8", "surrogatepass")
        whole.update(len(name).to_bytes(8, "big") + name + hashlib.sha256(content).digest())
    return whole.hexdigest()
