"""Signing in through an organisation: going there, coming back, and linking who one is there with an account."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from app.accounts import signing_in
from app.accounts.identities import (
    find_user_by_identity,
    identities_of,
    link_identity,
    register_identity,
    unlink_identity,
)
from app.accounts.models import User
from app.accounts.outside import Claims, OutsideTrouble, arrive, depart, get_provider
from app.accounts.proving import proof_first
from app.accounts.queries import find_user_by_email, get_user
from app.accounts.second_steps import begin_unless_code_is_needed
from app.accounts.sessions import end_session, is_new_to, warn_of_new_device
from app.accounts.sign_in_page import sign_in_page
from app.accounts.signing_in import LANGUAGE, LINKING, current_actor, signed_in_user_id
from app.accounts.ways import way_on
from app.config import OrganisationSignIn
from app.platform import clock, once
from app.platform.database import transaction
from app.platform.errors import NotFound, Refused, WayOn
from app.platform.forms import WishForm, require_whole_form
from app.platform.i18n import _, language
from app.platform.letters import site_root
from app.platform.throttle import at_most, sender

blueprint = Blueprint("outside", __name__)
_AWAY = "away"
_BACK_WITHIN, _LINKED_WITHIN = timedelta(minutes=15), timedelta(minutes=30)
# What an issuer may call a person; longer is no identity but an accident.
_LONGEST_SUBJECT = 255


@blueprint.get("/sign-in/with/<key>")
def leave(key: str) -> ResponseReturnValue:
    """Go to an organisation's own sign-in."""
    provider = get_provider(key)
    at_most("120 per hour", "organisation", sender())
    wanted = request.args.get("next", "")
    try:
        departure = depart(provider, back=_back(provider))
    except OutsideTrouble as trouble:
        return _told(trouble, wanted)
    session[_AWAY] = {
        "key": key,
        "state": departure.state,
        "nonce": departure.nonce,
        "verifier": departure.verifier,
        "next": way_on(wanted, default=""),
        "until": int((clock.now() + _BACK_WITHIN).timestamp()),
    }
    return redirect(departure.address)


@blueprint.get("/sign-in/with/<key>/back")
def come_back(key: str) -> ResponseReturnValue:
    """Take somebody in who comes back from their organisation."""
    provider = get_provider(key)
    at_most("120 per hour", "organisation back", sender())
    away = session.pop(_AWAY, {})
    wanted = str(away.get("next", ""))
    try:
        claims = _claims_of(provider, away)
        return _take_in(provider, claims, wanted)
    except OutsideTrouble as trouble:
        return _told(trouble, wanted)


def _claims_of(provider: OrganisationSignIn, away: dict[str, Any]) -> Claims:
    is_awaited = (
        away.get("key") == provider.key
        and away.get("state") == request.args.get("state")
        and clock.now().timestamp() < away["until"]
    )
    if not is_awaited:
        raise _trouble(_("That sign-in was begun in another window, or too long ago. Please begin again."), 422)
    if "error" in request.args or "code" not in request.args:
        raise _trouble(
            _("%(name)s did not let you in, or you did not agree. You can sign in another way.", name=provider.name),
            403,
        )
    claims = arrive(
        provider, request.args["code"], back=_back(provider), nonce=away["nonce"], verifier=away["verifier"]
    )
    if not 0 < len(claims.subject) <= _LONGEST_SUBJECT:
        raise _trouble(_("%(name)s does not say who you are, so you are not signed in.", name=provider.name), 502)
    return claims


def _take_in(provider: OrganisationSignIn, claims: Claims, wanted: str) -> ResponseReturnValue:
    known = find_user_by_identity(claims.issuer, claims.subject)
    if known is not None:
        return _begin(known, wanted)
    if current_actor().is_signed_in:
        return _ask_whether_to_link(provider, claims, wanted)
    if not claims.email:
        raise _trouble(
            _(
                "%(name)s has not verified your e-mail address, so we cannot tell who you are. "
                "Sign in another way; then you can link the two under “How you sign in”.",
                name=provider.name,
            ),
            403,
        )
    if find_user_by_email(claims.email) is not None:
        return _ask_whether_to_link(provider, claims, wanted)
    with transaction():
        user = register_identity(claims, language=session.get(LANGUAGE, ""))
        remembered = begin_unless_code_is_needed(user.id, signing_in.this_device())
    answer = signing_in.let_in(user.id, user.name, remembered, way_on(wanted))
    flash(_("Welcome, %(name)s. Your account is ready.", name=user.name))
    return answer


