"""What those who look after a course are told about what is said of it."""

from app.platform.i18n import _, lazy
from app.platform.telling import Cadence, Group, Kind

COURSE_REVIEWED = "course-reviews.new"

COURSE_REVIEWS = Group(
    "course-reviews",
    lazy("What people think of your courses"),
    (
        Kind(
            COURSE_REVIEWED,
            lazy("New reviews of a course you look after"),
            lambda told: _("There are new reviews of your course “%(course)s”.", course=told["course"]),
            lambda _told: _("You are told because you look after this course."),
            lazy("Read what was said"),
            cadence=Cadence.WEEKLY,
        ),
    ),
)
