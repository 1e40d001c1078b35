"""A site of one line, served as the real one is: `python -m tests.platform.one_line_site PORT FAULT [FAMILY]`.

It cannot be loaded while there is a file called FAULT.
"""

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from app.platform.light_parent import Family, LightApplication, loaded_or_let_be

PORT, FAULT, *FAMILY = sys.argv[1:]
COMMAND = [sys.executable, "-m", "tests.platform.one_line_site", PORT, FAULT]
SETTINGS = {"bind": f"127.0.0.1:{PORT}", "workers": 2, "loglevel": "warning", "control_socket_disable": True}


def load() -> Any:
    """The application, which tells by which process it answers."""
    if Path(FAULT).exists():
        raise RuntimeError("The site has a fault.")

    def answer(_environment: Any, start_response: Any) -> Iterable[bytes]:
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [str(os.getpid()).encode()]

    return answer


def main() -> None:
    """Serve, or look after those who serve."""
    family = Family.read(FAMILY[0]) if FAMILY else None
    app = None
    if family is None:
        app = load()
    elif family.with_site:
        app = loaded_or_let_be(load, COMMAND, family)
    LightApplication(app, SETTINGS, COMMAND, family).run()


if __name__ == "__main__":
    main()
