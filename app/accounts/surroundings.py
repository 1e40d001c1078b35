"""What changes on every page with who is asking and where: its first line, its end, its other languages."""

import secrets
from collections.abc import Callable, Iterator
from urllib.parse import quote, urlencode

from flask import render_template, request
from markupsafe import Markup, escape

from app.accounts.languages import CHOICE
from app.accounts.light import is_light
from app.accounts.signing_in import current_actor, news_of_this_request
from app.platform.catalogues import LANGUAGES
from app.platform.fragments import fragment
from app.platform.i18n import language

# Where a name goes. Nobody outside this process can know the marks, so no name holds one.
_INITIAL, _NAME, _NEWS = (f"[{name} {secrets.token_hex(8)}]" for name in ("initial", "name", "news"))
# More are shown as many.
_MOST_NEWS = 99


def header_html() -> Markup:
    """Brand, menu and account, as the person of this request sees them from this page.

    Names are put in afterwards, so that what is kept in memory is nobody's.
    """
    actor = current_actor()
    number = news_of_this_request().elsewhere
    key = ("header", actor.is_signed_in, actor.roles, number > 0, request.endpoint, request.root_path, language())
    header = fragment(
        key, lambda: render_template("layout/_header.html", initial=_INITIAL, name=_NAME, news=_NEWS if number else "")
    )
    if number:
        header = header.replace(_NEWS, str(number) if number <= _MOST_NEWS else f"{_MOST_NEWS}+")
    return header.replace(_INITIAL, escape(actor.name[:1].upper())).replace(_NAME, escape(actor.name))


def footer_html() -> Markup:
    """The end of the page, with the choice of language."""
    if current_actor().is_signed_in:
        return fragment(("footer", language(), is_light()), lambda: render_template("layout/_footer.html"))
    return _kept_by_address("footer of visitors", lambda: render_template("layout/_footer.html"))


def addresses_by_language() -> Iterator[tuple[str, str]]:
    """This page's address in each language, with the language's code. It can be passed on."""
    asked = [(name, text) for name, text in request.args.items(multi=True) if name != CHOICE]
    # Two slashes at the beginning would lead to another site, and browsers take a backslash for a slash.
    path = f"/{quote(request.path).lstrip('/')}"
    for code in LANGUAGES:
        yield f"{path}?{urlencode([*asked, (CHOICE, code)])}", code


def alternates_html() -> Markup:
    """For search engines: where a public page is to be had in other languages. Pages for one person have no others."""
    if request.endpoint not in PUBLIC or request.method != "GET":
        return Markup("")
    return _kept_by_address("alternates", _alternates)


def _alternates() -> Markup:
    link = Markup('<link rel="alternate" hreflang="{}" href="{}{}">\n')
    root = request.host_url.rstrip("/")
    return Markup("").join(link.format(code, root, address) for address, code in addresses_by_language())


def _kept_by_address(name: str, make: Callable[[], str]) -> Markup:
    """A piece that names the address of its page; searches and unknown pages have too many addresses to be kept."""
    if request.endpoint not in PUBLIC or request.query_string:
        return Markup(make())
    return fragment((name, language(), request.host_url, request.path), make)


PUBLIC = frozenset(
    {
        "catalogue.show_home",
        "catalogue.list_courses",
        "catalogue.show_course",
        "catalogue.show_glossary",
        "catalogue.show_accessibility",
        "privacy.show_privacy",
        "certificates.show_verification_form",
    }
)
