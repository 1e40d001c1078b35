"""A completed course earns a certificate."""

from app.certificates.actions import issue_certificate
from app.certificates.notices import CERTIFICATE
from app.platform.telling import tell
from app.progress.events import CourseCompleted


def issue_on_completion(event: CourseCompleted) -> None:
    """Issue the certificate in the same transaction as the completion, and tell its owner."""
    certificate = issue_certificate(
        enrolment_id=event.enrolment_id,
        user_id=event.user_id,
        revision_id=event.revision_id,
        completed_at=event.completed_at,
        content_language=event.content_language,
    )
    code = certificate.code
    tell(CERTIFICATE, event.user_id, about=code, leads_to=f"/certificates/{code}", course=certificate.course_title)
