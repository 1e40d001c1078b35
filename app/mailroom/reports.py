"""What a message to a letter's return address says: that it failed, or nothing that matters. Pure."""

import re

from app.mailroom.reading import Parcel

_STATUS = re.compile(r"\b(?:[45]\d\d[ -])?[45]\.\d{1,3}\.\d{1,3}\b")
_SERVERS = re.compile(r"^(?:mailer-?daemon|postmaster)(?:[+-].*)?@")


def failures_in(parcel: Parcel) -> list[str]:
    """The statuses by which a mail server says that a letter did not arrive; that it is late says nothing yet.

    Servers that write no report by RFC 3464 say it in their words; what people's programs answer there is no report.
    """
    if parcel.failed:
        return [one.code for one in parcel.failed if one.action == "failed"]
    is_of_server = bool(_SERVERS.match(parcel.sender)) or bool(parcel.header("x-failed-recipients"))
    found = _STATUS.search(parcel.text) if is_of_server and not parcel.is_report else None
    return [found[0]] if found else []
