"""What the pages about certificates show."""

from dataclasses import dataclass

from app.certificates.codes import tidy_code
from app.certificates.models import Certificate
from app.certificates.queries import find_certificate
from app.certificates.sheet import Sheet
from app.platform.i18n import _, direction_of, duration, language, language_name, ngettext, show_date
from app.platform.qr import QrCode, qr_code_of


@dataclass(frozen=True, slots=True)
class CertificatePage:
    """A certificate as its owner prints it."""

    certificate: Certificate
    sheet: Sheet
    qr: QrCode
    is_own: bool


@dataclass(frozen=True, slots=True)
class VerificationPage:
    """What a code stands for; `certificate` is None when it stands for nothing."""

    # As `tidy_code` writes it, or as it was typed when it cannot be a code.
    code: str
    certificate: Certificate | None

    @property
    def is_valid(self) -> bool:
        """Whether the certificate counts."""
        return self.certificate is not None and self.certificate.revoked_at is None and not self.is_withdrawn

    @property
    def is_withdrawn(self) -> bool:
        """Whether its holder had everything about them erased; then nothing is told but that."""
        return self.certificate is not None and self.certificate.withdrawn_at is not None

    @property
    def study_time(self) -> str:
        """How long the course takes, in words; empty without a certificate."""
        return study_time(self.certificate.minutes) if self.certificate else ""


def certificate_page(
    certificate: Certificate, *, site: str, form_address: str, verify_address: str, is_own: bool
) -> CertificatePage:
    """A certificate with its words and its QR code; the addresses are whole ones, as strangers need them."""
    return CertificatePage(
        certificate=certificate,
        sheet=_sheet(certificate, site=site, form_address=form_address, verify_address=verify_address),
        qr=qr_code_of(verify_address),
        is_own=is_own,
    )


def verification_page(typed: str) -> VerificationPage:
    """What a code stands for, however it was typed."""
    code = tidy_code(typed)
    if code is None:
        return VerificationPage(code=typed, certificate=None)
    return VerificationPage(code=code, certificate=find_certificate(code))


def study_time(minutes: int) -> str:
    """Whole hours in words, as a certificate is read by people who know no course; anything else in short."""
    hours, rest = divmod(minutes, 60)
    return ngettext("%(num)s hour", "%(num)s hours", hours) if hours and not rest else duration(minutes)


def _sheet(certificate: Certificate, *, site: str, form_address: str, verify_address: str) -> Sheet:
    return Sheet(
        language=language(),
        site=site,
        heading=_("Certificate of completion"),
        before_name=_("This is to certify that"),
        name=certificate.learner_name,
        before_title=_("has completed the course"),
        title=certificate.course_title,
        title_language=certificate.course_language,
        title_direction=direction_of(certificate.course_language),
        facts=(
            (_("Completed on"), show_date(certificate.completed_on)),
            (_("Study time"), study_time(certificate.minutes)),
            (_("Language"), language_name(certificate.course_language)),
            (_("Edition"), str(certificate.revision_number)),
        ),
        how_to_verify=_("Anybody can check that this certificate is genuine: scan the square, or type the code at"),
        form_address=form_address,
        verify_address=verify_address,
        code_label=_("Code"),
        code=certificate.code,
        issued=_("Issued by %(site)s on %(date)s", site=site, date=show_date(certificate.issued_at)),
        issued_at=certificate.issued_at,
    )
