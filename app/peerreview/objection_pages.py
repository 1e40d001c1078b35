"""What facilitators see of reports and appeals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.accounts.people_queries import names_of
from app.content.assignments import ExampleText
from app.content.course import Assignment
from app.peerreview.care_models import Appeal, ReviewReport
from app.peerreview.examples import text_for, work_of
from app.peerreview.objections import Problem
from app.peerreview.pages import WorkShown, languages_of_work
from app.peerreview.pools import languages_in_order
from app.peerreview.review_pages import example_shown
from app.peerreview.staff_pages import Face, ReviewSeen, WorkPage, assignment_then, review_page, work_page
from app.peerreview.staff_policy import may_take_appeal
from app.peerreview.staff_queries import (
    appeals_in,
    authors_of,
    find_appeal,
    find_report,
    involvement_of,
    reports_in,
    submission_of,
)
from app.platform import clock
from app.platform.paging import PageOf
from app.platform.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report with the names of who wrote it and who settled it."""

    report: ReviewReport
    reporter: str
    settler: str


@dataclass(frozen=True, slots=True)
class ReportsPage:
    """The reports of an assignment."""

    face: Face
    reports: PageOf[ReportLine]


@dataclass(frozen=True, slots=True)
class ReportPage:
    """One report, with the work it is about and, where it is about one, the review.

    `work` is None for a blind check: then `example` is what its reader had before them, unless the course has it no
    more.
    """

    face: Face
    line: ReportLine
    work: WorkPage | None
    example: "ExampleReported | None"
    seen: ReviewSeen | None
    languages: tuple[str, ...]

    @property
    def is_about_language(self) -> bool:
        """Whether the work is said to be in another language than it was handed in as."""
        report = self.line.report
        return (
            report.problem is Problem.WRONG_LANGUAGE and report.review_id is None and report.submission_id is not None
        )


@dataclass(frozen=True, slots=True)
class ExampleReported:
    """A model example as whoever reported it had it before them."""

    text: ExampleText
    shown: WorkShown


@dataclass(frozen=True, slots=True)
class AppealLine:
    """An appeal with the names of those in it; empty where nobody took or decided it."""

    appeal: Appeal
    author: str
    taker: str
    decider: str


@dataclass(frozen=True, slots=True)
class AppealsPage:
    """The appeals of an assignment."""

    face: Face
    appeals: PageOf[AppealLine]


@dataclass(frozen=True, slots=True)
class AppealPage:
    """One appeal, with the work and all that was said about it; the rubric is the one it was judged by."""

    line: AppealLine
    work: WorkPage
    assignment: Assignment
    may_take: Verdict
    # Whether whoever looks has taken it and may decide.
    is_mine: bool

    @property
    def face(self) -> Face:
        """The assignment."""
        return self.work.face


def reports_page(face: Face, number: int) -> ReportsPage:
    """A page of reports."""
    found = reports_in(face.place.pool.id, number)
    names = names_of(one for row in found.rows for one in (row.reporter_id, row.settled_by or 0))
    lines = [_report_line(row, names) for row in found.rows]
    return ReportsPage(face, PageOf(lines, found.number, found.size, found.total))


def report_page(face: Face, report_id: int, user_id: int) -> ReportPage:
    """One report; raises NotFound."""
    report = find_report(face.place.pool.id, report_id)
    names = names_of((report.reporter_id, report.settled_by or 0))
    number = report.submission_id
    return ReportPage(
        face=face,
        line=_report_line(report, names),
        work=None if number is None else work_page(face, number, user_id),
        example=_example_reported(face, report) if number is None else None,
        seen=None if report.review_id is None else review_page(face, report.review_id).seen,
        languages=languages_of_work(face.place.assignment, face.place.edition.course),
    )


def appeals_page(face: Face, number: int) -> AppealsPage:
    """A page of appeals."""
    found = appeals_in(face.place.pool.id, number)
    return AppealsPage(face, PageOf(_appeal_lines(found.rows), found.number, found.size, found.total))


def appeal_page(face: Face, appeal_id: int, user_id: int) -> AppealPage:
    """One appeal, for somebody who may see it; raises NotFound."""
    appeal = find_appeal(face.place.pool.id, appeal_id)
    (line,) = _appeal_lines([appeal])
    may_take = may_take_appeal(
        involvement_of(user_id, appeal.submission_id),
        user_id=user_id,
        taken_by=appeal.taken_by,
        taken_at=appeal.taken_at,
        is_decided=appeal.decided_at is not None,
        now=clock.now(),
    )
    return AppealPage(
        line=line,
        work=work_page(face, appeal.submission_id, user_id),
        assignment=assignment_then(face, submission_of(appeal.submission_id).revision_id),
        may_take=may_take,
        is_mine=bool(may_take) and appeal.taken_by == user_id,
    )


def _example_reported(face: Face, report: ReviewReport) -> ExampleReported | None:
    assignment = face.place.assignment
    example = next((one for one in assignment.examples if one.key == report.example_key), None)
    if example is None:
        return None
    text = text_for(languages_in_order(report.pool_id, report.reporter_id), example)
    return ExampleReported(text, example_shown(assignment, work_of(text)))


def _report_line(report: ReviewReport, names: Mapping[int, str]) -> ReportLine:
    return ReportLine(report, names.get(report.reporter_id, ""), names.get(report.settled_by or 0, ""))


def _appeal_lines(appeals: Sequence[Appeal]) -> list[AppealLine]:
    authors = authors_of(one.submission_id for one in appeals)
    names = names_of(
        number or 0 for one in appeals for number in (authors.get(one.submission_id), one.taken_by, one.decided_by)
    )
    return [
        AppealLine(
            one,
            names.get(authors.get(one.submission_id, 0), ""),
            names.get(one.taken_by or 0, ""),
            names.get(one.decided_by or 0, ""),
        )
        for one in appeals
    ]
