"""Issuing and revoking certificates."""

from datetime import datetime

from app.accounts.languages import language_of
from app.accounts.queries import get_user
from app.certificates.codes import new_code
from app.certificates.models import Certificate
from app.certificates.queries import find_certificate_of_enrolment
from app.library.queries import edition_of_revision
from app.platform import audit, clock
from app.platform.database import db


def issue_certificate(
    *, enrolment_id: int, user_id: int, revision_id: int, completed_at: datetime, content_language: str = ""
) -> Certificate:
    """Issue the certificate of an enrolment; the one that was issued before when there is one.

    It names the course in the language in which its learner read it: `content_language` if they chose one for the
    course, else that of their pages.
    """
    issued = find_certificate_of_enrolment(enrolment_id)
    if issued is not None:
        return issued
    user, edition = get_user(user_id), edition_of_revision(revision_id)
    course = edition.as_read(chosen=content_language, interface=language_of(user)).course
    certificate = Certificate(
        code=new_code(),
        enrolment_id=enrolment_id,
        course_slug=edition.course.slug,
        revision_id=revision_id,
        learner_name=user.name,
        course_title=course.title,
        course_language=course.language,
        minutes=course.minutes,
        revision_number=edition.number,
        completed_on=completed_at.date(),
        issued_at=clock.now(),
    )
    db.session.add(certificate)
    db.session.flush()
    return certificate


def revoke_certificate(certificate: Certificate, reason: str) -> None:
    """Take a certificate back. It stays findable, and says that and why it does not count any more."""
    certificate.revoked_at = clock.now()
    certificate.revocation_reason = reason
    audit.note(None, "certificate.revoked", "certificate", certificate.code)
