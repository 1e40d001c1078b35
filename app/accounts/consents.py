"""Giving consent, taking it back, and asking who gave it. Nothing here commits."""

from collections.abc import Mapping

from sqlalchemy import Select, select, update

from app.accounts.consent_texts import CONSENTS
from app.accounts.models import Consent, ConsentPurpose
from app.platform import clock
from app.platform.database import db


def consented(purpose: ConsentPurpose) -> Select[int]:
    """The accounts of everybody who agrees now, for `User.id.in_(consented(…))`."""
    return select(Consent.user_id).where(
        Consent.purpose == purpose,
        Consent.withdrawn_at.is_(None),
        Consent.text_version >= CONSENTS[purpose].good_from,
    )


def consents_of(user_id: int) -> Mapping[ConsentPurpose, Consent]:
    """What somebody agrees to now, as they gave it."""
    given = select(Consent).where(Consent.user_id == user_id, Consent.withdrawn_at.is_(None))
    return {
        one.purpose: one for one in db.session.scalars(given) if one.text_version >= CONSENTS[one.purpose].good_from
    }


def give_consent(user_id: int, purpose: ConsentPurpose) -> None:
    """Agree to the words as they stand now; whoever agreed to them before changes nothing."""
    text = CONSENTS[purpose]
    given = db.session.scalar(
        select(Consent.text_version).where(
            Consent.user_id == user_id, Consent.purpose == purpose, Consent.withdrawn_at.is_(None)
        )
    )
    if given == text.version:
        return
    withdraw_consent(user_id, purpose)
    db.session.add(Consent(user_id=user_id, purpose=purpose, text_version=text.version, given_at=clock.now()))
    db.session.flush()


def withdraw_consent(user_id: int, purpose: ConsentPurpose) -> None:
    """Agree no more, from this moment on."""
    db.session.execute(
        update(Consent)
        .where(Consent.user_id == user_id, Consent.purpose == purpose, Consent.withdrawn_at.is_(None))
        .values(withdrawn_at=clock.now())
    )
