"""Roles and where they hold, in words. Courses stand a floor above: their titles come by a function told at start."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from flask import Flask, current_app

from app.accounts.people_queries import organisation_names
from app.accounts.roles import COURSE_ROLES, ORGANISATION_ROLES, Grant, Role
from app.platform.i18n import _, lazy

ROLE_NAMES: Mapping[Role, str] = {
    Role.FACILITATOR: lazy("Facilitator"),
    Role.MENTOR: lazy("Mentor for reviews"),
    Role.KNOWLEDGE_MANAGER: lazy("Knowledge manager"),
    Role.ORGANISATION_MANAGER: lazy("Organisation manager"),
    Role.UCLG_LEARNING: lazy("UCLG Learning"),
    Role.ADMINISTRATOR: lazy("Administrator"),
}


def know_course_titles(app: Flask, titles: Callable[[], Mapping[str, str]]) -> None:
    """Tell the application where the titles of published courses come from, by slug."""
    app.extensions["course_titles"] = titles


def course_titles() -> Mapping[str, str]:
    """The titles of published courses, by slug."""
    titles: Mapping[str, str] = current_app.extensions["course_titles"]()
    return titles


@dataclass(frozen=True, slots=True)
class Scopes:
    """What the scopes on a page are called."""

    courses: Mapping[str, str]
    organisations: Mapping[int, str]

    def name_of(self, role: Role, scope: str) -> str:
        """Where a role holds; a course or organisation that is gone is named as it was noted."""
        if role in COURSE_ROLES:
            return self.courses.get(scope, scope) if scope else _("every course")
        if role in ORGANISATION_ROLES and scope.isdecimal():
            return self.organisations.get(int(scope), scope)
        return ""

    def words(self, role: Role, scope: str) -> str:
        """A role and where it holds, in one line."""
        place = self.name_of(role, scope)
        if not place:
            return role_name(role)
        return _("%(role)s: %(place)s", role=role_name(role), place=place)


def role_name(role: Role) -> str:
    """A role, as people call it."""
    return str(ROLE_NAMES[role])


def scopes_of(grants: Iterable[Grant]) -> Scopes:
    """The names for the scopes of these grants, asked for only where they are needed."""
    grants = list(grants)
    is_for_courses = any(grant.role in COURSE_ROLES for grant in grants)
    numbers = [int(one.scope) for one in grants if one.role in ORGANISATION_ROLES and one.scope.isdecimal()]
    return Scopes(course_titles() if is_for_courses else {}, organisation_names(numbers) if numbers else {})
