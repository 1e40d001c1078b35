"""Builds the application: the only place that reads the environment."""

import os
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from app import wiring
from app.accounts.languages import speak_the_readers_language
from app.accounts.light import remember_light_mode
from app.accounts.scopes import know_course_titles
from app.accounts.signing_in import keep_people_signed_in, know_news
from app.accounts.staff_pages import know_staff_pages
from app.authoring.watching import publish_changes
from app.catalogue.further import know_further
from app.catalogue.opinions import know_opinions
from app.config import Settings, settings_from
from app.forum.translating import know_translator
from app.indexing.sources import know_sources
from app.mailroom.answers import know_replies
from app.migrating import know_migrations
from app.notifications.extracts import know_extracts
from app.notifications.kinds import know_kinds
from app.organisations.handing_over import know_handovers
from app.platform.compression import compress_responses
from app.platform.database import db, prepare_engine, watch_for_stray_writes
from app.platform.errors import handle_errors
from app.platform.events import listen
from app.platform.fragments import forget_all
from app.platform.jobs import know_jobs, ring_after_commit
from app.platform.once import answer_forms_once
from app.platform.outbox import prepare_post
from app.platform.security import (
    headers_of_files,
    refuse_impossible_hosts,
    refuse_what_nobody_means,
    secure_responses,
)
from app.platform.signing import KeptSessions
from app.platform.static_files import serve_static_files
from app.platform.templating import Templates
from app.platform.turns import in_turns
from app.platform.uploads import let_views_take_files

ROOT = Path(__file__).resolve().parent.parent
_LARGEST_REQUEST = 2 * 1024 * 1024


class _Site(Flask):
    """The application. None of its functions is asynchronous, so none is asked at each request whether it is."""

    session_interface = KeptSessions()
    jinja_environment = Templates

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The function itself."""
        return func


def create_app(environment: Mapping[str, str] | None = None, *, testing: bool = False) -> Flask:
    """An application under these settings, by default the process's environment. Raises BadSettings."""
    settings = settings_from(os.environ if environment is None else environment, ROOT, testing)
    # The database, the secret and the first passwords lie here: nobody else on the machine looks in.
    settings.instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    app = _Site("app", root_path=str(ROOT / "app"), instance_path=str(settings.instance), static_folder=None)
    app.template_folder = str(ROOT / "templates")
    app.extensions["settings"] = settings
    _configure(app, settings)
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
    watch_for_stray_writes()
    know_migrations(app)
    let_views_take_files(app)
    refuse_what_nobody_means(app)
    protection = CSRFProtect(app)
    for view in wiring.WITHOUT_TOKEN:
        protection.exempt(view)
    answer_forms_once(app)
    keep_people_signed_in(app)
    speak_the_readers_language(app)
    remember_light_mode(app)
    handle_errors(app)
    # Functions after a request run last first: the headers are there before the body is compressed.
    compress_responses(app)
    secure_responses(app, settings.https)
    app.wsgi_app = in_turns(app.wsgi_app)  # type: ignore[method-assign, assignment]
    app.wsgi_app = refuse_impossible_hosts(app.wsgi_app)  # type: ignore[method-assign, assignment]
    _serve_static(app, settings)
    _trust_proxies(app, settings.proxies)
    if settings.development:
        app.before_request(forget_all)
        publish_changes(app, settings.courses)
    for blueprint in wiring.BLUEPRINTS:
        app.register_blueprint(blueprint)
    for commands in wiring.COMMANDS:
        app.cli.add_command(commands)
    listen(wiring.SUBSCRIPTIONS)
    know_jobs(wiring.JOBS, wiring.ROUTINES)
    know_staff_pages(app, wiring.STAFF_PAGES)
    know_course_titles(app, wiring.COURSE_TITLES)
    know_news(app, wiring.NEWS)
    know_opinions(app, wiring.OPINIONS)
    know_further(app, wiring.FURTHER_OF_COURSES)
    know_kinds(wiring.NOTICES)
    know_extracts(wiring.EXTRACTS)
    know_replies(wiring.REPLIES)
    know_translator(app, wiring.TRANSLATOR)
    know_handovers(wiring.HANDOVERS)
    know_sources(app, wiring.SOURCES)
    ring_after_commit()
    prepare_post(app, settings.mail, settings.mail_from)
    app.jinja_env.globals.update(wiring.TEMPLATE_GLOBALS, site_name=settings.site_name, site_contact=settings.contact)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        TESTING=settings.testing,
        SECRET_KEY=settings.secret_key or _kept_secret(settings.instance / "secret-key"),
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=_engine_options(settings),
        SESSION_COOKIE_NAME="__Host-session" if settings.https else "session",
        SESSION_COOKIE_SECURE=settings.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=timedelta(days=30),
        WTF_CSRF_TIME_LIMIT=None,
        MAX_CONTENT_LENGTH=_LARGEST_REQUEST,
        MAX_FORM_PARTS=1000,
        COURSES=settings.courses,
        ADDRESS=settings.address,
        WORKS=settings.works,
        ORGANISATIONS={one.key: one for one in settings.organisations},
        UNUSED_YEARS=settings.unused_years,
        REPLIES=settings.replies,
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def _engine_options(settings: Settings) -> dict[str, object]:
    # What people typed stays out of error messages, and with them out of logs and of jobs that failed.
    # One request runs at a time and takes the connection used last; whoever waits for a password to be checked keeps
    # theirs meanwhile, so there may be as many as there are threads.
    is_local = settings.database_url.startswith("sqlite")
    return {
        "hide_parameters": True,
        "pool_pre_ping": not is_local,
        "pool_size": 2,
        "max_overflow": 40,
        "pool_use_lifo": True,
    }


def _serve_static(app: Flask, settings: Settings) -> None:
    folder = ROOT / "static"
    if settings.development:
        app.static_folder = str(folder)
        app.add_url_rule("/static/<path:filename>", endpoint="static", view_func=app.send_static_file)
    serve_static_files(
        app,
        folder,
        settings.instance / "static",
        development=settings.development,
        headers=headers_of_files(settings.https),
    )


def _trust_proxies(app: Flask, number: int) -> None:
    """Believe what this many proxies say of the sender's address and of the site's own name and scheme."""
    if number:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=number, x_proto=number, x_host=number
        )


def _kept_secret(path: Path) -> str:
    """The secret that signs sessions, made once and kept where only this account reads it."""
    if not path.exists():
        fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(48), "ascii")
        # A link appears whole or not at all: of two processes that start at once, one makes the secret, both read it.
        with suppress(FileExistsError):
            os.link(fresh, path)
        fresh.unlink()
    return path.read_text("ascii").strip()
