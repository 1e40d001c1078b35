"""What members are told of the forum, and why."""

from app.forum.care_notices import CARE
from app.forum.fishbowl_notices import FISHBOWLS
from app.platform.i18n import _, lazy
from app.platform.telling import Arguments, Cadence, Group, Kind, Thing

REPLY, MENTION, FOLLOWED_THREAD, NEW_THREAD, ANNOUNCED, ACCEPTED, POST_REMOVED = (
    f"forum.{name}"
    for name in ("reply", "mention", "followed-thread", "new-thread", "announcement", "answer-accepted", "post-removed")
)


def _followers_of_thread(_told: Arguments) -> str:
    return _("You are told because you follow this thread. You can stop following it on its page.")


def _post(told: Arguments) -> Thing:
    return Thing("post", told["post"])


FORUM = Group(
    "forum",
    lazy("Forum"),
    (
        Kind(
            REPLY,
            lazy("Somebody answers you"),
            lambda told: _("%(by)s answered you in “%(thread)s”.", by=told["by"], thread=told["thread"]),
            lambda _told: _("You are told because somebody answered what you wrote."),
            lazy("Read the answer"),
            thing=_post,
        ),
        Kind(
            MENTION,
            lazy("Somebody names you"),
            lambda told: _("%(by)s named you in “%(thread)s”.", by=told["by"], thread=told["thread"]),
            lambda _told: _("You are told because your name stands in what was written."),
            lazy("Read where"),
            thing=_post,
        ),
        Kind(
            ANNOUNCED,
            lazy("Announcements in your courses"),
            lambda told: _("New announcement: “%(thread)s”", thread=told["thread"]),
            lambda _told: _("You are told because you take part in this course, or follow this category."),
            lazy("Read the announcement"),
            thing=_post,
        ),
        Kind(
            ACCEPTED,
            lazy("Your answer is accepted"),
            lambda told: _("Your answer in “%(thread)s” was accepted.", thread=told["thread"]),
            lambda _told: _("You are told because you wrote this answer."),
            lazy("See the question"),
            cadence=Cadence.DAILY,
        ),
        Kind(
            POST_REMOVED,
            lazy("Something you wrote was removed"),
            lambda told: _("What you wrote in “%(thread)s” was removed.", thread=told["thread"]),
            lambda _told: _("You are told because you wrote it. The reason stands in its place."),
            lazy("See the reason"),
        ),
        Kind(
            FOLLOWED_THREAD,
            lazy("New posts in threads that you follow"),
            lambda told: _("There are new posts in “%(thread)s”.", thread=told["thread"]),
            _followers_of_thread,
            lazy("Read the new posts"),
            cadence=Cadence.WEEKLY,
            thing=_post,
            only_in_my_languages=True,
        ),
        Kind(
            NEW_THREAD,
            lazy("New threads in categories, by people and about topics that you follow"),
            lambda told: _("%(by)s opened “%(thread)s”.", by=told["by"], thread=told["thread"]),
            lambda _told: _("You are told because you follow the category, the person or the topic."),
            lazy("Read the thread"),
            cadence=Cadence.WEEKLY,
            thing=_post,
            only_in_my_languages=True,
        ),
        *FISHBOWLS,
        *CARE,
    ),
)