def _begin(user: User, wanted: str) -> ResponseReturnValue:
    signing_in.refuse_blocked(user)
    device, before = signing_in.this_device(), current_actor().user_id
    here = signing_in.current_session_id() if before is not None else None
    is_new = is_new_to(user.id, device)
    with transaction():
        if before is not None and here is not None:
            end_session(before, here)
        remembered = begin_unless_code_is_needed(user.id, device)
        if is_new and remembered:
            warn_of_new_device(user, device, root=site_root(), language=language())
    return signing_in.let_in(user.id, user.name, remembered, way_on(wanted))


def _ask_whether_to_link(provider: OrganisationSignIn, claims: Claims, wanted: str) -> ResponseReturnValue:
    session[LINKING] = {
        "key": provider.key,
        "subject": claims.subject,
        "called": claims.email or claims.name,
        "next": wanted,
        "until": int((clock.now() + _LINKED_WITHIN).timestamp()),
    }
    return redirect(url_for(".link"))


@blueprint.route("/sign-in/linking", methods=["GET", "POST"])
def link() -> ResponseReturnValue:
    """Link who one is at an organisation with one's account: first sign in to that, then say so."""
    linking = session.get(LINKING)
    if not linking or clock.now().timestamp() > linking["until"]:
        raise NotFound(
            _("There is nothing to link, or it was too long ago. Begin again with the button of your organisation."),
            WayOn("accounts.sign_in", {}, _("Sign in")),
        )
    provider = get_provider(linking["key"])
    form = WishForm()
    if request.method == "POST" and form.validate_on_submit():
        user_id = signed_in_user_id()
        if (elsewhere := proof_first()) is not None:
            return elsewhere
        after = way_on(linking["next"], default=url_for("security.show_security"))
        with transaction():
            link_identity(get_user(user_id), provider.issuer, linking["subject"], provider.name, language=language())
            once.remember(after)
        del session[LINKING]
        flash(_("Linked. From now on you can sign in with %(name)s.", name=provider.name))
        return redirect(after, 303)
    actor = current_actor()
    email = get_user(actor.user_id).email if actor.user_id is not None else ""
    return render_template(
        "accounts/link.html", form=form, provider=provider, called=linking["called"], actor_email=email
    )


@blueprint.post("/account/security/organisations/<int:identity_id>/unlink")
def unlink(identity_id: int) -> ResponseReturnValue:
    """Let one's organisation sign one in no more."""
    user_id = signed_in_user_id()
    if (elsewhere := proof_first()) is not None:
        return elsewhere
    require_whole_form()
    issuers = {one.id: one.issuer for one in identities_of(user_id)}
    with transaction():
        unlink_identity(
            get_user(user_id), identity_id, name_of_issuer(issuers.get(identity_id, "")), language=language()
        )
        once.remember(url_for("security.show_security"))
    flash(_("Unlinked. You sign in another way from now on."))
    return redirect(url_for("security.show_security"), 303)


def name_of_issuer(issuer: str) -> str:
    """What people call an issuer; its address when it is set up no more."""
    providers = current_app.config["ORGANISATIONS"].values()
    return next((provider.name for provider in providers if provider.issuer == issuer), issuer)


def _back(provider: OrganisationSignIn) -> str:
    return site_root() + url_for(".come_back", key=provider.key)


def _trouble(sentence: str, status: int) -> OutsideTrouble:
    trouble = OutsideTrouble(sentence)
    trouble.status = status
    return trouble


def _told(trouble: OutsideTrouble, wanted: str) -> ResponseReturnValue:
    """The trouble with the other ways in, or for who is signed in, with the way back."""
    if current_actor().is_signed_in:
        raise Refused(trouble.sentence, WayOn("security.show_security", {}, _("How you sign in")))
    return sign_in_page(trouble=trouble.sentence, next_page=wanted), trouble.status
