"""The shape of work as it arrives from a form."""

from typing import Any

from werkzeug.datastructures import FileStorage, MultiDict

from app.content.assignments import TextWanted
from app.content.course import Assignment
from app.files.forms import Received, chosen, received
from app.files.kinds import Rule
from app.peerreview.attached import rule_of
from app.peerreview.filling import links_in, values_in
from app.peerreview.work import Work
from app.peerreview.writing import MOST_CHARACTERS
from app.platform.forms import Form
from app.platform.i18n import _, show_number


class WorkForm(Form):
    """The form on which work is written; what is in it is read by `work_from`."""


def work_from(form: MultiDict[str, Any], assignment: Assignment, kept: Work) -> Work:
    """The work a form holds; `kept` is what there was.

    Its language stays where the form names none, and so do its files, which come and go by themselves.
    """
    asks_text = assignment.text is not TextWanted.NO
    return Work(
        source=form.get("source", "").replace("\r\n", "\n").replace("\x00", "") if asks_text else "",
        language=form.get("language", "") or kept.language,
        values=values_in(assignment.fields, form),
        links=links_in(form.getlist("link"), assignment.most_links),
        file_ids=kept.file_ids,
    )


def files_from(files: MultiDict[str, FileStorage], assignment: Assignment) -> Received:
    """The files that were chosen to be added, checked and cleaned by what the assignment asks for."""
    wanted = assignment.files
    return received(chosen_in(files), rule_of(wanted) if wanted else Rule(), wanted.most if wanted else 0)


def chosen_in(files: MultiDict[str, FileStorage]) -> list[FileStorage]:
    """The files that were chosen, as they arrived."""
    return chosen(files.getlist("files"))


def number_in(form: MultiDict[str, Any], name: str) -> int:
    """A number of a version; 0 where none is told."""
    told = form.get(name, "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 10 else 0


def wrong_in(work: Work, languages: tuple[str, ...]) -> str:
    """Why work cannot even be kept, as a sentence; empty when it can."""
    if len(work.source) > MOST_CHARACTERS:
        most, has = show_number(MOST_CHARACTERS), show_number(len(work.source))
        return _(
            "The text has %(has)s characters; %(most)s are the most we can keep. Nothing was saved yet.",
            has=has,
            most=most,
        )
    if work.language not in languages:
        return _("This work cannot be written in that language. Choose one of the list; nothing was saved yet.")
    return ""
