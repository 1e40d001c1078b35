"""What there is in a forum, by kind. Pure."""

from enum import StrEnum


class Audience(StrEnum):
    """Who reads a category and writes in it."""

    MEMBERS = "members"
    # Whoever takes part in its course, and whoever carries the course.
    COURSE = "course"
    # Whoever looks after the forum.
    STAFF = "staff"


class ThreadKind(StrEnum):
    """What a thread is for."""

    DISCUSSION = "discussion"
    # One of the answers may be accepted.
    QUESTION = "question"
    # Has votes and a status.
    IDEA = "idea"
    # Written by those who look after the category.
    ANNOUNCEMENT = "announcement"
    # A few sit and speak, the others listen; opened by those who look after the category.
    FISHBOWL = "fishbowl"


class IdeaStatus(StrEnum):
    """What became of an idea."""

    OPEN = "open"
    PLANNED = "planned"
    UNDER_WAY = "under_way"
    DONE = "done"
    DECLINED = "declined"


class PostState(StrEnum):
    """Who sees a post."""

    SHOWN = "shown"
    # Its author and whoever looks after the category, until one of these has looked at it.
    HELD = "held"
    # Nobody; that it was there is seen by all.
    REMOVED = "removed"


class Followed(StrEnum):
    """What somebody may follow."""

    THREAD = "thread"
    CATEGORY = "category"
    PERSON = "person"
    TOPIC = "topic"
