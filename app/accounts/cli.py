"""`flask people …`: make accounts, give and take roles, list who has one."""

import secrets

import click
from email_validator import EmailNotValidError, validate_email
from flask.cli import AppGroup

from app.accounts.actions import Registration, give_role, register, take_role
from app.accounts.models import User
from app.accounts.passwords import hash_of
from app.accounts.queries import find_user_by_email, people_with_roles
from app.accounts.roles import EVERYWHERE, Role
from app.accounts.second_steps import drop_second_step
from app.accounts.sessions import end_all_sessions
from app.platform import audit
from app.platform.catalogues import ORIGINAL
from app.platform.database import transaction
from app.platform.errors import DomainError

commands = AppGroup("people", help="Accounts and roles.")
_ROLES = click.Choice([role.value for role in Role])
_scope = click.option(
    "--for",
    "scope",
    default=EVERYWHERE,
    help="A course's folder name or an organisation's number; without it the role holds everywhere.",
)


@commands.command("add")
@click.argument("email")
@click.option("--name", required=True, help="The person's name.")
@click.option("--role", type=_ROLES, help="What they do beyond learning.")
@_scope
def add(email: str, name: str, role: str | None, scope: str) -> None:
    """Make an account with a generated password, which is shown once."""
    _make(email, name, Role(role) if role else None, scope)


@commands.command("create-admin")
@click.argument("email")
@click.option("--name", help="The person's name; needed when they have no account yet.")
def create_admin(email: str, name: str | None) -> None:
    """Make somebody administrator, with a new account when they have none."""
    if find_user_by_email(email) is not None:
        _change(email, Role.ADMINISTRATOR, EVERYWHERE, is_given=True)
    elif name:
        _make(email, name, Role.ADMINISTRATOR, EVERYWHERE)
    else:
        raise click.ClickException(f"Nobody has an account with {email}. Add --name to make one. Nothing was made.")


@commands.command("give")
@click.argument("email")
@click.argument("role", type=_ROLES)
@_scope
def give(email: str, role: str, scope: str) -> None:
    """Give somebody a role. It holds from their next page on."""
    _change(email, Role(role), scope, is_given=True)


@commands.command("take")
@click.argument("email")
@click.argument("role", type=_ROLES)
@_scope
def take(email: str, role: str, scope: str) -> None:
    """Take a role from somebody. It ends with their next page."""
    _change(email, Role(role), scope, is_given=False)


@commands.command("no-second-step")
@click.argument("email")
def no_second_step(email: str) -> None:
    """Ask somebody for no code any more who has lost both app and recovery codes. Be sure that it is they who ask."""
    with transaction():
        user = find_user_by_email(email)
        if user is None:
            raise click.ClickException(f"Nobody has an account with {email}. Nothing was changed.")
        if not drop_second_step(user, language=ORIGINAL):
            raise click.ClickException(f"{user.email} has no second step. Nothing was changed.")
        end_all_sessions(user.id)
        audit.note(None, "second-step.dropped", "person", user.id)
    click.echo(f"{user.email} signs in without a code now, is signed out everywhere and gets a letter.")


@commands.command("list")
def show_list() -> None:
    """List everybody with a role, a line for each of their roles."""
    for (role, scope), user in people_with_roles():
        click.echo(f"{role.value:22}{scope or 'everywhere':32}{user.email:32}{user.name}")


def _make(email: str, name: str, role: Role | None, scope: str) -> None:
    try:
        address = validate_email(email, check_deliverability=False).normalized
    except EmailNotValidError:
        raise click.ClickException(f"{email} is not an e-mail address. Nothing was made.") from None
    password = secrets.token_urlsafe(12)
    try:
        with transaction():
            user = register(Registration(name, address, hash_of(password)))
            if role is not None:
                give_role(user.id, role, scope)
    except DomainError as error:
        raise click.ClickException(error.sentence) from None
    click.echo(f"{address} has an account{f' as {_said(role, scope)}' if role else ''}. Password: {password}")


def _change(email: str, role: Role, scope: str, *, is_given: bool) -> None:
    try:
        with transaction():
            user = _somebody(email)
            is_changed = give_role(user.id, role, scope) if is_given else take_role(user.id, role, scope)
    except DomainError as error:
        raise click.ClickException(error.sentence) from None
    if not is_changed:
        click.echo(f"{user.email} {'had' if is_given else 'did not have'} the role {_said(role, scope)} before.")
    else:
        click.echo(f"{user.email} {'has' if is_given else 'no longer has'} the role {_said(role, scope)}.")


def _somebody(email: str) -> User:
    user = find_user_by_email(email)
    if user is None:
        raise click.ClickException(f"Nobody has an account with {email}. Nothing was changed.")
    return user


def _said(role: Role, scope: str) -> str:
    return role.value + (f" for {scope}" if scope else "")
