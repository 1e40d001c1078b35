"""The door for WSGI servers: `wsgi:app`."""

from app.factory import create_app

app = create_app()
