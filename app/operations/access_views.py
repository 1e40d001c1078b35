"""Why may this person see this page, or why not?"""

from urllib.parse import quote

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.actors import VISITOR
from app.accounts.models import User
from app.accounts.people_queries import roles_held
from app.accounts.queries import actor_behind, find_user_by_email
from app.accounts.roles import Grant
from app.accounts.scopes import scopes_of
from app.accounts.signing_in import current_actor, signed_in_user_id
from app.operations.access import Explanation, explain
from app.operations.forms import AccessForm
from app.operations.policy import may_run_site
from app.platform import audit
from app.platform.database import transaction
from app.platform.i18n import _
from app.platform.verdicts import require

blueprint = Blueprint("access", __name__, url_prefix="/staff/access")


@blueprint.get("")
def show_access() -> ResponseReturnValue:
    """Choose a person and a page, and read why access is allowed or refused. Each question is noted."""
    asker = signed_in_user_id()
    require(may_run_site(current_actor()))
    form = AccessForm(request.args)
    if "page" not in request.args:
        return _page(AccessForm(person=request.args.get("person", "")))
    if not form.validate():
        return _page(form), 422
    user = find_user_by_email(form.person.data) if form.person.data else None
    if form.person.data and user is None:
        form.person.errors = [_("Nobody has an account with this address.")]
        return _page(form), 422
    told = explain(actor_behind(user) if user else VISITOR, form.path)
    words = _roles_of(user) if user else []
    with transaction():
        audit.note(asker, "access.explained", "person", user.id if user else "visitor", page=quote(told.place))
    return _page(form, told, user, words)


def _page(
    form: AccessForm, told: Explanation | None = None, user: User | None = None, roles: list[str] | None = None
) -> str:
    return render_template("operations/show_access.html", form=form, told=told, user=user, roles=roles or [])


def _roles_of(user: User) -> list[str]:
    held = roles_held(user.id)
    scopes = scopes_of(Grant(one.role, one.scope) for one in held)
    return [scopes.words(one.role, one.scope) for one in held]
