"""The reference: one Flask route that says hello."""

from flask import Flask

app = Flask(__name__)


@app.get("/")
def hello() -> str:
    """The least a page can be."""
    return "Hello"
