"""`flask people …`: make an account with a role, change somebody's role, list who has one."""

import secrets

import click
from email_validator import EmailNotValidError, validate_email
from flask.cli import AppGroup

from app.accounts.actions import Registration, give_role, register
from app.accounts.models import Role
from app.accounts.passwords import hash_of
from app.accounts.queries import find_user_by_email, people_with_roles
from app.platform.database import transaction
from app.platform.errors import DomainError

commands = AppGroup("people", help="Accounts and roles.")
_ROLES = click.Choice([role.value for role in Role])


@commands.command("add")
@click.argument("email")
@click.option("--name", required=True, help="The person's name.")
@click.option("--role", type=_ROLES, default=Role.LEARNER.value, show_default=True)
def add(email: str, name: str, role: str) -> None:
    """Make an account with a generated password, which is shown once."""
    try:
        address = validate_email(email, check_deliverability=False).normalized
    except EmailNotValidError:
        raise click.ClickException(f"{email} is not an e-mail address. Nothing was made.") from None
    password = secrets.token_urlsafe(12)
    try:
        with transaction():
            register(Registration(name, address, hash_of(password)), Role(role))
    except DomainError as error:
        raise click.ClickException(error.sentence) from None
    click.echo(f"{address} has an account as {role}. Password: {password}")


@commands.command("role")
@click.argument("email")
@click.argument("role", type=_ROLES)
def set_role(email: str, role: str) -> None:
    """Change somebody's role. They sign in again afterwards."""
    with transaction():
        user = find_user_by_email(email)
        if user is None:
            raise click.ClickException(f"Nobody has an account with {email}. Nothing was changed.")
        give_role(user, Role(role))
    click.echo(f"{user.email} is {role} now.")


@commands.command("list")
def show_list() -> None:
    """List everybody whose role is more than learner."""
    for user in people_with_roles():
        click.echo(f"{user.role.value:22}{user.email:32}{user.name}")
