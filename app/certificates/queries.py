"""Reads of certificates."""

from sqlalchemy import select

from app.certificates.models import Certificate
from app.enrolment.models import Enrolment
from app.platform.database import db


def find_certificate(code: str) -> Certificate | None:
    """The certificate with this code, written as `tidy_code` writes it."""
    return db.session.scalar(select(Certificate).where(Certificate.code == code))


def find_certificate_of_enrolment(enrolment_id: int) -> Certificate | None:
    """The certificate that an enrolment earned."""
    return db.session.scalar(select(Certificate).where(Certificate.enrolment_id == enrolment_id))


def find_owner(certificate: Certificate) -> int | None:
    """The account of the person who earned it; None when it was deleted."""
    return db.session.scalar(select(Enrolment.user_id).where(Enrolment.id == certificate.enrolment_id))


def codes_of(user_id: int) -> dict[int, str]:
    """Codes of a person's certificates by enrolment."""
    rows = db.session.execute(
        select(Certificate.enrolment_id, Certificate.code)
        .join(Enrolment, Enrolment.id == Certificate.enrolment_id)
        .where(Enrolment.user_id == user_id)
    )
    return {enrolment_id: code for enrolment_id, code in rows if enrolment_id is not None}
