"""The short rubric by which courses are reviewed, the same for all, so that they can be told apart by it. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from app.peerreview.rubric_points import Scale
from app.platform.i18n import lazy


class CourseReviewer(StrEnum):
    """What somebody is to a course they review."""

    LEARNER = "learner"
    AUTHOR = "author"


@dataclass(frozen=True, slots=True)
class CourseLevel:
    """A level of a criterion: its points, its name, and what it looks like."""

    points: int
    name: str
    looks: str


@dataclass(frozen=True, slots=True)
class CourseCriterion:
    """One thing to judge a course by; its levels from the best to the poorest."""

    key: str
    name: str
    levels: tuple[CourseLevel, ...]

    @property
    def most(self) -> int:
        """The points of its best level."""
        return max(level.points for level in self.levels)


COURSE_RUBRIC = (
    CourseCriterion(
        "use",
        lazy("Useful for my work"),
        (
            CourseLevel(3, lazy("Very"), lazy("I use what it teaches, and work differently since.")),
            CourseLevel(2, lazy("Mostly"), lazy("I can use a good part of it as it is.")),
            CourseLevel(1, lazy("A little"), lazy("An idea or two; how to apply them is left to me.")),
            CourseLevel(0, lazy("Not at all"), lazy("I can use nothing of it in my work.")),
        ),
    ),
    CourseCriterion(
        "language",
        lazy("Clear language"),
        (
            CourseLevel(3, lazy("Very clear"), lazy("I understood everything at the first reading.")),
            CourseLevel(2, lazy("Mostly clear"), lazy("A few sentences or words took a second reading.")),
            CourseLevel(
                1, lazy("Often unclear"), lazy("I had to look up words or guess what was meant again and again.")
            ),
            CourseLevel(0, lazy("Unclear"), lazy("Long parts of it stayed closed to me.")),
        ),
    ),
    CourseCriterion(
        "place",
        lazy("Examples that fit my place"),
        (
            CourseLevel(3, lazy("They fit"), lazy("They could have happened in a place like mine.")),
            CourseLevel(2, lazy("Most fit"), lazy("With small changes they work where I am.")),
            CourseLevel(1, lazy("Few fit"), lazy("Most suppose money, laws or staff that we do not have.")),
            CourseLevel(0, lazy("None fits"), lazy("They come from places that have little in common with mine.")),
        ),
    ),
    CourseCriterion(
        "effort",
        lazy("As much effort as was told"),
        (
            CourseLevel(3, lazy("As told"), lazy("It took about the time that the course page says.")),
            CourseLevel(2, lazy("Somewhat more"), lazy("Up to half as much again.")),
            CourseLevel(1, lazy("Much more"), lazy("About twice the time.")),
            CourseLevel(0, lazy("Far more"), lazy("More than twice the time; I nearly gave up.")),
        ),
    ),
    CourseCriterion(
        "recommend",
        lazy("Worth recommending"),
        (
            CourseLevel(3, lazy("To everybody"), lazy("I tell colleagues about it without being asked.")),
            CourseLevel(2, lazy("To some"), lazy("I recommend it to those who have this task.")),
            CourseLevel(1, lazy("With reservations"), lazy("Only where there is nothing better.")),
            CourseLevel(0, lazy("To nobody"), lazy("I would advise against it.")),
        ),
    ),
)

COURSE_SCALES = tuple(Scale(criterion.key, criterion.most) for criterion in COURSE_RUBRIC)
