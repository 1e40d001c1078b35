"""Drawing lots in a way that everybody can repeat: no order of names, numbers or arrival gives anybody an advantage."""

from hashlib import sha256


def lot_of(what: str, number: int) -> str:
    """The lot of one among many; `what` names the draw, so that nobody is lucky in all of them."""
    return sha256(f"{what}:{number}".encode()).hexdigest()
