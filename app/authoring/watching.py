"""In development, a course file that changed shows on the next reload: the folder is published again by itself."""

from pathlib import Path
from threading import Lock

from flask import Flask, request

from app.authoring.cli import publish_all
from app.authoring.folders import course_folders, signature_of


def publish_changes(app: Flask, courses: Path) -> None:
    """Look at the folders before each page and publish those that changed; faults go to the terminal."""
    seen: dict[Path, object] = {}
    lock = Lock()

    @app.before_request
    def publish_changed_folders() -> None:
        if request.endpoint == "static" or request.method != "GET":
            return
        with lock:
            for folder in course_folders(courses):
                signature = signature_of(folder)
                if seen.get(folder) != signature:
                    seen[folder] = signature
                    publish_all((folder,), note="in development", is_quiet=True)
