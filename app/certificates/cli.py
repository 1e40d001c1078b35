"""`flask certificates …`: show, revoke."""

import click
from flask.cli import AppGroup

from app.certificates.actions import revoke_certificate
from app.certificates.codes import tidy_code
from app.certificates.models import Certificate
from app.certificates.queries import find_certificate
from app.platform.database import transaction

commands = AppGroup("certificates", help="Look at certificates and take them back.")


@commands.command("show")
@click.argument("code")
def show(code: str) -> None:
    """Show what a certificate says, and whether it counts."""
    certificate = _certificate(code)
    for label, value in _facts_of(certificate):
        click.echo(f"{label + ':':<11}{value}")


@commands.command("revoke")
@click.argument("code")
@click.option("--reason", required=True, help="Why; whoever verifies the certificate reads this sentence.")
def revoke(code: str, reason: str) -> None:
    """Take a certificate back. Whoever verifies it is told that it does not count any more, and why."""
    if not reason.strip():
        raise click.BadParameter("Give a reason; whoever verifies the certificate reads it.", param_hint="--reason")
    with transaction():
        certificate = _certificate(code)
        if certificate.revoked_at is not None:
            raise click.ClickException(
                f"{certificate.code} was revoked on {certificate.revoked_at:%Y-%m-%d} already; nothing was changed."
            )
        revoke_certificate(certificate, reason.strip())
    click.echo(f"{certificate.code} of {certificate.learner_name} is revoked.")


def _certificate(typed: str) -> Certificate:
    code = tidy_code(typed)
    certificate = find_certificate(code) if code else None
    if certificate is None:
        raise click.ClickException(f"There is no certificate with the code “{typed}”. Check it letter by letter.")
    return certificate


def _facts_of(certificate: Certificate) -> list[tuple[str, str]]:
    facts = [
        ("code", certificate.code),
        ("learner", certificate.learner_name),
        ("course", f"{certificate.course_title} ({certificate.course_slug}, edition {certificate.revision_number})"),
        ("completed", f"{certificate.completed_on:%Y-%m-%d}"),
        ("issued", f"{certificate.issued_at:%Y-%m-%d}"),
    ]
    if certificate.revoked_at is None:
        return [*facts, ("standing", "valid")]
    return [*facts, ("standing", f"revoked on {certificate.revoked_at:%Y-%m-%d}: {certificate.revocation_reason}")]
