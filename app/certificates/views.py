"""A learner's own certificates, and the public page that tells whether one is genuine."""

from flask import Blueprint, Response, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.signing_in import current_actor, signed_in_user_id
from app.certificates.codes import tidy_code
from app.certificates.models import Certificate
from app.certificates.pages import CertificatePage, certificate_page, verification_page
from app.certificates.policy import may_see_certificate
from app.certificates.queries import find_certificate, find_owner
from app.platform.errors import CannotBe, NotFound
from app.platform.i18n import _, show_date
from app.platform.throttle import at_most, sender
from app.platform.verdicts import require_or_hide

blueprint = Blueprint("certificates", __name__)


@blueprint.get("/certificates/<code>")
def show_certificate(code: str) -> ResponseReturnValue:
    """The learner's certificate, made to be printed."""
    return render_template("certificates/show_certificate.html", page=_page_of(code))


@blueprint.get("/certificates/<code>.pdf")
def download_certificate(code: str) -> ResponseReturnValue:
    """The certificate as a PDF, or a page that says how to print it when our fonts lack a letter of it."""
    page = _page_of(code)
    revoked_at = page.certificate.revoked_at
    if revoked_at is not None:
        raise CannotBe(
            _("This certificate was revoked on %(date)s, so there is no PDF of it.", date=show_date(revoked_at))
        )
    # Loaded when somebody wants paper: the library of PDFs takes most of a second, which every start would pay.
    from app.certificates.pdf import CannotBeDrawn, certificate_pdf

    try:
        drawn = certificate_pdf(page.sheet, page.qr)
    except CannotBeDrawn as lacking:
        return render_template("certificates/download_certificate.html", page=page, lacking=lacking.signs), 422
    response = Response(drawn, mimetype="application/pdf")
    filename = f"certificate-{page.certificate.course_slug}.pdf"
    response.headers.set("Content-Disposition", "attachment", filename=filename)
    return response


@blueprint.get("/verify")
def show_verification_form() -> ResponseReturnValue:
    """Ask a stranger for a code and lead them to what it stands for."""
    typed = request.args.get("code")
    if typed is None:
        return render_template("certificates/show_verification_form.html", typed="", is_wrong=False)
    code = tidy_code(typed)
    if code is None:
        return render_template("certificates/show_verification_form.html", typed=typed, is_wrong=True), 422
    return redirect(url_for(".verify", code=code))


@blueprint.get("/verify/<code>")
def verify(code: str) -> ResponseReturnValue:
    """Tell anybody whether a code stands for a certificate that counts, for a revoked one, or for none."""
    at_most("60 per minute", "verify", sender())
    page = verification_page(code)
    status = 200 if page.certificate else 404
    response = make_response(render_template("certificates/verify.html", page=page), status)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _page_of(code: str) -> CertificatePage:
    """The page of a certificate that this person may open. For anybody else it is as if there were none."""
    user_id = signed_in_user_id()
    certificate, owner_id = _find_with_owner(code)
    nothing = _("You have no certificate at this address. To check somebody else's, use its verification code.")
    if certificate is None:
        raise NotFound(nothing)
    require_or_hide(may_see_certificate(current_actor(), owner_id), nothing)
    return certificate_page(
        certificate,
        site=str(current_app.jinja_env.globals["site_name"]),
        form_address=url_for(".show_verification_form", _external=True),
        verify_address=url_for(".verify", code=certificate.code, _external=True),
        is_own=owner_id == user_id,
    )


def _find_with_owner(typed: str) -> tuple[Certificate | None, int | None]:
    code = tidy_code(typed)
    certificate = find_certificate(code) if code else None
    return certificate, find_owner(certificate) if certificate else None
