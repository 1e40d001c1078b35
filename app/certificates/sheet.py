"""What stands on a certificate, in words ready to print: the page and the PDF both show this and nothing else. Pure."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Sheet:
    """The words of one certificate. Those without a language of their own are in `language`, the interface's."""

    language: str
    site: str
    heading: str
    before_name: str
    name: str
    before_title: str
    title: str
    title_language: str
    # Right or left, as HTML's `dir` wants it.
    title_direction: str
    # Label and value, in reading order.
    facts: tuple[tuple[str, str], ...]
    how_to_verify: str
    # Where a stranger types the code, and where the QR code leads.
    form_address: str
    verify_address: str
    code_label: str
    code: str
    issued: str
    issued_at: datetime
