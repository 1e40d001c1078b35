"""The line at the top of every page. It changes with who is asking and where they are, so it is kept by both."""

from flask import render_template, request
from markupsafe import Markup

from app.accounts.signing_in import current_actor
from app.platform.fragments import fragment
from app.platform.i18n import language


def header_html() -> Markup:
    """Brand, menu and account, as the person of this request sees them from this page."""
    actor = current_actor()
    key = ("header", actor.name, actor.role, request.endpoint, request.root_path, language())
    return fragment(key, lambda: render_template("layout/_header.html"))
