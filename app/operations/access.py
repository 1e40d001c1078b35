"""Why somebody may see a page, or may not: found out by asking the page itself, so that no second set of rules can err.

The request is carried out as that person would, with three differences. Every transaction is refused, so nothing
changes. What was required of them is overheard. And the answer is thrown away: only its status and its reasons are
told.
"""

import logging
from dataclasses import dataclass
from enum import StrEnum

from flask import Flask, current_app, g, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Response

from app.accounts.actors import VISITOR, Actor
from app.accounts.signing_in import stand_in_for
from app.platform.database import WouldWrite, is_only_reading, only_reading
from app.platform.errors import CannotBe, DomainError, NotFound, Refused, SignInNeeded
from app.platform.i18n import _, language, speaking
from app.platform.verdicts import Verdict, overheard

log = logging.getLogger(__name__)
_SHOWN_BELOW = 300
_LEADS_ON_BELOW = 400


class Outcome(StrEnum):
    """What a person meets at an address."""

    SHOWN = "shown"
    LED_ON = "led on"
    SIGN_IN = "sign in"
    REFUSED = "refused"
    HIDDEN = "hidden"
    NOT_THERE = "not there"
    FORM_ONLY = "form only"
    CANNOT_BE = "cannot be"
    WRITES = "writes"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Explanation:
    """What somebody meets, with every verdict that was asked for on the way, in order.

    `place` is the address as it may be noted: where the address itself is a secret, only its kind.
    """

    outcome: Outcome
    status: int
    sentence: str
    leads_to: str
    verdicts: tuple[Verdict, ...]
    place: str
    is_for_everybody: bool = False


@dataclass(frozen=True, slots=True)
class _Met:
    outcome: Outcome
    status: int
    sentence: str = ""
    leads_to: str = ""


def explain(actor: Actor, address: str) -> Explanation:
    """What this person meets at an address of this site, and why; raises CannotBe inside another rehearsal."""
    if is_only_reading():
        raise CannotBe(_("A rehearsal cannot rehearse another one."))
    root, told = request.url_root, language()
    with speaking(told):
        met, verdicts, place = _rehearse(actor, address, root)
        is_for_everybody = met.outcome is Outcome.SHOWN and not verdicts
        if is_for_everybody and actor.is_signed_in:
            is_for_everybody = _rehearse(VISITOR, address, root)[0].outcome is Outcome.SHOWN
    return Explanation(met.outcome, met.status, met.sentence, met.leads_to, verdicts, place, is_for_everybody)


def _rehearse(actor: Actor, address: str, root: str) -> tuple[_Met, tuple[Verdict, ...], str]:
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    builder = EnvironBuilder(path=address, base_url=root)
    # An application context of its own has a session of its own, and knows nothing of whoever asks.
    with only_reading(), overheard() as asked, app.app_context(), app.request_context(builder.get_environ()):
        stand_in_for(actor)
        met = _meet(app, asked)
        return met, tuple(asked), _place()


def _meet(app: Flask, asked: list[Verdict]) -> _Met:
    try:
        answer = app.preprocess_request()
        response = app.make_response(app.dispatch_request() if answer is None else answer)
    except SignInNeeded as error:
        return _Met(Outcome.SIGN_IN, error.status, error.sentence)
    except DomainError as error:
        return _Met(_outcome_of(error, asked), error.status, error.sentence)
    except MethodNotAllowed as error:
        return _Met(Outcome.FORM_ONLY, error.code)
    except HTTPException as error:
        return (
            _met_by(error.get_response()) if (error.code or 500) < 400 else _Met(Outcome.NOT_THERE, error.code or 404)
        )
    except WouldWrite:
        return _Met(Outcome.WRITES, 200)
    except Exception:
        log.exception("The rehearsal of %s failed.", request.path)
        return _Met(Outcome.FAULT, 500)
    try:
        return _met_by(response)
    finally:
        response.close()


def _met_by(response: Response) -> _Met:
    if response.status_code < _SHOWN_BELOW:
        return _Met(Outcome.SHOWN, response.status_code)
    if response.status_code < _LEADS_ON_BELOW:
        return _Met(Outcome.LED_ON, response.status_code, leads_to=response.location or "")
    outcome = Outcome.NOT_THERE if response.status_code == NotFound.status else Outcome.CANNOT_BE
    return _Met(outcome, response.status_code)


def _outcome_of(error: DomainError, asked: list[Verdict]) -> Outcome:
    if isinstance(error, NotFound):
        return Outcome.HIDDEN if asked and not asked[-1] else Outcome.NOT_THERE
    return Outcome.REFUSED if isinstance(error, Refused) else Outcome.CANNOT_BE


def _place() -> str:
    if g.get("address_is_secret") and request.url_rule is not None:
        return request.url_rule.rule
    return request.path
