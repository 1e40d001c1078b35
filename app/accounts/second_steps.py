"""The second step of signing in: a code of an app, or one of ten on paper. Nothing here commits.

The key of the app is sealed with the site's secret. On a site whose secret was changed, codes of apps are not good any
more; recovery codes still are, and `flask people no-second-step` helps whoever has neither.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, func, select, update

from app.accounts.codes import digest_of_recovery_code, new_recovery_codes, step_of_code
from app.accounts.devices import Device
from app.accounts.models import User
from app.accounts.queries import key_of
from app.accounts.sessions import begin_session
from app.accounts.ways_in import RecoveryCode, SecondStep
from app.accounts.writing import Notice, write_to
from app.platform import clock
from app.platform.database import count_changed, db
from app.platform.i18n import _, ngettext
from app.platform.sealing import seal, unseal

_PERSON = (
    select(User, SecondStep.user_id)
    .outerjoin(SecondStep, SecondStep.user_id == User.id)
    .where(User.email_key == bindparam("email_key"))
)


@dataclass(frozen=True, slots=True)
class SpentCode:
    """A code that was good: of the app, or one of those on paper with so many left."""

    is_of_app: bool
    codes_left: int = 0


@dataclass(frozen=True, slots=True)
class StepInUse:
    """Since when somebody has a second step, how many recovery codes are left, and whether the app's codes are good."""

    set_at: datetime
    codes_left: int
    is_readable: bool


def find_person_signing_in(email: str) -> tuple[User | None, bool]:
    """The account with this address, and whether a code is asked of its owner; one statement for every address."""
    found = db.session.execute(_PERSON, {"email_key": key_of(email)}).first()
    return (None, False) if found is None else (found[0], found[1] is not None)


def begin_unless_code_is_needed(user_id: int, device: Device) -> str | None:
    """Begin a session for who has taken the first step; None when theirs has a second."""
    return None if has_second_step(user_id) else begin_session(user_id, device)


def has_second_step(user_id: int) -> bool:
    """Whether a code is asked of this person."""
    return db.session.scalar(select(SecondStep.user_id).where(SecondStep.user_id == user_id)) is not None


def find_second_step(user_id: int) -> StepInUse | None:
    """What somebody's second step is like, if they have one."""
    left = (
        select(func.count())
        .select_from(RecoveryCode)
        .where(RecoveryCode.user_id == user_id, RecoveryCode.used_at.is_(None))
        .scalar_subquery()
    )
    found = db.session.execute(select(SecondStep, left).where(SecondStep.user_id == user_id)).first()
    if found is None:
        return None
    step, codes_left = found
    return StepInUse(step.set_at, codes_left, unseal(step.sealed_key, _purpose(user_id)) is not None)


def set_second_step(user: User, key: str, step: int, *, language: str) -> tuple[str, ...]:
    """Ask for codes made with this key from now on, the first of which was just typed; returns recovery codes."""
    db.session.execute(delete(SecondStep).where(SecondStep.user_id == user.id))
    db.session.add(
        SecondStep(user_id=user.id, sealed_key=seal(key, _purpose(user.id)), last_step=step, set_at=clock.now())
    )
    db.session.flush()
    write_to(user, _step_is_set, language=language, kind="second-step")
    return renew_recovery_codes(user.id)


def renew_recovery_codes(user_id: int) -> tuple[str, ...]:
    """Ten new codes; those before are good for nothing any more."""
    codes = new_recovery_codes()
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    db.session.add_all(RecoveryCode(user_id=user_id, digest=digest_of_recovery_code(code)) for code in codes)
    db.session.flush()
    return codes


def spend_code(user_id: int, typed: str) -> SpentCode | None:
    """Use a code up; None when it is not good. Of two requests that bring the same code, one succeeds."""
    if _spend_code_of_app(user_id, typed):
        return SpentCode(is_of_app=True)
    spent = count_changed(
        update(RecoveryCode)
        .where(
            RecoveryCode.user_id == user_id,
            RecoveryCode.digest == digest_of_recovery_code(typed),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=clock.now())
    )
    if not spent:
        return None
    left = select(func.count()).select_from(RecoveryCode)
    mine = left.where(RecoveryCode.user_id == user_id, RecoveryCode.used_at.is_(None))
    return SpentCode(is_of_app=False, codes_left=db.session.scalar(mine) or 0)


def _spend_code_of_app(user_id: int, typed: str) -> bool:
    mine = db.session.execute(
        select(SecondStep.sealed_key, SecondStep.last_step).where(SecondStep.user_id == user_id)
    ).first()
    key = unseal(mine.sealed_key, _purpose(user_id)) if mine else None
    if mine is None or key is None:
        return False
    step = step_of_code(key, typed, clock.now(), after=mine.last_step)
    if step is None:
        return False
    spent = count_changed(
        update(SecondStep).where(SecondStep.user_id == user_id, SecondStep.last_step < step).values(last_step=step)
    )
    return bool(spent)


def drop_second_step(user: User, *, language: str) -> bool:
    """Ask for no code any more, and tell the person; False when none was asked."""
    dropped = count_changed(delete(SecondStep).where(SecondStep.user_id == user.id))
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    if not dropped:
        return False
    write_to(user, _step_is_dropped, language=language, kind="second-step")
    return True


def tell_of_recovery_code(user: User, codes_left: int, *, language: str) -> None:
    """Write to a person that one of their codes on paper was used."""

    def notice() -> Notice:
        return Notice(
            _("A recovery code was used"),
            (
                _("Somebody has just signed in to your account with one of your recovery codes."),
                ngettext("%(num)s code is left.", "%(num)s codes are left.", codes_left),
                not_you(),
            ),
        )

    write_to(user, notice, language=language, kind="recovery-code")


def tell_of_wrong_codes(user: User, *, root: str, language: str) -> None:
    """Write to a person that somebody has passed the first step several times and fails at the second."""

    def notice() -> Notice:
        return Notice(
            _("Somebody tries codes for your account"),
            (
                _("Somebody took the first step to sign in to your account, and then typed wrong codes several times."),
                _("If this was not you, they may know your password: set a new one. Without a code nobody gets in."),
            ),
            (_("Set a new password"), f"{root}/sign-in/mail"),
        )

    write_to(user, notice, language=language, kind="wrong-codes")


def _purpose(user_id: int) -> str:
    return f"second step:{user_id}"


def _step_is_set() -> Notice:
    return Notice(
        _("You sign in with a code from now on"),
        (_("Your account asks for a code of your app after the password."), not_you()),
    )


def _step_is_dropped() -> Notice:
    return Notice(
        _("You sign in without a code from now on"),
        (_("Your account does not ask for a code after the password any more."), not_you()),
    )


def not_you() -> str:
    """What to do when it was somebody else."""
    return _("If this was not you, ask for a link to set a new password at once, and tell us.")
