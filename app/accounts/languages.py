"""In which language a person meets the interface."""

from flask import Flask, has_request_context, request, session

from app.accounts.models import User
from app.accounts.signing_in import LANGUAGE, current_actor
from app.platform.catalogues import LANGUAGES, ORIGINAL, PSEUDO
from app.platform.i18n import choose_language_by, language

# The name of the choice in an address, as in /courses?lang=fr, and in a visitor's session.
CHOICE = LANGUAGE


def speak_the_readers_language(app: Flask) -> None:
    """Find the language of each request, and remember what a visitor chooses."""
    choose_language_by(_language_of_request)
    app.before_request(_remember_choice)


def language_of(user: User) -> str:
    """The language of somebody's pages, as far as it is known; empty when others ask and they never chose one."""
    is_asking = has_request_context() and current_actor().user_id == user.id
    return language() if is_asking else user.language


def _language_of_request() -> str:
    """What the address asks for, then the account, then the visitor's choice, then what the browser prefers."""
    asked = _offered(request.args.get(CHOICE))
    return asked or current_actor().language or _offered(session.get(CHOICE)) or _preferred()


def _preferred() -> str:
    """The first language the browser names that we have; Canadian French is French rather than the next in line."""
    spoken = (code.partition("-")[0].lower() for code, _quality in request.accept_languages)
    return next((code for code in spoken if code in LANGUAGES), ORIGINAL)


def _offered(code: str | None) -> str:
    return code if code in LANGUAGES or code == PSEUDO else ""


def _remember_choice() -> None:
    """A choice in an address holds for the visit; it is the visitor's, not the address's, from then on."""
    asked = _offered(request.args.get(CHOICE))
    if asked and session.get(CHOICE) != asked:
        session[CHOICE] = asked
