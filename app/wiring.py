"""Who serves, who listens, and which commands there are, on one page."""

from app import migrating
from app.accounts import cli as accounts_cli
from app.accounts import views as accounts
from app.accounts.light import is_light
from app.accounts.surroundings import addresses_by_language, alternates_html, footer_html, header_html
from app.authoring import cli as authoring_cli
from app.authoring import views as authoring
from app.catalogue import views as catalogue
from app.certificates import cli as certificates_cli
from app.certificates import views as certificates
from app.certificates.listeners import issue_on_completion
from app.content.sdgs import find_sdg, find_sendai
from app.content.vocabulary import agenda_title
from app.learning import quiz_views, views
from app.library import views as library
from app.platform import cli as interface_cli
from app.platform.addresses import address_of
from app.platform.forms import form_keys
from app.platform.i18n import (
    _,
    direction,
    direction_of,
    duration,
    language,
    language_name,
    ngettext,
    show_date,
    show_number,
)
from app.preparing import prepare
from app.progress.events import CourseCompleted
from app.reporting import views as reporting

BLUEPRINTS = (
    accounts.blueprint,
    library.blueprint,
    catalogue.blueprint,
    views.blueprint,
    quiz_views.blueprint,
    certificates.blueprint,
    authoring.blueprint,
    reporting.blueprint,
)

SUBSCRIPTIONS = ((CourseCompleted, issue_on_completion),)

COMMANDS = (
    interface_cli.commands,
    migrating.commands,
    accounts_cli.commands,
    authoring_cli.commands,
    certificates_cli.commands,
    prepare,
)

TEMPLATE_GLOBALS = {
    "addresses_by_language": addresses_by_language,
    "alternates_html": alternates_html,
    "_": _,
    "agenda_title": lambda key: agenda_title(key, language()),
    "direction": direction,
    "direction_of": direction_of,
    "duration": duration,
    "form_keys": form_keys,
    "footer_html": footer_html,
    "header_html": header_html,
    "is_light": is_light,
    "language": language,
    "language_name": language_name,
    "ngettext": ngettext,
    "sdg_label": lambda key: find_sdg(key, language()),
    "sendai_label": lambda key: find_sendai(key, language()),
    "show_date": show_date,
    "show_number": show_number,
    "url_for": address_of,
}
