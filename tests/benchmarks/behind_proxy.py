"""The site as it stands behind a proxy, so that pages slowed down for each visitor can be asked by many."""

from werkzeug.middleware.proxy_fix import ProxyFix

from wsgi import app

app.wsgi_app = ProxyFix(app.wsgi_app)  # type: ignore[method-assign]

__all__ = ["app"]
