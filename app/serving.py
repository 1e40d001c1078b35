"""How gunicorn serves the site: `gunicorn --config python:app.serving wsgi:app`."""

import os
import sys
from typing import Any

# Measured in tests/benchmarks: on two cores, two plain processes beat threads in both rate and waiting time.
bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("LEARNING_FORUM_WORKERS") or min(8, max(2, os.cpu_count() or 2)))
worker_class = "sync"
preload_app = True
timeout = 30
max_requests = 20_000
max_requests_jitter = 2_000
# The control socket of gunicorn 25 and later would lie in the home directory.
control_socket_disable = True
accesslog = None
loglevel = "warning"


def when_ready(_server: Any) -> None:
    """Say where the site is."""
    host, _colon, port = bind.partition(":")
    name = "localhost" if host == "127.0.0.1" else host
    sys.stdout.write(f"\nLearning Forum is at http://{name}:{port}  (Ctrl+C stops it)\n\n")
    sys.stdout.flush()


def post_fork(_server: Any, _worker: Any) -> None:
    """Each process opens database connections of its own."""
    from app.platform.database import db
    from wsgi import app

    with app.app_context():
        db.engine.dispose(close=False)
