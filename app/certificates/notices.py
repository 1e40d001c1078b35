"""What people are told about their courses."""

from app.platform.i18n import _, lazy
from app.platform.telling import Group, Kind

CERTIFICATE = "courses.certificate"

COURSES = Group(
    "courses",
    lazy("Courses and certificates"),
    (
        Kind(
            CERTIFICATE,
            lazy("A certificate you earned"),
            lambda told: _("Your certificate for “%(course)s” is ready.", course=told["course"]),
            lambda _told: _("You are told because you completed this course."),
            lazy("See the certificate"),
        ),
    ),
)
